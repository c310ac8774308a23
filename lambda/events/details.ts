import type { ChangeRecord } from '../../lib/contract/changes';
import type {
  ChangedAnswer,
  UserAccessChangedDetail,
  UserAccessResultDetail,
  UserAccessScanCompletedDetail,
  UserAccessScanFailedDetail,
} from '../../lib/contract/events';
import { DetailType, EVENT_VERSION } from '../../lib/contract/names';
import type { Answer, CompletedScan, FailedScan, Result } from '../../lib/contract/records';

/** An event to publish. The `id` in its detail stays the same if the event is published again. */
export interface ScanEvent<Detail extends object = object> {
  /** A value of `DetailType`. */
  readonly detailType: string;
  /** When it happened. */
  readonly time: string;
  readonly detail: Detail;
}

// Each detail is a plain literal, so that the compiler rejects an attribute that is not in the contract.

/** Contains what rules filter on and a ticket needs. Names and user ids are only in the table. */
export function resultEvent(result: Result): ScanEvent<UserAccessResultDetail> {
  return {
    detailType: DetailType.RESULT,
    time: result.recordedAt,
    detail: {
      version: EVENT_VERSION,
      id: `result:${result.scanId}:${result.taskKey}`,
      scanId: result.scanId,
      taskId: result.taskId,
      email: result.email,
      app: result.app,
      tenantId: result.tenantId,
      tenantDisplayName: result.tenantDisplayName,
      status: result.status,
      access: result.access,
      reason: result.reason,
      accountFound: result.accountFound,
      userStatus: result.userStatus,
      error: result.error,
      recordedAt: result.recordedAt,
      trigger: result.trigger,
    },
  };
}

/** As in a result's event, there are no names and user ids. */
export function changedEvent(change: ChangeRecord): ScanEvent<UserAccessChangedDetail> {
  return {
    detailType: DetailType.CHANGED,
    time: change.to.recordedAt,
    detail: {
      version: EVENT_VERSION,
      id: change.id,
      scanId: change.to.scanId,
      email: change.email,
      app: change.app,
      tenantId: change.tenantId,
      tenantDisplayName: change.tenantDisplayName,
      kind: change.kind,
      from: changedAnswer(change.from),
      to: changedAnswer(change.to),
      trigger: change.trigger,
    },
  };
}

/** One side of a change. */
export function changedAnswer(answer: Answer): ChangedAnswer {
  const { scanId, tasksStartedAt, recordedAt, access, accountFound, userStatus } = answer;
  return { scanId, tasksStartedAt, recordedAt, access, accountFound, userStatus };
}

export function scanCompletedEvent(scan: CompletedScan): ScanEvent<UserAccessScanCompletedDetail> {
  return {
    detailType: DetailType.SCAN_COMPLETED,
    time: scan.endedAt,
    detail: {
      version: EVENT_VERSION,
      id: `completed:${scan.scanId}`,
      scanId: scan.scanId,
      email: scan.email,
      status: scan.status,
      startedAt: scan.startedAt,
      endedAt: scan.endedAt,
      durationSeconds: Math.max(0, (Date.parse(scan.endedAt) - Date.parse(scan.startedAt)) / 1000),
      taskCount: scan.taskCount,
      counts: scan.counts,
      accountsFound: scan.accountsFound,
      verdict: scan.verdict,
      confirmed: scan.confirmed,
      coverage: scan.coverage,
      accessCounts: scan.accessCounts,
      open: scan.open,
      openTruncated: scan.openTruncated,
      unknown: scan.unknown,
      unknownTruncated: scan.unknownTruncated,
      withoutUserAccess: scan.withoutUserAccess,
      authorizationsError: scan.authorizationsError,
      trigger: scan.trigger,
    },
  };
}

type Failure = Omit<FailedScan, 'type' | 'expiresAt'>;

/** @param id another id, if the scan has no record of its own */
export function scanFailedEvent(
  scan: Failure,
  id = `failed:${scan.scanId}:${scan.redriveCount ?? 0}`,
): ScanEvent<UserAccessScanFailedDetail> {
  return {
    detailType: DetailType.SCAN_FAILED,
    time: scan.endedAt,
    detail: {
      version: EVENT_VERSION,
      id,
      scanId: scan.scanId,
      email: scan.email,
      status: scan.status,
      startedAt: scan.startedAt,
      endedAt: scan.endedAt,
      error: scan.error,
      trigger: scan.trigger,
    },
  };
}
