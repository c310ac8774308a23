import { Env } from '../../lib/contract/names';
import { taskStates } from '../../local/stack/state-machine-definitions';
import type { ScannerStack } from './scanner';

/** The polling settings of a scanner. */
export interface Polling {
  readonly pollWindowSeconds?: number;
  readonly firstWaitSeconds?: number;
  readonly backoffRate?: number;
  readonly longestWaitSeconds?: number;
}

const MAX_TIMEOUT_SECONDS = 900;

/** The stack with other polling settings. Timeouts grow and shrink with the poll window. */
export function withPolling(stack: ScannerStack, polling: Polling): ScannerStack {
  const definition = structuredClone(stack.stateMachine.definition);
  const polls = Object.entries(stack.functions).filter(([, { environment }]) => Env.POLL_WINDOW_SECONDS in environment);
  const changed = polls.map(([state, fn]) => {
    const before = Number(fn.environment[Env.POLL_WINDOW_SECONDS]);
    const longer = (polling.pollWindowSeconds ?? before) - before;
    const [, task] = taskStates(definition).find(([name]) => name === state) ?? [];
    if (task) task.TimeoutSeconds = Number(task.TimeoutSeconds) + longer;
    const timeoutSeconds = Math.min(MAX_TIMEOUT_SECONDS, fn.timeoutSeconds + longer);
    return [state, { ...fn, timeoutSeconds, environment: { ...fn.environment, ...environmentOf(polling) } }] as const;
  });
  return {
    ...stack,
    stateMachine: { ...stack.stateMachine, definition },
    functions: { ...stack.functions, ...Object.fromEntries(changed) },
  };
}

/** The stack with another retention of its results. */
export function withRetention(stack: ScannerStack, seconds: number): ScannerStack {
  const retention = { [Env.RESULT_RETENTION_SECONDS]: String(seconds) };
  const functions = Object.entries(stack.functions).map(([state, fn]) => {
    return [state, { ...fn, environment: { ...fn.environment, ...retention } }] as const;
  });
  return { ...stack, functions: Object.fromEntries(functions) };
}

/** The stack with this much reserved concurrency for each function. */
export function withReservedConcurrency(stack: ScannerStack, reservedConcurrency: number): ScannerStack {
  const functions = Object.entries(stack.functions).map(
    ([state, fn]) => [state, { ...fn, reservedConcurrency }] as const,
  );
  return { ...stack, functions: Object.fromEntries(functions) };
}

function environmentOf(polling: Polling): Record<string, string> {
  const values: Record<string, number | undefined> = {
    [Env.POLL_WINDOW_SECONDS]: polling.pollWindowSeconds,
    [Env.FIRST_WAIT_SECONDS]: polling.firstWaitSeconds,
    [Env.BACKOFF_RATE]: polling.backoffRate,
    [Env.LONGEST_WAIT_SECONDS]: polling.longestWaitSeconds,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
