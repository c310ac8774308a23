/** Items of the scanner's table, written according to docs/table.md and not with the code under test. */

export const at = (day: number, time = '09:00:00.000') => `2026-11-${String(day).padStart(2, '0')}T${time}Z`;

export const scanItem = (scanId: string, day: number, rest: Record<string, unknown> = {}) => ({
  pk: `SCAN#${scanId}`,
  sk: 'SCAN',
  type: 'SCAN',
  scanId,
  email: 'ana@example.com',
  status: 'COMPLETED',
  startedAt: at(day),
  endedAt: at(day, '09:00:04.200'),
  taskCount: 3,
  accountsFound: 1,
  counts: { COMPLETED: 2, FAILED: 1, EXPIRED: 0, TIMED_OUT: 0 },
  withoutAnswer: [{ app: 'ASANA', tenantId: 'a-9', status: 'FAILED' }],
  expiresAt: 4_000_000_000,
  ...rest,
  statusPk: `STATUS#${rest.status ?? 'COMPLETED'}`,
  statusSk: `${at(day)}#${scanId}`,
});

export const taskItem = (scanId: string, taskId: string, app: string, rest: Record<string, unknown> = {}) => ({
  pk: `SCAN#${scanId}`,
  sk: `TASK#${taskId}`,
  type: 'TASK',
  taskKey: taskId,
  scanId,
  scanStartedAt: at(1),
  taskId,
  email: 'ana@example.com',
  app,
  tenantId: 'T0123',
  tenantDisplayName: 'Example Ltd',
  status: 'COMPLETED',
  accountFound: false,
  recordedAt: at(1, '09:00:02.500'),
  expiresAt: 4_000_000_000,
  ...rest,
});

/** A standing whose latest result timed out. `accountFound` is the app's answer before that. */
export const standingItem = (email: string, app: string, tenantId: string, accountFound = true) => ({
  pk: `PERSON#${email}`,
  sk: `STANDING#${app}#${tenantId}`,
  type: 'STANDING',
  ...(accountFound && { appPk: `APP#${app}`, appSk: `TENANT#${tenantId}#${email}` }),
  email,
  app,
  tenantId,
  status: 'TIMED_OUT',
  accountFound: false,
  scanId: 's-2',
  scanStartedAt: at(2),
  recordedAt: at(2, '09:30:00.000'),
  lastAnswer: {
    scanId: 's-1',
    scanStartedAt: at(1),
    recordedAt: at(1, '09:00:02.000'),
    accountFound,
    ...(accountFound && { userStatus: 'ACTIVE', userFullName: 'Ana Díaz', userId: 'U01' }),
  },
  expiresAt: 4_000_000_000,
});

export const personScanItem = (email: string, scanId: string, day: number) => ({
  pk: `PERSON#${email}`,
  sk: `SCAN#${at(day)}#${scanId}`,
  type: 'PERSON_SCAN',
  scanId,
  email,
  status: 'COMPLETED',
  startedAt: at(day),
  endedAt: at(day, '09:00:04.200'),
  taskCount: 3,
  accountsFound: 1,
  counts: { COMPLETED: 2, FAILED: 1, EXPIRED: 0, TIMED_OUT: 0 },
});
