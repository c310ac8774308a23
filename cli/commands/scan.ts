import { randomBytes } from 'node:crypto';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { parseScanRequest, type ScanRequest } from '../../lambda/scan/request';
import { ExitCode, failure, mistake, SCAN_ID_TAKEN } from '../errors';
import { follow } from '../follow';
import { functionLogs, type LocalOptions } from '../local';
import { note, typed } from '../notes';
import type { Options } from '../options';
import { Progress } from '../progress';
import { printOutcome } from '../scan-outcome';
import { firstPerson, loadScenario } from '../scenario';
import { type Session, withSession } from '../session';
import { wholeNumber } from '../values';
import { sameWhere, whereIsTheScanner } from '../where';
import type { World } from '../world';
import type { Command } from './command';

export const scan: Command = {
  name: 'scan',
  summary: 'Scan a person, and show what was found.',
  forms: ['<email>', '--task-ids ID,ID,…'],
  words: { least: 0, most: 1 },
  options: [
    'local',
    'outputs',
    'stack',
    'state-machine',
    'table',
    'region',
    'profile',
    'task-ids',
    'scan-id',
    'scenario',
    'data',
    'scan-timeout',
    'json',
    'csv',
  ],
  notes:
    'With --local and no person, the first one in the scenario is scanned. With --local, ids of tasks stand for tasks\n' +
    "of the scenario's people that somebody already started, in the scenario's order.",
  examples: [
    'scan ana@example.com --outputs outputs.json',
    'scan --local ben.okafor@example.com',
    'scan --local --scenario my-company.json --json',
  ],
  run,
};

async function run([email]: readonly string[], options: Options, world: World): Promise<number> {
  const where = whereIsTheScanner(options, world, ['stateMachineArn', 'tableName']);
  const scenario = options.local ? loadScenario(options.scenario, world) : undefined;
  const request = requestOf(email, options, () => scenario && firstPerson(scenario));
  const scanId = scanIdOf(options['scan-id']);
  const local: LocalOptions = {
    ...functionLogs(options, world),
    scenario,
    startedTaskIds: request.taskIds,
    scanTimeoutSeconds: wholeNumber('scan-timeout', options['scan-timeout'], 1, 86_400),
  };
  const signal = world.stopSignal();
  return withSession(
    where,
    world,
    (session) => startAndFollow(session, request, scanId, options, world, signal),
    local,
  );
}

async function startAndFollow(
  session: Session,
  request: ScanRequest,
  scanId: string,
  options: Options,
  world: World,
  signal: AbortSignal,
): Promise<number> {
  // Nobody could follow a scan whose table is not there, or may not be read: found out before it has started.
  const recorded = await session.results.scan(scanId);
  // The table outlives its executions, on this machine and, after 90 days, in AWS: what it has under this id may be
  // about somebody else. In AWS a scan that still runs is followed, as Step Functions takes an equal start for one.
  if (recorded && (options.local || recorded.scan.status !== 'RUNNING')) throw failure(SCAN_ID_TAKEN);
  const { executionArn } = await session.stepFunctions.send(
    new StartExecutionCommand({
      stateMachineArn: session.stateMachineArn,
      name: scanId,
      input: JSON.stringify(inputOf(request)),
    }),
  );
  const quiet = options.json || options.csv;
  if (!quiet) note(world, `Scan ${scanId} of ${subject(request)} has started.`);
  const progress = new Progress(world, quiet);
  const goesOn = `The scan goes on in AWS. See it with: ${typed(world, ['scan-report', scanId], sameWhere(options))}`;
  const outcome = await follow(session, {
    executionArn: executionArn ?? '',
    scanId,
    signal,
    onProgress: (report, news) => progress.show(report, news),
  }).catch((error) => {
    progress.clear();
    if (!options.local) note(world, goesOn);
    throw error;
  });
  progress.clear();
  if (outcome) return printOutcome(world, options, session, { scanId, request, outcome });
  note(
    world,
    options.local ? `Stopped: scan ${scanId} ended with the local stack, and is not taken up again.` : goesOn,
  );
  return ExitCode.INTERRUPTED;
}

const subject = ({ person, taskIds }: ScanRequest) => person?.email ?? `${taskIds?.length} tasks`;

/** The execution's input. */
const inputOf = ({ person, taskIds }: ScanRequest) => (person ? { email: person.email } : { taskIds });

/** The state machine's own reading of its input says what is wrong with it, before anything starts. */
function requestOf(email: string | undefined, options: Options, byDefault: () => string | undefined): ScanRequest {
  const ids = options['task-ids'];
  if (email !== undefined && ids !== undefined) throw mistake('Give an address or --task-ids, not both.');
  const person = email ?? (ids === undefined ? byDefault() : undefined);
  if (person === undefined && ids === undefined) {
    throw mistake('Whom to scan? Give an address, such as `user-access scan ana@example.com`, or --task-ids.');
  }
  try {
    return parseScanRequest(ids === undefined ? { email: person } : { taskIds: ids.split(',').map((id) => id.trim()) });
  } catch (error) {
    throw mistake((error as Error).message, error);
  }
}

/** A scan's id is its execution's name. */
function scanIdOf(given: string | undefined): string {
  if (given === undefined) {
    const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    return `scan-${now}-${randomBytes(4).toString('hex')}`;
  }
  if (/^[A-Za-z0-9_-]{1,80}$/.test(given)) return given;
  throw mistake('--scan-id takes 1 to 80 letters, digits, - and _.');
}
