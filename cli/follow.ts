import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, type DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Task as Result } from '../results';
import { readScan } from './read';
import type { ScanWithResults } from './report';
import type { Session } from './session';

/** How an execution ended, and what it left in the table. */
export interface Outcome {
  readonly execution: DescribeExecutionCommandOutput;
  readonly report?: ScanWithResults;
}

export interface FollowOptions {
  readonly executionArn: string;
  readonly scanId: string;
  /** Stops the following, and never the scan. */
  readonly signal: AbortSignal;
  /** Called with what is in the table so far. */
  readonly onProgress: (report: ScanWithResults, news: readonly Result[]) => void;
}

/** A scan's tasks end within seconds or take minutes: looks often at first, and then less so. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

/** Follows a scan until its execution ends; undefined when it was told to stop following. */
export async function follow(session: Session, options: FollowOptions): Promise<Outcome | undefined> {
  const { executionArn, scanId, signal, onProgress } = options;
  const seen = new Set<string>();
  for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(wait * 1.1, LONGEST_WAIT_MS)) {
    // The execution is asked first: what it recorded before it ended is then surely in what is read after.
    const execution = await session.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    const report = await readScan(session.results, scanId);
    if (report)
      onProgress(
        report,
        report.results.filter((result) => isNews(result, seen)),
      );
    if (execution.status !== 'RUNNING' && execution.status !== 'PENDING_REDRIVE') return { execution, report };
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

function isNews(result: Result, seen: Set<string>): boolean {
  const key = JSON.stringify([result.taskId, result.app, result.tenantId]);
  if (result.status === 'IN_PROGRESS' || seen.has(key)) return false;
  seen.add(key);
  return true;
}
