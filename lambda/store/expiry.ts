/** When a record expires, in seconds since the epoch, as DynamoDB's time to live requires it. */
export const expiryOf = (startedAt: string, retentionSeconds: number): number =>
  Math.floor(Date.parse(startedAt) / 1000) + retentionSeconds;

/** What is kept of a person must outlive its scan's records, which DynamoDB deletes within days after they expire. */
const EXTRA_RETENTION_SECONDS = 7 * 24 * 60 * 60;

/** When a record that scans update expires, in seconds since the epoch. */
export const viewExpiryOf = (startedAt: string, retentionSeconds: number): number =>
  expiryOf(startedAt, retentionSeconds) + EXTRA_RETENTION_SECONDS;
