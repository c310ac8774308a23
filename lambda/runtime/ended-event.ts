/** The detail of Step Functions' event of an execution that has ended, and did not succeed. */
export interface EndedDetail {
  readonly executionArn?: string;
  /** The name of the execution. */
  readonly name: string;
  /** In milliseconds since the epoch. */
  readonly startDate: number;
  /** In milliseconds since the epoch. */
  readonly stopDate?: number | null;
  readonly status: 'ABORTED' | 'TIMED_OUT' | 'FAILED';
  /** JSON text. Step Functions leaves it out if it is too long or encrypted. */
  readonly input?: string | null;
  readonly error?: string | null;
  readonly cause?: string | null;
  readonly redriveCount?: number;
}

/** The input of the execution, as far as the event has it. */
export function inputIn({ input }: EndedDetail): unknown {
  try {
    return JSON.parse(input ?? '');
  } catch {
    return undefined;
  }
}
