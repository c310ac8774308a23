import { asArray, asObject, asString, type Json, type JsonObject } from '../../local/stack/json';
import { type ExecutionResult, Invocation, type NetworkHooks, type Request } from '../world';
import type { Witness } from './witness';

/** Invariant 5: the state machine ends an execution by itself two hours after the scan timeout; none should need that. */
export function longestExecutionSeconds({ TimeoutSeconds }: JsonObject): number {
  return Number(TimeoutSeconds);
}

export function checkEnd(result: ExecutionResult, begunAt: number, longestSeconds: number, witness: Witness): void {
  const seconds = (result.endedAt - begunAt) / 1000;
  if (seconds > longestSeconds) witness.violation(5, `${result.name} took ${seconds} s, more than ${longestSeconds} s`);
  if (result.status === 'TIMED_OUT') witness.violation(5, `${result.name} was ended by the state machine's timeout`);
  if (result.history.length >= 25_000)
    witness.violation(5, `${result.name} has ${result.history.length} history events`);
}

interface Polling {
  invocations: number;
  requests: number;
  /** Calls that one round of questions takes. */
  callsARound: number;
  running: number;
  mostAtOnce: number;
  readonly firstAt: number;
  lastAt: number;
}

/** Three tries of the client for one call. */
const TRIES = 3;
/** Gaps of at least 0.45 s until a scan is 13.4 s old. */
const EARLY_ROUNDS = 30;
/** Gaps of at least 1.8 s from then on. */
const SHORTEST_LATER_GAP_SECONDS = 1.8;

/**
 * Invariant 6: a scan asks AppFabric at most 3 x ceil(tasks / 50) x (invocations + pollers at once x (30 + T / 1.8))
 * times in T seconds.
 */
export class PollingBound implements NetworkHooks {
  readonly #scans = new Map<string, Polling>();

  constructor(private readonly now: () => number) {}

  started({ payload }: Invocation): void {
    const scan = this.#of(payload);
    if (!scan) return;
    scan.invocations++;
    scan.running++;
    scan.mostAtOnce = Math.max(scan.mostAtOnce, scan.running);
    scan.callsARound = Math.max(scan.callsARound, Math.ceil(tasksIn(payload) / 50));
  }

  ended({ payload }: Invocation): void {
    const scan = this.#of(payload);
    if (!scan) return;
    scan.running--;
    scan.lastAt = this.now();
  }

  sent({ operation, caller }: Request): void {
    if (operation !== 'BatchGetUserAccessTasks' || !(caller instanceof Invocation)) return;
    const scan = this.#of(caller.payload);
    if (scan) scan.requests++;
  }

  check(witness: Witness): void {
    for (const [scanId, scan] of this.#scans) {
      const seconds = (scan.lastAt - scan.firstAt) / 1000;
      const rounds = scan.invocations + scan.mostAtOnce * (EARLY_ROUNDS + seconds / SHORTEST_LATER_GAP_SECONDS);
      const bound = TRIES * scan.callsARound * rounds;
      if (scan.requests > bound) {
        witness.violation(6, `scan ${scanId} sent ${scan.requests} BatchGet requests, more than ${Math.floor(bound)}`);
      }
    }
  }

  #of(payload: Json): Polling | undefined {
    const scanId = scanIn(payload);
    if (scanId === undefined) return undefined;
    const known = this.#scans.get(scanId);
    if (known) return known;
    const at = this.now();
    const scan = { invocations: 0, requests: 0, callsARound: 0, running: 0, mostAtOnce: 0, firstAt: at, lastAt: at };
    this.#scans.set(scanId, scan);
    return scan;
  }
}

/** StartScan gets the execution, PollTasks the scan's state; FailScan polls nothing. */
function scanIn(payload: Json): string | undefined {
  const { execution, failure, scanId, pending } = asObject(payload);
  if (failure !== undefined) return undefined;
  if (execution !== undefined) return asString(asObject(execution).Name);
  return pending === undefined ? undefined : asString(scanId);
}

/** A person has at most 50 tasks; the input of a scan of task ids names them, and so does the state. */
function tasksIn(payload: Json): number {
  const { execution, pending } = asObject(payload);
  if (pending !== undefined) return asArray(pending).length;
  const { taskIds } = asObject(asObject(execution).Input);
  return taskIds === undefined ? 1 : asArray(taskIds).length;
}
