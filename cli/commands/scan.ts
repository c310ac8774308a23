import { randomBytes } from 'node:crypto';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { parseScanRequest, type ScanRequest } from '../../lambda/scan/request';
import { giveArgument, giveOneOf } from '../command-line-error';
import { follow } from '../connection/follow';
import { firstPerson, loadScenario } from '../connection/load-scenario';
import { hasScanner } from '../connection/location';
import { type Session, withSession } from '../connection/session';
import type { CommandContext } from '../context';
import { ExitCode, failure, mistake, SCAN_ID_TAKEN } from '../errors';
import { isForPeople } from '../format';
import { LOCATION_OPTIONS, type OptionName, type Options, OUTPUT_OPTIONS } from '../options';
import { note, typed } from '../print/notes';
import { printOutcome } from '../print/outcome';
import { Progress } from '../print/progress';
import { count } from '../print/verdict-sentence';
import { type CommandDefinition, scannedEmail } from './command';

export const scan: CommandDefinition = {
  usage: 'scan [email]',
  summary: 'Scan a person and show the results.',
  options: [...LOCATION_OPTIONS, 'taskIds', 'scanId', 'scenario', 'scanTimeout', 'failOn', ...OUTPUT_OPTIONS],
  notes: [
    'With --local and no email address, the first person in the scenario is scanned, and so it is with neither an email',
    'address nor a scanner. With --local, --task-ids are the ids of tasks that are already started for the people of the',
    "scenario, in the scenario's order.",
  ],
  examples: [
    'scan ana@example.com --outputs outputs.json',
    'scan --local mei.tanaka@example.com',
    'scan --local --scenario my-company.json --json',
    'scan ana@example.com --fail-on open,unknown,not-found --outputs outputs.json',
  ],
  async run(email, given, context) {
    const options: Options = isTrial(email, given, context) ? { ...given, local: true } : given;
    if (options !== given) note(context, 'No person and no scanner are given: this scans the example on this machine.');
    const scenario = options.local ? loadScenario(options.scenario, context) : undefined;
    const request = requestOf(email, options, () => scenario && firstPerson(scenario));
    const signal = context.stopSignal();
    const use = (session: Session) => startAndFollow(session, request, options, context, signal);
    const local = { scenario, startedTaskIds: request.taskIds };
    return withSession(options, context, ['stateMachineArn', 'tableName'], use, local);
  },
};

/** Whether there is nothing that says what to scan, as in `npx user-access-cli scan`. */
const isTrial = (email: string | undefined, options: Options, context: CommandContext): boolean =>
  email === undefined && !hasScanner(options, context) && Object.keys(options).every((name) => OUTPUT.has(name));

const OUTPUT: ReadonlySet<string> = new Set<OptionName>(['output', 'verbose', 'noColor']);

async function startAndFollow(
  session: Session,
  request: ScanRequest,
  options: Options,
  context: CommandContext,
  signal: AbortSignal,
): Promise<number> {
  const { scanId = newScanId() } = options;
  // Before the scan starts, makes sure that the table exists and can be read. Otherwise, the scan can't be followed.
  const recorded = await session.results.scan(scanId);
  // Records outlive executions, on this machine and, after 90 days, in AWS. So the record with this id can be about
  // another person. In AWS, a running scan is followed, because Step Functions treats a second start with the same
  // input as the first.
  if (recorded && (options.local || recorded.scan.status !== 'RUNNING')) throw failure(SCAN_ID_TAKEN);
  const { executionArn } = await session.stepFunctions.send(
    new StartExecutionCommand({
      stateMachineArn: session.stateMachineArn,
      name: scanId,
      input: JSON.stringify(inputOf(request)),
    }),
  );
  const quiet = !isForPeople(options);
  if (!quiet) note(context, `Scan ${scanId} of ${subject(request)} has started.`);
  const progress = new Progress(context, quiet);
  const continues = `The scan continues in AWS. To see it, run: ${typed(context, options, 'scan-report', scanId)}`;
  const outcome = await follow(session, {
    executionArn: executionArn ?? '',
    scanId,
    signal,
    onProgress: (report, newResults) => progress.show(report, newResults),
  }).catch((error) => {
    progress.end();
    if (!options.local) note(context, continues);
    throw error;
  });
  progress.end();
  if (outcome) return printOutcome(context, options, session, { scanId, request, outcome });
  note(context, options.local ? `Stopped: scan ${scanId} ended with the local stack and will not resume.` : continues);
  return ExitCode.INTERRUPTED;
}

const subject = ({ person, taskIds }: ScanRequest) => person?.email ?? count(taskIds?.length ?? 0, 'task');

/** The execution's input. */
const inputOf = ({ person, taskIds }: ScanRequest) => (person ? { email: person.email } : { taskIds });

/** Checks the request in the same way as the state machine, before anything starts. */
function requestOf(
  email: string | undefined,
  { taskIds, failOn }: Options,
  byDefault: () => string | undefined,
): ScanRequest {
  if (email !== undefined && taskIds !== undefined) throw mistake(giveOneOf('an email address', '--task-ids'));
  if (failOn !== undefined && taskIds !== undefined) {
    throw mistake('--fail-on is for a scan of a person: a scan of --task-ids has no verdict.');
  }
  const person = email ?? (taskIds === undefined ? byDefault() : undefined);
  if (person === undefined && taskIds === undefined) {
    throw mistake(giveArgument('scan', 'email', ', or --task-ids'));
  }
  if (person !== undefined) return scannedEmail(person, () => parseScanRequest({ email: person }));
  try {
    return parseScanRequest({ taskIds });
  } catch (error) {
    throw mistake((error as Error).message.replace(/^taskIds/, '--task-ids'), error);
  }
}

function newScanId(): string {
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `scan-${now}-${randomBytes(4).toString('hex')}`;
}
