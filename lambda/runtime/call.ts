/** A call of an SDK client, with its retries, as logs and traces have it. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  /** In milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** The HTTP status. Absent if there was no response. */
  readonly status?: number;
  readonly retries: number;
  readonly isThrottled: boolean;
  /** Absent if the call succeeded. */
  readonly errorName?: string;
}
