import type { Sourced, TaskErrorRule } from './rules';

export const TASK_ERRORS: readonly Sourced<TaskErrorRule>[] = [];
