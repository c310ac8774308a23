import { changedEvent, resultEvent, scanCompletedEvent, scanFailedEvent } from '../../../lambda/events/details';
import type { ChangeRecord } from '../../../lib/contract/changes';
import { personOf } from '../../../lib/contract/person';
import type { Answer, CompletedScan, FailedScan, Result } from '../../../lib/contract/records';

/** Records with every attribute, so that the tests notice an attribute that must not be in an event. */
const common = {
  scanId: 'scan-1',
  email: personOf('ana@example.com').key,
  trigger: { id: 'event-1', source: 'com.example.hr', time: '2026-11-20T08:00:00Z' },
  expiresAt: 1_800_000_000,
};
const result: Required<Result> = {
  ...common,
  type: 'TASK',
  scanStartedAt: '2026-11-20T08:00:00.000Z',
  tasksStartedAt: '2026-11-20T08:00:00.500Z',
  taskKey: 'task-1',
  taskId: 'task-1',
  app: 'SLACK',
  tenantId: 'T0123',
  tenantDisplayName: 'Example Ltd',
  status: 'COMPLETED',
  access: 'OPEN',
  reason: 'OTHER',
  accountFound: true,
  decidedBy: 'a rule',
  userId: 'U01',
  userFullName: 'Ana Díaz',
  userFirstName: 'Ana',
  userLastName: 'Díaz',
  userStatus: 'ACTIVE',
  error: { errorCode: 'CODE', errorMessage: 'Message' },
  recordedAt: '2026-11-20T08:00:02.500Z',
};
const account = {
  userId: 'U01',
  userFullName: 'Ana Díaz',
  userFirstName: 'Ana',
  userLastName: 'Díaz',
};
const from: Required<Answer> = {
  ...account,
  scanId: 'scan-0',
  scanStartedAt: '2026-11-19T08:00:00.000Z',
  tasksStartedAt: '2026-11-19T08:00:00.500Z',
  recordedAt: '2026-11-19T08:00:02.500Z',
  access: 'OPEN',
  accountFound: true,
  decidedBy: 'a rule',
  userStatus: 'ACTIVE',
};
const to: Required<Answer> = {
  ...from,
  scanId: 'scan-1',
  scanStartedAt: '2026-11-20T08:00:00.000Z',
  tasksStartedAt: '2026-11-20T08:00:00.500Z',
  recordedAt: '2026-11-20T08:00:02.500Z',
  access: 'BLOCKED',
  userStatus: 'suspended',
};
const change: Required<ChangeRecord> = {
  ...common,
  type: 'CHANGE',
  id: 'changed:scan-1:task-1',
  app: 'SLACK',
  tenantId: 'T0123',
  tenantDisplayName: 'Example Ltd',
  kind: 'BLOCKED',
  from,
  to,
};
const tenant = { app: 'SLACK', tenantId: 'T0123' };
const said = {
  verdict: 'OPEN',
  confirmed: true,
  coverage: { counted: 3, asked: 2, answered: 1 },
  accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 0, UNKNOWN: 2 },
  open: [{ ...tenant, confirmed: true, recordedAt: '2026-11-20T08:00:02.500Z' }],
  openTruncated: false,
  unknown: [{ ...tenant, reason: 'NOT_ASKED' }],
  unknownTruncated: true,
  withoutUserAccess: [{ app: 'CONFLUENCE', tenantId: 'C1' }],
  authorizationsError: 'AccessDeniedException, HTTP 403',
} as const;
const scan = {
  ...common,
  type: 'SCAN',
  startedAt: '2026-11-20T08:00:00.000Z',
  endedAt: '2026-11-20T08:00:09.500Z',
  taskCount: 1,
  counts: { COMPLETED: 1, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 },
  accountsFound: 1,
  error: { name: 'ScanInterrupted', message: 'Try again.' },
  ...said,
  authorizations: [],
  tasks: [{ taskId: 'task-1' }],
  tasksStartedAt: '2026-11-20T08:00:00.500Z',
  failurePublishedAt: '2026-11-20T08:00:10.000Z',
  redriveCount: 2,
  resumedCount: 2,
  functionSeconds: 360,
} as const;
const completed: Required<CompletedScan> = { ...scan, status: 'COMPLETED' };
const failed: Required<FailedScan> = { ...scan, status: 'FAILED' };

describe('the event of a record with all attributes', () => {
  it('has these attributes for a result, and no names or user ids', () => {
    expect(resultEvent(result).detail).toEqual({
      version: '1',
      id: 'result:scan-1:task-1',
      scanId: 'scan-1',
      taskId: 'task-1',
      email: 'ana@example.com',
      app: 'SLACK',
      tenantId: 'T0123',
      tenantDisplayName: 'Example Ltd',
      status: 'COMPLETED',
      access: 'OPEN',
      reason: 'OTHER',
      accountFound: true,
      userStatus: 'ACTIVE',
      error: { errorCode: 'CODE', errorMessage: 'Message' },
      recordedAt: '2026-11-20T08:00:02.500Z',
      trigger: common.trigger,
    });
  });

  it('has these attributes for a change, and no names or user ids', () => {
    expect(JSON.parse(JSON.stringify(changedEvent(change).detail))).toEqual({
      version: '1',
      id: 'changed:scan-1:task-1',
      scanId: 'scan-1',
      email: 'ana@example.com',
      app: 'SLACK',
      tenantId: 'T0123',
      tenantDisplayName: 'Example Ltd',
      kind: 'BLOCKED',
      from: {
        scanId: 'scan-0',
        tasksStartedAt: '2026-11-19T08:00:00.500Z',
        recordedAt: '2026-11-19T08:00:02.500Z',
        access: 'OPEN',
        accountFound: true,
        userStatus: 'ACTIVE',
      },
      to: {
        scanId: 'scan-1',
        tasksStartedAt: '2026-11-20T08:00:00.500Z',
        recordedAt: '2026-11-20T08:00:02.500Z',
        access: 'BLOCKED',
        accountFound: true,
        userStatus: 'suspended',
      },
      trigger: common.trigger,
    });
  });

  it('has these attributes for a completed scan', () => {
    expect(scanCompletedEvent(completed).detail).toEqual({
      version: '1',
      id: 'completed:scan-1',
      scanId: 'scan-1',
      email: 'ana@example.com',
      status: 'COMPLETED',
      startedAt: '2026-11-20T08:00:00.000Z',
      endedAt: '2026-11-20T08:00:09.500Z',
      durationSeconds: 9.5,
      taskCount: 1,
      counts: { COMPLETED: 1, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 },
      accountsFound: 1,
      ...said,
      trigger: common.trigger,
    });
  });

  it('has these attributes for a failed scan, with an id for each redrive', () => {
    expect(scanFailedEvent(failed).detail).toEqual({
      version: '1',
      id: 'failed:scan-1:2',
      scanId: 'scan-1',
      email: 'ana@example.com',
      status: 'FAILED',
      startedAt: '2026-11-20T08:00:00.000Z',
      endedAt: '2026-11-20T08:00:09.500Z',
      error: { name: 'ScanInterrupted', message: 'Try again.' },
      trigger: common.trigger,
    });
    expect(scanFailedEvent({ ...failed, redriveCount: undefined }).detail.id).toBe('failed:scan-1:0');
  });

  it('has the time of the result, of the second answer, or of the end of the scan', () => {
    expect(resultEvent(result).time).toBe(result.recordedAt);
    expect(changedEvent(change).time).toBe(to.recordedAt);
    expect(scanCompletedEvent(completed).time).toBe(completed.endedAt);
    expect(scanFailedEvent(failed).time).toBe(failed.endedAt);
  });
});
