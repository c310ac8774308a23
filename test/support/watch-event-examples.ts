import { DetailType } from '../../lib/contract/names';

const started = '2026-11-20T08:00:00.000Z';
const later = '2026-11-21T08:00:00.000Z';
const watchId = '5a8a54a1-3c0c-4b59-8f0c-0d5a2c4f0b11';
const tenant = { app: 'SLACK', tenantId: 'T0123', tenantDisplayName: 'Example Ltd' };
const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-11-20T07:59:58Z' };
const open = {
  ...{ scanId: 'scan-1', tasksStartedAt: started, recordedAt: started },
  ...{ access: 'OPEN', accountFound: true, userStatus: 'ACTIVE' },
};
const blocked = { ...open, scanId: `${watchId}-2`, recordedAt: later, access: 'BLOCKED', userStatus: 'Suspended' };
const change = { id: `changed:${watchId}-2:task-1`, ...tenant, kind: 'BLOCKED', from: open, to: blocked };

const common = {
  ...{ version: '1', watchId, email: 'ana@example.com', startedAt: started, dueAt: later },
  ...{ giveUpAt: '2026-12-20T08:00:00.000Z', scanCount: 2, failedScanCount: 1 },
  requests: [{ requestedAt: started, dueAt: later, trigger }],
};
const findings = {
  ...{ verdict: 'OPEN', scanId: `${watchId}-2`, openTruncated: false, unknownTruncated: false },
  open: [{ ...tenant, userStatus: 'ACTIVE', confirmed: true, recordedAt: later }],
  unknown: [{ app: 'ZOOM', tenantId: 'z-1', reason: 'RECONNECT' }],
  toReconnect: [{ app: 'ZOOM', tenantId: 'z-1' }],
  authorizationsError: 'AccessDeniedException, HTTP 403',
  lastScanError: { name: 'AppFabricAccessDenied', message: 'Grant it.' },
};
const story = {
  ...{ endedAt: later, durationSeconds: 86400, overdueAt: later, scansTruncated: false, changesTruncated: false },
  scans: [{ scanId: `${watchId}-1`, startedAt: started, status: 'COMPLETED', verdict: 'OPEN' }],
  changes: [change],
};

/** An event of a change and of each kind that watches have: the file of its schema, and its detail. */
export const WATCH_EVENT_EXAMPLES: Record<string, [file: string, detail: Record<string, unknown>]> = {
  [DetailType.CHANGED]: [
    'user-access-changed.json',
    { version: '1', scanId: blocked.scanId, email: 'ana@example.com', ...change, trigger },
  ],
  [DetailType.WATCH_STARTED]: [
    'user-access-watch-started.json',
    { ...common, id: `watch-started:${watchId}:${started}`, status: 'WATCHING' },
  ],
  [DetailType.WATCH_OVERDUE]: [
    'user-access-watch-overdue.json',
    {
      ...{ ...common, id: `watch-overdue:${watchId}:${started}`, status: 'WATCHING', overdueAt: later },
      ...{ nextScanAt: later, ...findings },
    },
  ],
  [DetailType.WATCH_CLEARED]: [
    'user-access-watch-cleared.json',
    {
      ...{ ...common, id: `watch-cleared:${watchId}:${started}`, status: 'CLEARED', verdict: 'CLEAR' },
      ...{ scanId: `${watchId}-2`, ...story },
    },
  ],
  [DetailType.WATCH_GIVEN_UP]: [
    'user-access-watch-given-up.json',
    { ...common, id: `watch-given-up:${watchId}:${started}`, status: 'GIVEN_UP', ...findings, ...story },
  ],
  [DetailType.WATCH_STOPPED]: [
    'user-access-watch-stopped.json',
    {
      ...{ ...common, id: `watch-stopped:${watchId}:${started}`, status: 'STOPPED' },
      ...{ error: { name: 'WatchStopped', message: 'Somebody stopped it.' }, ...findings, ...story },
    },
  ],
};

/** What the findings of a watch have only sometimes. */
const FINDINGS = ['verdict', 'scanId', 'authorizationsError', 'lastScanError'];

/** The attributes of each detail that are optional. */
export const WATCH_EVENT_OPTIONAL: Record<string, string[]> = {
  [DetailType.CHANGED]: ['trigger', 'tenantDisplayName'],
  [DetailType.WATCH_STARTED]: [],
  [DetailType.WATCH_OVERDUE]: [...FINDINGS, 'nextScanAt'],
  [DetailType.WATCH_CLEARED]: ['overdueAt'],
  [DetailType.WATCH_GIVEN_UP]: [...FINDINGS, 'overdueAt'],
  [DetailType.WATCH_STOPPED]: [...FINDINGS, 'overdueAt', 'email', 'dueAt', 'giveUpAt'],
};
