import {
  PERSON_SCAN_PREFIX,
  personPartition,
  personScanKey,
  scanOrder,
  scanRecordKey,
  statusPartition,
} from '../../lib/contract/keys';
import type { PersonKey } from '../../lib/contract/person';
import type {
  CompletedScan,
  FailedScan,
  NotAsked,
  PersonScan,
  ScanFailure,
  ScanLists,
  ScanRecord,
  ScanStatus,
  ScanSummary,
  StartedTask,
  Trigger,
} from '../../lib/contract/records';
import { needsReconnecting } from '../access/needs-reconnecting';
import { isoTime } from '../common/clock';
import type { Telemetry } from '../common/telemetry';
import { expiryOf } from './expiry';
import type { ItemStore } from './item-store';

/** A completed scan stays completed. */
const NOT_COMPLETED = 'attribute_not_exists(#status) OR #status <> :completed';

export interface ScanEnd {
  readonly summary: ScanSummary;
  readonly lists: ScanLists;
}

/** The attributes that identify a scan. They are also attributes of its tasks. */
export interface ScanIdentity {
  readonly scanId: string;
  readonly startedAt: string;
  readonly tasksStartedAt?: string;
  readonly email?: PersonKey;
  readonly trigger?: Trigger;
}

interface Resumed {
  readonly scanId: string;
  readonly startedAt: string;
  readonly redriveCount: number;
}

/** What a scan is committed to. */
export interface Commitment {
  readonly taskCount: number;
  /** The tasks that were started for it. Absent if it has only task ids. */
  readonly tasks?: readonly StartedTask[];
  readonly tasksStartedAt?: string;
  /** The app authorizations that the start answer did not include. */
  readonly authorizations?: readonly NotAsked[];
  readonly authorizationsError?: string;
}

/** The records of scans: the scan itself, and its entry in a person's history. */
export class Scans {
  constructor(
    private readonly items: ItemStore,
    private readonly retentionSeconds: number,
    private readonly telemetry: Telemetry,
  ) {}

  /** When the records of a scan expire, in milliseconds since the epoch. A redrive does not change it. */
  expiresAt(startedAt: string): number {
    return expiryOf(startedAt, this.retentionSeconds) * 1000;
  }

  /** Records a scan as running, unless it is already recorded. @returns the record */
  async open(scan: Omit<ScanRecord, 'type' | 'status' | 'expiresAt'>): Promise<ScanRecord> {
    const record = {
      ...this.identity(scan),
      status: 'RUNNING',
      ...scan,
      ...statusKeys('RUNNING', scan.startedAt, scan.scanId),
    };
    const key = scanRecordKey(scan.scanId);
    const isNew = await this.items.putIfAbsent(key, record);
    // Its task ids are all that it needs. Other scans start their tasks later.
    if (isNew && scan.taskCount !== undefined) this.telemetry.measure('scansStarted', 1);
    const recorded = isNew ? (record as ScanRecord) : ((await this.items.get(key)) as unknown as ScanRecord);
    if (recorded.email !== undefined) await this.addToHistory(recorded, recorded.email);
    return recorded;
  }

  async find(scanId: string): Promise<ScanRecord | undefined> {
    return (await this.items.get(scanRecordKey(scanId))) as ScanRecord | undefined;
  }

  /**
   * Commits a scan to one set of tasks in one write. Starting tasks is not idempotent. If two invocations start them,
   * both continue with the set that is recorded first.
   */
  async commitTasks(scanId: string, commitment: Commitment): Promise<ScanRecord> {
    const { written, item } = await this.items.update(scanRecordKey(scanId), {
      set: { ...commitment },
      condition: 'attribute_not_exists(#taskCount)',
    });
    if (written) this.telemetry.measure('scansStarted', 1);
    return item as unknown as ScanRecord;
  }

  /** Adds a scan to a person's history, unless it is already there. */
  async addToHistory(scan: Pick<ScanRecord, 'scanId' | 'startedAt' | 'trigger' | 'expiresAt'>, email: PersonKey) {
    const { scanId, startedAt, trigger, expiresAt } = scan;
    await this.items.putIfAbsent(personScanKey(email, startedAt, scanId), {
      type: 'PERSON_SCAN',
      scanId,
      email,
      status: 'RUNNING',
      startedAt,
      trigger,
      expiresAt,
    });
  }

  /**
   * Records a scan as completed. Otherwise, the record stays as it is: if the scan is already completed, if it has
   * failed, because then nothing would publish its completion, or if it is committed to another number of tasks.
   * @returns the record
   */
  async complete(
    scan: { scanId: string; startedAt: string },
    end: ScanEnd,
    now: number,
  ): Promise<CompletedScan | ScanRecord> {
    const { written, item } = await this.items.update(scanRecordKey(scan.scanId), {
      set: {
        status: 'COMPLETED',
        endedAt: isoTime(now),
        ...end.summary,
        ...end.lists,
        ...statusKeys('COMPLETED', scan.startedAt, scan.scanId),
      },
      remove: ['tasks', 'authorizations'],
      condition: '#status = :running AND #taskCount = :taskCount',
      conditionValues: { running: 'RUNNING', taskCount: end.summary.taskCount },
    });
    if (written) {
      this.measureEnd('scansCompleted', scan, now);
      const { verdict } = end.summary;
      if (verdict !== undefined) this.telemetry.measure('verdicts', 1, { Verdict: verdict });
      for (const { app } of end.lists.unknown.filter(needsReconnecting)) {
        this.telemetry.measure('tenantsToReconnect', 1, { App: app });
      }
    }
    return item as unknown as CompletedScan | ScanRecord;
  }

