/** Items of the scanner's table, written according to docs/table.md and not with the code under test. */

export const at = (day: number, time = '09:00:00.000') => `2026-11-${String(day).padStart(2, '0')}T${time}Z`;

/** What a scan with one open account, and one app without an answer, says. */
const VERDICT = {
  verdict: 'OPEN',
  confirmed: true,
  coverage: { counted: 3, asked: 3, answered: 2 },
  accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 1, UNKNOWN: 1 },
};

/** What a scan has only when it is completed. */
export const NOT_COMPLETED = {
  endedAt: undefined,
  taskCount: undefined,
  counts: undefined,
  accountsFound: undefined,
  verdict: undefined,
  confirmed: undefined,
  coverage: undefined,
  accessCounts: undefined,
  open: undefined,
  openTruncated: undefined,
  unknown: undefined,
  unknownTruncated: undefined,
};

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
  ...VERDICT,
  open: [{ app: 'SLACK', tenantId: 'T0123', userStatus: 'ACTIVE', confirmed: true, recordedAt: at(day) }],
  openTruncated: false,
  unknown: [{ app: 'ASANA', tenantId: 'a-9', status: 'FAILED', reason: 'RECONNECT' }],
  unknownTruncated: false,
  expiresAt: 4_000_000_000,
  ...rest,
  statusPk: `STATUS#${rest.status ?? 'COMPLETED'}`,
  statusSk: `${at(day)}#${scanId}`,
});

const NO_ACCOUNT = { access: 'NONE', accountFound: false, decidedBy: 'status COMPLETED without a user' };

/** What a task has only when it is a result. */
export const IN_PROGRESS = {
  status: 'IN_PROGRESS',
  access: undefined,
  accountFound: undefined,
  decidedBy: undefined,
  recordedAt: undefined,
};

export const OPEN_ACCOUNT = {
  access: 'OPEN',
  accountFound: true,
  decidedBy: 'a user, and no rule for the user status',
  userStatus: 'ACTIVE',
};

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
  ...NO_ACCOUNT,
  recordedAt: at(1, '09:00:02.500'),
  expiresAt: 4_000_000_000,
  ...rest,
});

/** A standing whose latest result timed out. Before that, there was an answer. */
export const standingItem = (email: string, app: string, tenantId: string, accountFound = true) => {
  const answer = accountFound
    ? { access: 'OPEN', accountFound, userStatus: 'ACTIVE', userFullName: 'Ana Díaz', userId: 'U01' }
    : { access: 'NONE', accountFound };
  return {
    pk: `PERSON#${email}`,
    sk: `STANDING#${app}#${tenantId}`,
    type: 'STANDING',
    ...(accountFound && { appPk: `APP#${app}`, appSk: `TENANT#${tenantId}#${email}`, accountSeenAt: at(1) }),
    email,
    app,
    tenantId,
    status: 'TIMED_OUT',
    ...answer,
    confirmed: false,
    reason: 'TIMED_OUT',
    decidedBy: 'a rule',
    scanId: 's-2',
    scanStartedAt: at(2),
    recordedAt: at(2, '09:30:00.000'),
    lastAnswer: { scanId: 's-1', scanStartedAt: at(1), recordedAt: at(1, '09:00:02.000'), ...answer },
    order: 'for the functions',
    answerOrder: 'for the functions',
    expiresAt: 4_000_000_000,
  };
};

/** A person whose newest scan began on a day of November. `since` is another day. */
export const personItem = (email: string, day: number, rest: Record<string, unknown> = {}, since = day) => {
  const { verdict, ...numbers } = { ...VERDICT, ...rest };
  return {
    pk: `PERSON#${email}`,
    sk: 'PERSON',
    type: 'PERSON',
    email,
    verdict,
    ...numbers,
    since: at(since),
    scanId: `s-${day}`,
    scanStartedAt: at(day),
    tasksStartedAt: at(day),
    recordedAt: at(day, '09:00:04.200'),
    order: 'for the functions',
    expiresAt: 4_000_000_000,
    statusPk: `VERDICT#${verdict}`,
    statusSk: `${at(since)}#${email}`,
  };
};

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
  ...VERDICT,
});

/** A change of an open account in a scan of a day of November, from the answer of the day before. */
export const changeItem = (email: string, app: string, day: number, rest: Record<string, unknown> = {}) => {
  const item = {
    email,
    app,
    tenantId: 'T0123',
    kind: 'BLOCKED',
    from: answer(day - 1, { access: 'OPEN', userStatus: 'ACTIVE' }),
    to: answer(day, { access: 'BLOCKED', userStatus: 'suspended' }),
    ...rest,
  };
  const id = `changed:${item.to.scanId}:${app}-${item.tenantId}`;
  return {
    pk: `PERSON#${email}`,
    sk: `CHANGE#${item.to.tasksStartedAt}#${item.to.scanId}#${app}-${item.tenantId}`,
    type: 'CHANGE',
    id,
    ...item,
    trigger: { id: 'e-1', source: 'com.example.hr', time: at(day) },
    expiresAt: 4_000_000_000,
    appPk: `CHANGES#${app}`,
    appSk: `${item.to.recordedAt}#${id}`,
  };
};

/** An answer in the scan of a day of November. */
export const answer = (day: number, rest: Record<string, unknown> = {}) => ({
  scanId: `s-${day}`,
  scanStartedAt: at(day),
  tasksStartedAt: at(day, '09:00:00.500'),
  recordedAt: at(day, '09:00:02.500'),
  accountFound: true,
  decidedBy: 'a rule',
  ...rest,
});

/** A watch that began on a day of November, is due a day later, and has had one scan. */
export const watchItem = (email: string, day: number, rest: Record<string, unknown> = {}) => {
  const watch = {
    watchId: `w-${day}`,
    email,
    status: 'WATCHING',
    startedAt: at(day),
    dueAt: at(day + 1),
    giveUpAt: at(day + 20),
    requesters: [{ executionName: `w-${day}`, requestedAt: at(day), dueAt: at(day + 1) }],
    settings: {
      cadenceSeconds: [3_600, 14_400, 43_200, 86_400],
      dueInSeconds: 86_400,
      giveUpAfterSeconds: 1_728_000,
      askAgainSeconds: 900,
      askAgainTimes: 4,
      notFoundIsClear: false,
    },
    scanCount: 1,
    failedScanCount: 0,
    lastScan: { scanId: `w-${day}-1`, status: 'COMPLETED', verdict: 'OPEN', reviewedAt: at(day, '09:00:05.000') },
    verdict: 'OPEN',
    verdictScanId: `w-${day}-1`,
    nextScanAt: at(day, '10:00:05.000'),
    open: [{ app: 'SLACK', tenantId: 'T0123', userStatus: 'ACTIVE', confirmed: true, recordedAt: at(day) }],
    openTruncated: false,
    unknown: [],
    unknownTruncated: false,
    ...rest,
  };
  const { status, dueAt, endedAt, watchId } = watch as typeof watch & { endedAt?: string };
  return {
    pk: `PERSON#${email}`,
    sk: 'WATCH',
    type: 'WATCH',
    ...watch,
    revision: 3,
    turn: 1,
    step: 1,
    stepAt: at(day, '10:00:05.000'),
    askedAgain: 0,
    askedAgainInAll: 0,
    unpublished: [],
    expiresAt: 4_000_000_000,
    watchPk: `WATCH#${status}`,
    watchSk: `${status === 'WATCHING' ? dueAt : endedAt}#${email}#${watchId}`,
  };
};
