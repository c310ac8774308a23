/** The names of the table's keys, of its time to live attribute, and of its indexes (docs/table.md). */
export const Table = {
  PARTITION_KEY: 'pk',
  SORT_KEY: 'sk',
  TIME_TO_LIVE: 'expiresAt',
  BY_APP: { INDEX: 'ByApp', PARTITION_KEY: 'appPk', SORT_KEY: 'appSk' },
  BY_STATUS: { INDEX: 'ByStatus', PARTITION_KEY: 'statusPk', SORT_KEY: 'statusSk' },
  BY_WATCH: { INDEX: 'ByWatch', PARTITION_KEY: 'watchPk', SORT_KEY: 'watchSk' },
} as const;

/** The attributes that ByStatus includes: all of a scan's record except its lists, and all of a person's record. */
export const STATUS_INDEX_ATTRIBUTES = [
  'type',
  'scanId',
  'email',
  'status',
  'startedAt',
  'endedAt',
  'taskCount',
  'counts',
  'accountsFound',
  'accessCounts',
  'verdict',
  'confirmed',
  'coverage',
  'trigger',
  'error',
  'since',
  'scanStartedAt',
  'tasksStartedAt',
  'recordedAt',
  'expiresAt',
];
