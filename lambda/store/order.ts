import { isAnswer } from '../../lib/contract/answers';
import type { Result } from '../../lib/contract/records';

type Ordered = Pick<Result, 'scanId' | 'scanStartedAt' | 'tasksStartedAt' | 'taskKey' | 'access' | 'accountFound'>;

/**
 * Orders results by when their tasks were started, because that is when AppFabric looked. A scan that is redriven can
 * start its tasks days after it began. Of tasks that were started at the same time, an account outranks an answer
 * without an account, which outranks no answer. The standing then does not depend on the order of the writes.
 */
export function orderOf(result: Ordered): string {
  const rank = result.accountFound ? 2 : isAnswer(result) ? 1 : 0;
  return [result.tasksStartedAt ?? result.scanStartedAt, rank, result.scanId, result.taskKey].join('#');
}
