import { createHash } from 'node:crypto';
import type { Faults, Outage } from '../scenario/model';
import { type AppFabricError, accessDenied, internalError, throttled } from './errors';
import type { Operation } from './operations';
import type { ResultItem } from './tasks';

/** The error for the nth request of an operation (from 1), if the scenario's faults apply to it. */
export function faultOf(faults: Faults, operation: Operation, nth: number): AppFabricError | undefined {
  const { throttle, internalError: internal, deny } = faults;
  if (throttle && hits(throttle, operation, nth)) return throttled(throttle.retryAfterSeconds);
  if (internal && hits(internal, operation, nth)) return internalError(internal.retryAfterSeconds);
  if (deny === true || deny === operation) {
    return accessDenied(`You are not authorized to perform: appfabric:${operation}`);
  }
  return undefined;
}

function hits({ first = 0, every, operations }: Outage, operation: Operation, nth: number): boolean {
  if (operations && !operations.includes(operation)) return false;
  return nth <= first || (every !== undefined && nth % every === 0);
}

/**
 * The results of a response, changed by the scenario's faults.
 *
 * @param unknownId returns the id of a task that was never started
 */
export function withFaults(results: readonly ResultItem[], faults: Faults, unknownId: () => string): ResultItem[] {
  let changed = [...results];
  if (faults.duplicate) changed.push(...results);
  if (faults.extra) {
    const stranger = { email: 'stranger@example.com', resultStatus: 'COMPLETED', userId: 'STRANGER' };
    changed.push({ app: 'SLACK', tenantId: 'T-STRANGER', taskId: unknownId(), ...stranger });
  }
  if (faults.shuffle) changed = shuffled(changed, unknownId());
  return changed;
}

/** The order depends only on the seed and the task ids, so that a simulation can be repeated. */
function shuffled(results: readonly ResultItem[], seed: string): ResultItem[] {
  const rank = (result: ResultItem, index: number) =>
    createHash('sha256').update(`${seed} ${index} ${result.taskId}`).digest('hex');
  return results
    .map((result, index) => ({ result, rank: rank(result, index) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ result }) => result);
}
