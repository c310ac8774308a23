import { createHash } from 'node:crypto';
import { EVENT_SOURCE } from '../../lib/contract/names';
import type { Trigger } from '../../lib/contract/records';
import type { WatchRecord } from '../../lib/contract/watches';
import type { ScanStart } from './state';

/** In characters, of the name of an execution. */
const MAX_NAME_LENGTH = 80;
const DIGEST_LENGTH = 16;

/** The `source` in the trigger of a watch's scan. */
const SCAN_SOURCE = `${EVENT_SOURCE}.watch`;

/** The name of the execution of a watch's scan, which is the id of the scan. */
export function scanName({ watchId, turn }: Pick<WatchRecord, 'watchId' | 'turn'>): string {
  const name = `${watchId}-${turn}`;
  if (name.length <= MAX_NAME_LENGTH) return name;
  const digest = createHash('sha256').update(watchId).digest('hex').slice(0, DIGEST_LENGTH);
  const end = `-${digest}-${turn}`;
  return watchId.slice(0, MAX_NAME_LENGTH - end.length).toWellFormed() + end;
}

/**
 * What the next scan of a watch is started with. It does not depend on the time, so that it is the same if the step is
 * repeated: Step Functions rejects a name that is used again with another input.
 */
export function scanStart(watch: WatchRecord, email: string): ScanStart {
  const name = scanName(watch);
  const time = watch.nextScanAt ?? watch.startedAt;
  return { name, input: { email, trigger: { id: name, source: SCAN_SOURCE, time } } };
}

/** Whether a watch started the scan with this trigger, and not somebody who has used the same name. */
export const isTriggerOf = (scanId: string, trigger: Trigger | undefined): boolean =>
  trigger?.source === SCAN_SOURCE && trigger.id === scanId;
