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

/** One thing that the command looks at. */
export interface Check {
  readonly name: string;
  /** The IAM actions that it needs. */
  readonly actions: readonly string[];
  run(): Promise<readonly Omit<Finding, 'check'>[]>;
}

export const ok = (found: string): Omit<Finding, 'check'> => ({ status: 'OK', found });
export const toDo = (found: string, advice: string): Omit<Finding, 'check'> => ({ status: 'TO_DO', found, advice });
export const unchecked = (found: string, advice: string): Omit<Finding, 'check'> => ({
  status: 'UNCHECKED',
  found,
  advice,
});
