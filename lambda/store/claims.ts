import { triggerKey } from '../../lib/contract/keys';
import type { Trigger } from '../../lib/contract/records';
import { isoTime } from '../common/clock';
import type { ItemStore } from './item-store';

/** EventBridge retries the delivery of an event for up to 24 hours, and a throttled StartScan waits for hours. */
const RETENTION_SECONDS = 48 * 60 * 60;

/** The claim of a trigger. */
export interface Claim {
  /** The scan that the trigger belongs to. */
  readonly scanId: string;
  readonly claimedAt: string;
}

/** What a trigger asks a scan for. One event can ask for several people. */
export interface Claimed {
  readonly trigger: Trigger;
  /** Identifies the person or the tasks. */
  readonly subject: string;
}

/** The claims of triggers, which make several deliveries of an event one scan. */
export class Claims {
  constructor(private readonly items: ItemStore) {}

  /**
   * Claims a trigger for a scan, or renews the scan's own claim.
   * @returns the claim, which can be that of an earlier scan
   */
  async claim({ trigger, subject }: Claimed, scanId: string, now: number): Promise<Claim> {
    const { item } = await this.items.update(triggerKey(trigger.id, subject), {
      set: claimOf(scanId, now),
      condition: 'attribute_not_exists(pk) OR #scanId = :own OR #expiresAt <= :now',
      conditionValues: { own: scanId, now: Math.floor(now / 1000) },
    });
    return item as unknown as Claim;
  }

  /** Moves a trigger to another scan, unless the claim has been renewed or moved. @returns the claim */
  async move({ trigger, subject }: Claimed, from: Claim, scanId: string, now: number): Promise<Claim> {
    const { item } = await this.items.update(triggerKey(trigger.id, subject), {
      set: claimOf(scanId, now),
      condition: '#scanId = :from AND #claimedAt = :at',
      conditionValues: { from: from.scanId, at: from.claimedAt },
    });
    return item as unknown as Claim;
  }
}

const claimOf = (scanId: string, now: number) => ({
  type: 'TRIGGER',
  scanId,
  claimedAt: isoTime(now),
  expiresAt: Math.floor(now / 1000) + RETENTION_SECONDS,
});
