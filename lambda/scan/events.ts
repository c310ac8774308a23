import { DetailType, EVENT_VERSION } from '../../lib/contract/names';
import type { UserAccessResultDetail, UserAccessScanCompletedDetail, UserAccessScanFailedDetail } from '../../results';
import type { CompletedScan, FailedScan, Result } from './records';

/** An event as it is published. The detail's id is the same whenever the event is sent again. */
export interface ScanEvent<Detail extends object = object> {
  readonly detailType: (typeof DetailType)[keyof typeof DetailType];
  /** When what it tells happened. */
  readonly time: string;
  readonly detail: Detail;
}

/** What a rule filters on and a ticket needs; names and user ids stay in the table. */
export function resultEvent(result: Result): ScanEvent<UserAccessResultDetail> {
  const { scanId, taskKey, taskId, email, app, tenantId, tenantDisplayName } = result;
  const { status, accountFound, userStatus, error, recordedAt, trigger } = result;
  return {
    detailType: DetailType.RESULT,
    time: recordedAt,
    detail: {
      ...{ version: EVENT_VERSION, id: `result:${scanId}:${taskKey}`, scanId, taskId },
      ...{ email, app, tenantId, tenantDisplayName, status, accountFound, userStatus, error, recordedAt, trigger },
    },
  };
}

export function scanCompletedEvent(scan: CompletedScan): ScanEvent<UserAccessScanCompletedDetail> {
  const { scanId, email, status, startedAt, endedAt, taskCount, counts, accountsFound, trigger } = scan;
  const { withoutAnswer, withoutAnswerTruncated } = scan;
  return {
    detailType: DetailType.SCAN_COMPLETED,
    time: endedAt,
    detail: {
      ...{ version: EVENT_VERSION, id: `completed:${scanId}`, scanId, email, status, startedAt, endedAt },
      durationSeconds: Math.max(0, (Date.parse(endedAt) - Date.parse(startedAt)) / 1000),
      ...{ taskCount, counts, accountsFound, withoutAnswer, withoutAnswerTruncated, trigger },
    },
  };
}

export function scanFailedEvent(scan: FailedScan): ScanEvent<UserAccessScanFailedDetail> {
  const { scanId, email, status, startedAt, endedAt, error, trigger, redriveCount = 0 } = scan;
  return {
    detailType: DetailType.SCAN_FAILED,
    time: endedAt,
    detail: {
      ...{ version: EVENT_VERSION, id: `failed:${scanId}:${redriveCount}`, scanId, email, status },
      ...{ startedAt, endedAt, error, trigger },
    },
  };
}
