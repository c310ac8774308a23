import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { ScanRequest } from '../../lambda/scan/request';
import { errorMessageIn } from '../../lib/contract/lambda-error';
import type { Scan, ScanFailure } from '../../results';
import type { Outcome } from '../connection/follow';
import { readChanges, readScan, type ScanWithResults } from '../connection/read';
import type { Session } from '../connection/session';
import type { CommandContext } from '../context';
import type { Options } from '../options';
import { exitCodeOf } from './exit-code';
import { printJson } from './list';
import { note, typed } from './notes';
import { publishedText } from './published';
import { say } from './say';
import { printScanCsv } from './scan-csv';
import { scanJson } from './scan-json';
import { printSummary } from './scan-summary';

interface EndedScan {
  readonly scanId: string;
  readonly request: ScanRequest;
  readonly outcome: Outcome;
}

/** Prints how a scan ended, and returns the exit code. */
export async function printOutcome(context: CommandContext, options: Options, session: Session, ended: EndedScan) {
  const { execution } = ended.outcome;
  const { duplicateOf } = JSON.parse(execution.output ?? '{}') as { duplicateOf?: string };
  const original = duplicateOf === undefined ? undefined : await readScan(session.results, duplicateOf);
  const { scan: recorded, results } = original ?? ended.outcome.report ?? unrecorded(ended);
  // A duplicate says nothing about the scan that it repeats, which can still run.
  const scan = original?.scan ?? endedScan(recorded, execution);
  const changes = await readChanges(session.results, { scan, results });
  const report = scanJson({ scan, results }, changes);
  const events = session.published?.filter(({ detail }) => detail.scanId === scan.scanId);
  if (options.output === 'json') {
    printJson(context, {
      ...report,
      ...(duplicateOf !== undefined && { scanId: ended.scanId, duplicateOf }),
      ...(events && { events }),
    });
  } else if (options.output === 'csv') {
    printScanCsv(context, report);
  } else {
    if (duplicateOf !== undefined) say(context, `This scan repeats scan ${duplicateOf} and started no tasks.`);
    printSummary(context, report);
    if (events) say(context, `Published: ${publishedText(events)}.`);
    note(
      context,
      scan.email !== undefined
        ? `To see where this person stands now, run: ${typed(context, options, 'results', scan.email)}`
        : `To see this scan again, run: ${typed(context, options, 'scan-report', scan.scanId)}`,
    );
  }
  return exitCodeOf(context, options, report);
}

/** The scan as its execution ended. The record can be behind. */
function endedScan(recorded: Scan, execution: DescribeExecutionCommandOutput): Scan {
  if (execution.status === 'SUCCEEDED') return { ...recorded, status: 'COMPLETED', error: undefined };
  return { ...recorded, status: 'FAILED', error: recorded.error ?? errorOf(execution) };
}

/** An execution can fail before it has recorded anything in the table. */
function unrecorded({ scanId, request, outcome }: EndedScan): ScanWithResults {
  const { startDate = new Date(), stopDate } = outcome.execution;
  const scan = {
    scanId,
    email: request.person?.key,
    status: 'FAILED' as const,
    startedAt: startDate.toISOString(),
    endedAt: stopDate?.toISOString(),
  };
  return { scan, results: [] };
}

/** The error of the execution, for a scan whose record has none. */
function errorOf({ status, error, cause }: DescribeExecutionCommandOutput): ScanFailure {
  if (status === 'ABORTED') return { name: 'ExecutionStopped', message: 'The execution was stopped.' };
  if (status === 'TIMED_OUT') return { name: 'ExecutionTimedOut', message: 'The execution reached its timeout.' };
  return { name: error ?? 'ExecutionFailed', message: errorMessageIn(cause ?? 'The execution has no cause.') };
}
