import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, type DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Task } from '../../results';
import { readScan, type ScanWithResults } from './read';
import type { Session } from './session';

/** How an execution ended, and what it recorded in the table. */
export interface Outcome {
  readonly execution: DescribeExecutionCommandOutput;
  readonly report?: ScanWithResults;
}

export interface FollowOptions {
  readonly executionArn: string;
  readonly scanId: string;
  /** Stops the following, never the scan. */
  readonly signal: AbortSignal;
  /** Called with what is in the table so far, and the results that are new. */
  readonly onProgress: (report: ScanWithResults, news: readonly Task[]) => void;
}

/** Some tasks end within seconds, others take minutes: look often at first, then less often. */
const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 5_000;

/** Follows a scan until its execution ends; returns undefined when the signal aborts first. */
export async function follow(session: Session, options: FollowOptions): Promise<Outcome | undefined> {
  const { executionArn, scanId, signal, onProgress } = options;
  const seen = new Set<string>();
  for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(wait * 1.1, MAX_WAIT_MS)) {
    // Describe the execution first: then what is read next has everything that it recorded before it ended.
    const execution = await session.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    const report = await readScan(session.results, scanId);
    const news = report?.results.filter((result) => isNews(result, seen)) ?? [];
    if (report) onProgress(report, news);
    if (execution.status !== 'RUNNING' && execution.status !== 'PENDING_REDRIVE') return { execution, report };
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

function isNews(result: Task, seen: Set<string>): boolean {
  const key = JSON.stringify([result.taskId, result.app, result.tenantId]);
  if (result.status === 'IN_PROGRESS' || seen.has(key)) return false;
  seen.add(key);
  return true;
}
