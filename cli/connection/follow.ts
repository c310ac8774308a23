import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, type DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Task } from '../../results';
import { readScan, type ScanWithResults } from './read';
import type { Session } from './session';

/** An execution that has ended, and what it recorded in the table. */
export interface Outcome {
  readonly execution: DescribeExecutionCommandOutput;
  readonly report?: ScanWithResults;
}

export interface FollowOptions {
  readonly executionArn: string;
  readonly scanId: string;
  /** Stops following the scan. The scan itself continues. */
  readonly signal: AbortSignal;
  /** Called with the current content of the table, and the results that are new. */
  readonly onProgress: (report: ScanWithResults, newResults: readonly Task[]) => void;
}

/** Some tasks end within seconds, and others take minutes, so the waits grow. */
const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 5_000;

/** Follows a scan until its execution ends. Returns undefined if the signal aborts first. */
export async function follow(session: Session, options: FollowOptions): Promise<Outcome | undefined> {
  const { executionArn, scanId, signal, onProgress } = options;
  const seen = new Set<string>();
  for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(wait * 1.1, MAX_WAIT_MS)) {
    // Describes the execution before reading the table, which then contains everything that an ended execution
    // recorded.
    const execution = await session.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    const report = await readScan(session.results, scanId);
    const newResults = report?.results.filter((result) => isNew(result, seen)) ?? [];
    if (report) onProgress(report, newResults);
    if (execution.status !== 'RUNNING' && execution.status !== 'PENDING_REDRIVE') return { execution, report };
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

function isNew(result: Task, seen: Set<string>): boolean {
  const key = JSON.stringify([result.taskId, result.app, result.tenantId]);
  if (result.status === 'IN_PROGRESS' || seen.has(key)) return false;
  seen.add(key);
  return true;
}
