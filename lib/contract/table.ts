/** The table's keys, its time to live, and its two indexes. docs/table.md has the items and the questions. */
export const Table = {
  PARTITION_KEY: 'pk',
  SORT_KEY: 'sk',
  TIME_TO_LIVE: 'expiresAt',
  BY_APP: { INDEX: 'ByApp', PARTITION_KEY: 'appPk', SORT_KEY: 'appSk' },
  BY_SCAN_STATUS: { INDEX: 'ByScanStatus', PARTITION_KEY: 'statusPk', SORT_KEY: 'statusSk' },
} as const;

/** What ByScanStatus carries of a scan's record: all but the answer of StartUserAccessTasks. */
export const SCAN_ATTRIBUTES = [
  'type',
  'scanId',
  'email',
  'status',
  'startedAt',
  'endedAt',
  'taskCount',
  'counts',
  'accountsFound',
  'trigger',
  'error',
  'expiresAt',
];
