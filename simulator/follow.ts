import { checkEnd } from './checkers/bounds';
import { checkDuplicate } from './checkers/executions';
import type { Observers } from './observers';
import type { ExecutionResult, VirtualExecution } from './world';

/** Watches a scan's execution from now on, until it ends. */
export async function followScan(
  execution: VirtualExecution,
  { timeline, witness, failed, now }: Observers,
  begin: () => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const begunAt = now();
  timeline.note(`execution ${execution.request.name} begins`);
  const result = await begin();
  timeline.note(endOf(result));
  if (result.status !== 'SUCCEEDED') failed.add(result.name);
  checkEnd(result, begunAt, execution.request.definition, witness);
  checkDuplicate(result, witness);
  return result;
}

export const endOf = ({ name, status, error }: ExecutionResult): string =>
  `execution ${name} ${status}${error ? ` ${error}` : ''}`;