  /** Records a scan as failed, once for each redrive, even if the scan has no record yet. @returns the record */
  async fail(
    scan: ScanIdentity,
    error: ScanFailure,
    redriveCount: number,
    now: number,
  ): Promise<FailedScan | ScanRecord> {
    const { written, item } = await this.items.update(scanRecordKey(scan.scanId), {
      set: {
        status: 'FAILED',
        endedAt: isoTime(now),
        error,
        redriveCount,
        ...statusKeys('FAILED', scan.startedAt, scan.scanId),
      },
      setIfAbsent: { ...this.identity(scan), email: scan.email, trigger: scan.trigger },
      condition:
        'attribute_not_exists(#status) OR ' +
        '(#status = :running AND (attribute_not_exists(#redriveCount) OR #redriveCount <= :redriveCount))',
      conditionValues: { running: 'RUNNING', redriveCount },
    });
    if (written) this.measureEnd('scansFailed', scan, now);
    return item as unknown as FailedScan | ScanRecord;
  }

  /** Takes note that StartScan runs in a redrive. A failure after that is a new one. */
  async markResumed({ scanId, startedAt, redriveCount }: Resumed): Promise<void> {
    await this.items.update(scanRecordKey(scanId), {
      set: { resumedCount: redriveCount },
      condition: '#startedAt = :startedAt AND #status <> :completed',
      conditionValues: { startedAt, completed: 'COMPLETED' },
    });
  }

  /** Records that the event of a scan's failure is published. */
  async markFailurePublished({ scanId, endedAt }: FailedScan, now: number): Promise<void> {
    await this.items.update(scanRecordKey(scanId), {
      set: { failurePublishedAt: isoTime(now) },
      condition: '#status = :failed AND #endedAt = :endedAt',
      conditionValues: { failed: 'FAILED', endedAt },
    });
  }

  /**
   * Records a scan as running again, once for each redrive, even if its failure could not be recorded.
   * @returns the record, which does not change if the scan is completed, or was already reopened for this redrive
   */
  async reopen(scan: ScanIdentity, redriveCount: number): Promise<ScanRecord> {
    const { item } = await this.items.update(scanRecordKey(scan.scanId), {
      set: { status: 'RUNNING', redriveCount, ...statusKeys('RUNNING', scan.startedAt, scan.scanId) },
      setIfAbsent: { ...this.identity(scan), email: scan.email, trigger: scan.trigger },
      remove: ['error', 'endedAt', 'failurePublishedAt'],
      condition: `(${NOT_COMPLETED}) AND (attribute_not_exists(#redriveCount) OR #redriveCount < :redriveCount)`,
      conditionValues: { completed: 'COMPLETED', redriveCount },
    });
    return item as unknown as ScanRecord;
  }

  /**
   * The scans in a person's history, in the order of their start.
   *
   * @param since scans that started before this time are left out, in ISO 8601, in UTC with milliseconds
   */
  async ofPersonSince(person: PersonKey, since: string): Promise<PersonScan[]> {
    return (await this.items.query(personPartition(person), PERSON_SCAN_PREFIX, since)) as unknown as PersonScan[];
  }

  /** Brings the scan's entry in a person's history up to date with its record. */
  async updateHistory(scan: ScanRecord, email: PersonKey, summary?: ScanSummary) {
    const { scanId, startedAt, endedAt, status, trigger, error, expiresAt, redriveCount = 0 } = scan;
    await this.items.update(personScanKey(email, startedAt, scanId), {
      set: { status, redriveCount, endedAt, ...summary, error },
      setIfAbsent: { type: 'PERSON_SCAN', scanId, email, startedAt, trigger, expiresAt },
      remove: [...(error === undefined ? ['error'] : []), ...(endedAt === undefined ? ['endedAt'] : [])],
      condition: `(${NOT_COMPLETED}) AND (attribute_not_exists(#redriveCount) OR #redriveCount <= :redriveCount)`,
      conditionValues: { completed: 'COMPLETED', redriveCount },
    });
  }

  private measureEnd(metric: 'scansCompleted' | 'scansFailed', { startedAt }: { startedAt: string }, now: number) {
    this.telemetry.measure(metric, 1);
    this.telemetry.measure('scanDuration', Math.max(0, now - Date.parse(startedAt)) / 1000);
  }

  private identity(scan: { scanId: string; startedAt: string }) {
    const { scanId, startedAt } = scan;
    return { type: 'SCAN', scanId, startedAt, expiresAt: expiryOf(startedAt, this.retentionSeconds) };
  }
}

const statusKeys = (status: ScanStatus, startedAt: string, scanId: string) => ({
  statusPk: statusPartition(status),
  statusSk: scanOrder(startedAt, scanId),
});
