/** An execution of a scan or a watch. Step Functions frees a name after 90 days, so a name is not enough. */
export interface ExecutionIdentity {
  readonly of: 'scan' | 'watch';
  readonly name: string;
  readonly startedAt: string;
}

/** An execution that can write about the person. */
export interface PersonExecution extends ExecutionIdentity {
  /** Whether its record says that it goes on. */
  readonly isOpen: boolean;
  /** When the end of the execution was recorded and published, if it was. */
  readonly settledAt?: string;
  /** Whether a watch ended before it began. The event that says so can be refused, and is then sent for a week. */
  readonly isNotBegun?: boolean;
  /** Whether the table has no item of it. */
  readonly isUnknown?: boolean;
  /** Whether its end can't be recorded with the person any more. */
  readonly isForgotten?: boolean;
}

export type StateMachineArns = Readonly<Record<ExecutionIdentity['of'], string>>;

export const MAX_CALLS_AT_ONCE = 5;

const DAY_MS = 86_400_000;

/** Scans end within a day or two, and can be redriven for two weeks. Watches can take a year. */
export const MAX_AGE_MS = { scan: 30 * DAY_MS, watch: 366 * DAY_MS } as const;

/**
 * How long the end of an execution can still be recorded: an event of Step Functions can wait in a dead-letter queue for
 * 14 days, and an execution of EndedScans or EndedWatches can take 14 days. One is for the delivery.
 */
export const MAX_END_MS = 30 * DAY_MS;

/** An answer of Step Functions could have the start of an execution in whole seconds. */
const START_DIFFERENCE_MS = 1000;

export const isSameStart = (a: number, b: number): boolean => Math.abs(a - b) < START_DIFFERENCE_MS;

export const isSameExecution = (a: ExecutionIdentity, b: ExecutionIdentity): boolean =>
  a.of === b.of && a.name === b.name && isSameStart(Date.parse(a.startedAt), Date.parse(b.startedAt));

export const executionArn = (arns: StateMachineArns, { of, name }: ExecutionIdentity): string =>
  `${arns[of].replace(':stateMachine:', ':execution:')}:${name}`;
