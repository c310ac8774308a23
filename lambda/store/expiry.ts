/** When a record expires, in seconds since the epoch, as DynamoDB's time to live requires it. */
export const expiryOf = (startedAt: string, retentionSeconds: number): number =>
  Math.floor(Date.parse(startedAt) / 1000) + retentionSeconds;
