/** The names of the table's keys, of its time to live attribute, and of its indexes (docs/table.md). */
export const Table = {
  PARTITION_KEY: 'pk',
  SORT_KEY: 'sk',
  TIME_TO_LIVE: 'expiresAt',
  BY_APP: { INDEX: 'ByApp', PARTITION_KEY: 'appPk', SORT_KEY: 'appSk' },
  BY_SCAN_STATUS: { INDEX: 'ByScanStatus', PARTITION_KEY: 'statusPk', SORT_KEY: 'statusSk' },
} as const;

/** The attributes of a scan's record that ByScanStatus includes: all except the lists of tasks. */
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
