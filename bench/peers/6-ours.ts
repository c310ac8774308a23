import { Env } from '../../lib/private/contract';
import { asObject } from '../../local/stack/json';
import { type ScannerStack, VirtualScanner } from '../../local/virtual';
import type { Design } from '../design';

export interface Polling {
  readonly pollWindowSeconds?: number;
  readonly firstWaitSeconds?: number;
  readonly backoffRate?: number;
  readonly longestWaitSeconds?: number;
}

/** What `cdk synth` wrote for the example app, with its settings; the curve varies them. */
export const ours = (polling: Polling = {}): Design => ({
  id: '6-ours',
  title: 'cdk-appfabric-user-access',
  visible: 'each result, each task, the scan',
  deploy({ world, stack }) {
    const scanner = new VirtualScanner(withPolling(stack, polling), world);
    return {
      scan: async (email, scanId) => {
        await scanner.execution({ email }, scanId).start();
      },
    };
  },
});

/** PollTasks keeps 90 s of its timeout to record what it saw last, and its Task 15 s more (lib/private/). */
const RESERVE_SECONDS = 90;
const TASK_RESERVE_SECONDS = 15;

function withPolling(stack: ScannerStack, polling: Polling): ScannerStack {
  const pollTasks = stack.functions.PollTasks;
  if (!pollTasks || Object.keys(polling).length === 0) return stack;
  const { pollWindowSeconds = Number(pollTasks.environment[Env.POLL_WINDOW_SECONDS]) } = polling;
  const timeoutSeconds = pollWindowSeconds + RESERVE_SECONDS;
  const environment = { ...pollTasks.environment, ...environmentOf(polling) };
  const definition = structuredClone(stack.stateMachine.definition);
  const task = asObject(asObject(definition.States ?? {}).PollTasks ?? {});
  task.TimeoutSeconds = timeoutSeconds + TASK_RESERVE_SECONDS;
  return {
    ...stack,
    stateMachine: { ...stack.stateMachine, definition },
    functions: { ...stack.functions, PollTasks: { ...pollTasks, timeoutSeconds, environment } },
  };
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
