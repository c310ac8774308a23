import { asArray, asObject, asString, type Json, type JsonObject } from '../../local/stack/json';
import { type ExecutionResult, Invocation, MAX_HISTORY_EVENTS, type NetworkHooks, type Request } from '../world';
import type { Witness } from './witness';

/** Invariant 5. The state machine's own timeout is 22 hours after the scan timeout: no execution should need it. */
export function checkEnd(result: ExecutionResult, begunAt: number, machine: JsonObject, witness: Witness): void {
  const maxSeconds = Number(machine.TimeoutSeconds);
  const seconds = (result.endedAt - begunAt) / 1000;
  if (seconds > maxSeconds) witness.violation(5, `${result.name} took ${seconds} s, more than ${maxSeconds} s`);
  if (result.status === 'TIMED_OUT') witness.violation(5, `${result.name} was ended by the state machine's timeout`);
  if (result.history.length >= MAX_HISTORY_EVENTS)
    witness.violation(5, `${result.name} has ${result.history.length} history events`);
}

/** The SDK tries a call at most three times. */
const MAX_TRIES = 3;
/** When a scan is older than 13.4 s, gaps are at least 1.8 s. */
const MIN_LATER_GAP_SECONDS = 1.8;
/**
 * Before, gaps are at least 0.45 s, or 13.5 % of the age: 19 of them fit into 13.4 s, 12 more than gaps of 1.8 s.
 */
const MORE_EARLY_ROUNDS = 12;
/** A function whose clock is behind believes that much longer that a scan is young: gaps of 0.45 s instead of 1.8 s. */
const MORE_ROUNDS_A_SECOND_BEHIND = 1 / 0.45 - 1 / 1.8;

/**
 * Invariant 6: a scan calls BatchGetUserAccessTasks at most ceil(tasks / 50) x (n + c x (12 + T / 1.8)) times in T
 * seconds, where n invocations poll, c of them at once. The SDK tries each call at most three times.
 */
export class PollingBound implements NetworkHooks {
  #maxTries = 0;
  readonly #scans = new Map<string, ReturnType<typeof noPolls>>();

  /** @param clockDifference how far two clocks can be apart, in milliseconds */
  constructor(
    private readonly now: () => number,
    private readonly clockDifference: number,
  ) {}

  started({ payload }: Invocation): void {
    const scan = this.#of(payload);
    if (!scan) return;
    scan.invocations++;
    scan.running++;
    scan.maxRunning = Math.max(scan.maxRunning, scan.running);
    scan.callsPerRound = Math.max(scan.callsPerRound, Math.ceil(tasksIn(payload) / 50));
  }

  ended({ payload }: Invocation): void {
    const scan = this.#of(payload);
    if (!scan) return;
    scan.running--;
    scan.lastAt = this.now();
  }

  sent({ operation, caller, http }: Request): void {
    if (operation !== 'BatchGetUserAccessTasks' || !(caller instanceof Invocation)) return;
    const tries = Number(/^attempt=(\d+)/.exec(http.headers['amz-sdk-request'] ?? '')?.[1]);
    this.#maxTries = Math.max(this.#maxTries, tries);
    const scan = this.#of(caller.payload);
    if (scan && tries === 1) scan.calls++;
  }

  check(witness: Witness): void {
    if (!(this.#maxTries <= MAX_TRIES)) witness.violation(6, `a call of BatchGet was tried ${this.#maxTries} times`);
    const moreRounds = MORE_EARLY_ROUNDS + (this.clockDifference / 1000) * MORE_ROUNDS_A_SECOND_BEHIND;
    for (const [scanId, scan] of this.#scans) {
      const seconds = (scan.lastAt - scan.firstAt) / 1000;
      const rounds = scan.invocations + scan.maxRunning * (moreRounds + seconds / MIN_LATER_GAP_SECONDS);
      const bound = scan.callsPerRound * rounds;
      if (scan.calls > bound) {
        witness.violation(6, `scan ${scanId} called BatchGet ${scan.calls} times, more than ${Math.floor(bound)}`);
      }
    }
  }

  #of(payload: Json) {
    const scanId = scanIn(payload);
    if (scanId === undefined) return undefined;
    const scan = this.#scans.get(scanId) ?? noPolls(this.now());
    this.#scans.set(scanId, scan);
    return scan;
  }
}

/** `callsPerRound` is how many calls it takes to ask for every task once. */
const noPolls = (at: number) => ({
  ...{ invocations: 0, calls: 0, callsPerRound: 0, running: 0, maxRunning: 0 },
  ...{ firstAt: at, lastAt: at },
});

/** StartScan gets the execution, PollTasks the scan's state too. FailScan does not poll. */
function scanIn(payload: Json): string | undefined {
  const { execution, failure, state } = asObject(payload);
  if (failure !== undefined || asObject(state ?? null).failed !== undefined) return undefined;
  return execution === undefined ? undefined : asString(asObject(execution).Name);
}

/** A person has at most 50 tasks. The input of a scan of task ids names them, and so does the state. */
function tasksIn(payload: Json): number {
  const { execution, state } = asObject(payload);
  if (state !== undefined) return asArray(asObject(state).pending).length;
  const { taskIds } = asObject(asObject(execution).Input);
  return taskIds === undefined ? 1 : asArray(taskIds).length;
}
