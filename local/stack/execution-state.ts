export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What the APIs of Step Functions tell of an execution. Times are in milliseconds. */
export interface ExecutionState {
  readonly settings: {
    readonly arn: string;
    readonly name: string;
    /** JSON text. */
    readonly input: string;
    readonly stateMachine: { readonly arn: string };
  };
  readonly status: ExecutionStatus;
  readonly startTime: number;
  readonly stopTime?: number;
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount: number;
  readonly redriveTime?: number;
}
