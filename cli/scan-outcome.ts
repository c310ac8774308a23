import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { ScanRequest } from '../lambda/scan/request';
import type { ScanFailure as ScanError } from '../results';
import { ExitCode } from './errors';
import type { Outcome } from './follow';
import type { PublishedEvent } from './local';
import { note, typed } from './notes';
import type { Options } from './options';
import { printCsv, printJson } from './output';
import { readScan } from './read';
import { type ScanWithResults, scanJson } from './report';
import { printReport } from './scan-report';
import type { Session } from './session';
import { resultsView } from './views/results';
import { sameWhere } from './where';
import type { World } from './world';

interface EndedScan {
  readonly scanId: string;
  readonly request: ScanRequest;
  readonly outcome: Outcome;
}

/** Prints what came of a scan, and returns the exit code. */
export async function printOutcome(world: World, options: Options, session: Session, ended: EndedScan) {
  const { execution } = ended.outcome;
  const duplicateOf = duplicateIn(execution);
  const repeated = duplicateOf === undefined ? undefined : await readScan(session.results, duplicateOf);
  const { scan, results } = repeated ?? ended.outcome.report ?? unrecorded(ended);
  const completed = execution.status === 'SUCCEEDED';
  const error = completed ? undefined : (scan.error ?? errorOf(execution));
  const report = {
    scan: { ...scan, status: completed ? ('COMPLETED' as const) : ('FAILED' as const), error },
    results,
  };
  const events = session.published?.().filter(({ detail }) => detail.scanId === scan.scanId);
  if (options.json) {
    printJson(world, {
      ...scanJson(report.scan, results),
      ...(duplicateOf !== undefined && { scanId: ended.scanId, duplicateOf }),
      ...(events && { events }),
    });
  } else if (options.csv) {
    printCsv(world, resultsView(true), results);
  } else {
    if (duplicateOf !== undefined) world.stdout.write(`This repeats scan ${duplicateOf}, and started no task.\n`);
    printReport(world, report);
    if (events) world.stdout.write(`Published: ${published(events)}.\n`);
    if (scan.email !== undefined) {
      note(world, `Where this person stands now: ${typed(world, ['results', scan.email], sameWhere(options))}`);
    } else {
      note(world, `This scan again: ${typed(world, ['scan-report', scan.scanId], sameWhere(options))}`);
    }
  }
  return completed ? ExitCode.DONE : ExitCode.FAILED;
}

function duplicateIn({ output }: DescribeExecutionCommandOutput): string | undefined {
  const { duplicateOf } = JSON.parse(output ?? '{}') as { duplicateOf?: string };
  return duplicateOf;
}

/** An execution can fail before anything of it is in the table. */
function unrecorded({ scanId, request, outcome }: EndedScan): ScanWithResults {
  const { startDate = new Date(), stopDate } = outcome.execution;
  const email = request.person?.key;
  const scan = {
    scanId,
    email,
    status: 'FAILED',
    startedAt: startDate.toISOString(),
    endedAt: stopDate?.toISOString(),
  };
  return { scan: scan as ScanWithResults['scan'], results: [] };
}

/** What Step Functions says of an execution whose scan's record says nothing. */
function errorOf({ status, error, cause }: DescribeExecutionCommandOutput): ScanError {
  if (status === 'ABORTED') return { name: 'ExecutionStopped', message: 'Somebody stopped the execution.' };
  if (status === 'TIMED_OUT') return { name: 'ExecutionTimedOut', message: 'The execution reached its timeout.' };
  return { name: error ?? 'ExecutionFailed', message: messageIn(cause) };
}

/** A function's error arrives as JSON; anything else as it is. */
function messageIn(cause = 'The execution gave no cause.'): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}

function published(events: readonly PublishedEvent[]): string {
  const types = [...new Set(events.map(({ detailType }) => detailType))];
  const counted = types.map((type) => `${events.filter(({ detailType }) => detailType === type).length} × ${type}`);
  return counted.length > 0 ? counted.join(', ') : 'nothing';
}
