/** When DynamoDB may delete a record, in seconds since the epoch, as time to live takes it. */
export const expiryOf = (startedAt: string, retentionSeconds: number): number =>
  Math.floor(Date.parse(startedAt) / 1000) + retentionSeconds;
