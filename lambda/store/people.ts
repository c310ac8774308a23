import { personKey, verdictOrder, verdictPartition } from '../../lib/contract/keys';
import type { PersonKey } from '../../lib/contract/person';
import type { CompletedScan, PersonRecord } from '../../lib/contract/records';
import { viewExpiryOf } from './expiry';
import type { ItemStore } from './item-store';

/** Orders the scans of a person. As for standings: a scan that is redriven can ask days after it began. */
export const personOrder = ({ tasksStartedAt, startedAt, scanId }: CompletedScan): string =>
  [tasksStartedAt ?? startedAt, scanId].join('#');

/** The records of people: the verdict of each person's newest completed scan. */
export class People {
  constructor(
    private readonly items: ItemStore,
    private readonly retentionSeconds: number,
  ) {}

  async find(person: PersonKey): Promise<PersonRecord | undefined> {
    return (await this.items.get(personKey(person))) as PersonRecord | undefined;
  }

  /** Files a scan's verdict as that of its person, unless one of a newer scan is filed. Can be repeated. */
  async file(scan: CompletedScan): Promise<void> {
    const { email, verdict, confirmed, coverage, accessCounts, scanId, startedAt, tasksStartedAt, endedAt } = scan;
    if (email === undefined || verdict === undefined) return;
    const key = personKey(email);
    const order = personOrder(scan);
    let current = await this.find(email);
    while (current === undefined || current.order < order) {
      const since = current?.verdict === verdict ? current.since : endedAt;
      const { written, item } = await this.items.update(key, {
        set: {
          type: 'PERSON',
          email,
          verdict,
          confirmed,
          since,
          scanId,
          scanStartedAt: startedAt,
          tasksStartedAt,
          recordedAt: endedAt,
          coverage,
          accessCounts,
          order,
          expiresAt: viewExpiryOf(startedAt, this.retentionSeconds),
          statusPk: verdictPartition(verdict),
          statusSk: verdictOrder(since, email),
        },
        condition: current === undefined ? 'attribute_not_exists(pk)' : '#order = :current',
        conditionValues: current && { current: current.order },
      });
      if (written) return;
      // Another scan of the person ended in between.
      current = (item.order === undefined ? undefined : item) as PersonRecord | undefined;
    }
  }
}
