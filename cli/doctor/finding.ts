/** What a check found. */
export interface Finding {
  /** What was checked, such as `time to live`. */
  readonly check: string;
  readonly status: 'OK' | 'TO_DO' | 'UNCHECKED';
  /** What is there. */
  readonly found: string;
  /** What to do. Absent if all is well. */
  readonly advice?: string;
}

export type Found = Omit<Finding, 'check'>;

/** One thing that the command looks at. */
export interface Check {
  readonly name: string;
  run(): Promise<readonly Found[]>;
}

export const ok = (found: string): Found => ({ status: 'OK', found });
export const toDo = (found: string, advice: string): Found => ({ status: 'TO_DO', found, advice });
export const unchecked = (found: string, advice: string): Found => ({ status: 'UNCHECKED', found, advice });

/** How to undo what somebody changed outside of the stack. Deploying the same template again changes nothing. */
export const REVERT = 'Run cdk deploy --revert-drift.';
