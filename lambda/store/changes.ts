import { type ChangeRecord, changeKindOf } from '../../lib/contract/changes';
import {
  appChangeOrder,
  appChangesPartition,
  CHANGE_PREFIX,
  changeKey,
  type Key,
  personPartition,
} from '../../lib/contract/keys';
import type { PersonKey } from '../../lib/contract/person';
import type { Answer, Result, Standing } from '../../lib/contract/records';
import type { Telemetry } from '../common/telemetry';
import { expiryOf } from './expiry';
import type { ItemStore } from './item-store';
import { orderOf } from './order';
import { answerOf, type Filed } from './standing-attributes';

/** The records of changes. Standings decide what a change is. */
export class Changes {
  constructor(
    private readonly items: ItemStore,
    private readonly telemetry: Telemetry,
  ) {}

  /** Records a change, unless it is already recorded. */
  async record(change: ChangeRecord): Promise<void> {
    const { id, app, kind, to } = change;
    const isNew = await this.items.putIfAbsent(keyOf(change), {
      ...change,
      appPk: appChangesPartition(app),
      appSk: appChangeOrder(to.recordedAt, id),
    });
    if (!isNew) return;
    this.telemetry.measure('changes', 1);
    this.telemetry.debug('Recorded a change', { app, kind });
  }

  /** The change that a result made, if it made one. */
  async find(result: Result): Promise<ChangeRecord | undefined> {
    if (result.email === undefined) return undefined;
    return (await this.items.get(changeKey(result.email, orderOf(result)))) as ChangeRecord | undefined;
  }

  /**
   * The changes that the scans of a person found.
   *
   * @param since scans that asked before this time are left out, in ISO 8601, in UTC with milliseconds
   * @returns the changes in the order of the scans
   */
  async ofPersonSince(person: PersonKey, since: string): Promise<ChangeRecord[]> {
    return (await this.items.query(personPartition(person), CHANGE_PREFIX, since)) as unknown as ChangeRecord[];
  }
}

/** What changes when the answer in a result replaces the latest one of a standing. Undefined if nothing does. */
export function changeOf(
  { tenantDisplayName, lastAnswer }: Standing,
  result: Filed,
  retentionSeconds: number,
): ChangeRecord | undefined {
  const { email, app, tenantId } = result;
  const to = answerOf(result);
  const kind = lastAnswer && changeKindOf(lastAnswer, to);
  if (lastAnswer === undefined || kind === undefined) return undefined;
  return {
    type: 'CHANGE',
    id: idPrefix(to) + result.taskKey,
    email,
    app,
    tenantId,
    tenantDisplayName: result.tenantDisplayName ?? tenantDisplayName,
    kind,
    from: lastAnswer,
    to,
    trigger: result.trigger,
    expiresAt: expiryOf(to.scanStartedAt, retentionSeconds),
  };
}

const idPrefix = ({ scanId }: Answer): string => `changed:${scanId}:`;

function keyOf({ id, email, to }: ChangeRecord): Key {
  const taskKey = id.slice(idPrefix(to).length);
  return changeKey(email, orderOf({ ...to, taskKey }));
}
