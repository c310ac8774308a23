import { createHash } from 'node:crypto';
import type { Faults, Outage } from '../scenario/model';
import { type AppFabricError, accessDenied, internalError, throttled } from './errors';
import type { Operation } from './operations';
import type { ResultItem } from './tasks';

/** The error that the scenario's faults have for an operation's nth request (from 1), if any. */
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

/** An answer's results as the scenario's faults disturb them. `stranger` is the id of a task that nobody started. */
export function disturbed(results: readonly ResultItem[], faults: Faults, stranger: () => string): ResultItem[] {
  let answer = [...results];
  if (faults.duplicate) answer.push(...results);
  if (faults.extra) {
    const email = 'stranger@example.com';
    answer.push({
      app: 'SLACK',
      tenantId: 'T-STRANGER',
      taskId: stranger(),
      email,
      resultStatus: 'COMPLETED',
      userId: 'STRANGER',
    });
  }
  if (faults.shuffle) answer = shuffled(answer, stranger());
  return answer;
}

/** The same seed and task ids give the same order, so that a simulation can be repeated. */
function shuffled(results: readonly ResultItem[], seed: string): ResultItem[] {
  const rank = (result: ResultItem, index: number) =>
    createHash('sha256').update(`${seed} ${index} ${result.taskId}`).digest('hex');
  return results
    .map((result, index) => ({ result, rank: rank(result, index) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ result }) => result);
}
