import { SFNClient } from '@aws-sdk/client-sfn';
import { personOf } from '../../lib/contract/person';
import { type Session, withSession } from '../connection/session';
import type { CommandContext } from '../context';
import { ExitCode, failure, mistake } from '../errors';
import { Executions } from '../forget/executions';
import { type Forgotten, forget as forgetPerson, isEmpty, nothingForgotten, type WaitsFor } from '../forget/forget';
import { type PersonData, PersonDataFinder } from '../forget/person-data';
import { StartedExecutions } from '../forget/started-executions';
import { ForgetTable } from '../forget/table';
import { LOCATION_OPTIONS, type Options } from '../options';
import { countsOf, countsText, ELSEWHERE } from '../print/forgotten';
import { printJson } from '../print/list';
import { note, typed } from '../print/notes';
import { say, sayItem } from '../print/say';
import { span } from '../print/span';
import { StatusLine } from '../print/status-line';
import { count } from '../print/verdict-sentence';
import { type CommandDefinition, TABLE_OR_JSON } from './command';

export const forget: CommandDefinition = {
  usage: 'forget <email>',
  summary: 'Delete everything that the table has about a person.',
  options: [...LOCATION_OPTIONS, 'yes', 'dryRun', 'output', 'json'],
  choices: TABLE_OR_JSON,
  notes: [
    'The command shows what it will delete, and asks. It stops the running scans and watches of the person, and waits until',
    'their ends are recorded, which takes some minutes. If you press Ctrl-C, run it again: it goes on where it was.',
    'What lies elsewhere, such as in backups, is listed at the end.',
  ],
  examples: [
    'forget ana@example.com --outputs outputs.json',
    'forget ana@example.com --dry-run --outputs outputs.json',
    'forget ana@example.com --yes --json --outputs outputs.json',
  ],
  // AppFabric can return any text as an address, and it must be possible to forget all of them. So nothing is checked.
  async run(email = '', options, context) {
    if (!options.yes && !options.dryRun && context.ask === undefined) {
      throw mistake('forget asks before it deletes, and there is no terminal to ask on: add --yes, or --dry-run.');
    }
    const needs = ['stateMachineArn', 'watchStateMachineArn', 'tableName'] as const;
    return withSession(options, context, needs, (session) => start(session, email, options, context));
  },
};

const KEPT_IDS =
  'The ids of executions that ended without success stay in the table for 30 days, without the person, so that nothing ' +
  'records their end again';

/** Step Functions throttles the descriptions of executions. */
const MAX_ATTEMPTS = 12;

async function start(session: Session, email: string, options: Options, context: CommandContext): Promise<number> {
  const client = new SFNClient({ ...session.clientConfig, maxAttempts: MAX_ATTEMPTS });
  try {
    return await forgetWith(client, session, email, options, context);
  } finally {
    client.destroy();
  }
}

async function forgetWith(
  client: SFNClient,
  session: Session,
  email: string,
  options: Options,
  context: CommandContext,
): Promise<number> {
  const person = personOf(email);
  const arns = { scan: session.stateMachineArn, watch: session.watchStateMachineArn };
  const table = new ForgetTable(session.dynamodb, session.tableName);
  const finder = new PersonDataFinder(table, new StartedExecutions(client, arns, person), person);
  const executions = new Executions(client, arns);
  const data = await finder.find();
  const { running, unsettled, ended } = await executions.look(data.executions, Date.now());
  if (isEmpty(data) && unsettled.length + ended.length === 0) throw nothingThere(email, data);
  const names = running.map(({ name }) => name);
  if (options.dryRun) return printPlan(context, options, email, data, names);
  if (!options.yes && !(await isConfirmed(context, email, data, names))) {
    note(context, 'Nothing was deleted.');
    return ExitCode.INTERRUPTED;
  }

  const signal = context.stopSignal();
  const forgotten = nothingForgotten();
  const line = new StatusLine(context);
  const onWait = (what: WaitsFor, passed: number) => line.show(`Waiting ${WAITING[what]}, ${span(passed)}`);
  const onDeleted = (items: number) => line.show(`Deleting: ${count(items, 'item')} so far`);
  const again = `To finish, run the command again: ${typed(context, options, 'forget', email)}`;
  try {
    const isDone = await forgetPerson({ table, finder, executions, signal, onWait, onDeleted }, forgotten);
    line.clear();
    if (isDone) return printForgotten(context, options, email, forgotten);
    note(context, `Stopped. Deleted so far: ${countsText(forgotten)}. ${again}`);
    return ExitCode.INTERRUPTED;
  } catch (error) {
    line.clear();
    note(context, `Deleted so far: ${countsText(forgotten)}. ${again}`);
    throw error;
  }
}

const WAITING: Readonly<Record<WaitsFor, string>> = {
  end: 'until the ends of the executions are recorded',
  shared: 'for a scan of task ids, which can be about other people, too',
};

function nothingThere(email: string, { sharedScans }: PersonData) {
  const running = sharedScans.map(({ name }) => name).join(', ');
  const later =
    running &&
    ` These scans of task ids run, and may still find this person: ${running}. Run the command again when they have ended.`;
  return failure(`The table has nothing about ${email.toLowerCase()}. Check the address.${later}`);
}

async function isConfirmed(context: CommandContext, email: string, data: PersonData, running: readonly string[]) {
  note(context, `About ${email.toLowerCase()}, this deletes ${countsText(countsOf(data))}.`);
  if (running.length > 0) note(context, `These executions are stopped first: ${running.join(', ')}.`);
  note(context, "This can't be undone.");
  const answer = await context.ask?.('Type yes to go on: ');
  return answer?.trim().toLowerCase() === 'yes';
}

function printPlan(context: CommandContext, { output }: Options, email: string, data: PersonData, running: string[]) {
  const counts = countsOf(data);
  const person = email.toLowerCase();
  if (output === 'json') {
    printJson(context, { email: person, dryRun: true, ...counts, running, elsewhere: ELSEWHERE });
    return ExitCode.DONE;
  }
  say(context, `${person}: forget would delete ${countsText(counts)}. Nothing was deleted.`);
  if (running.length > 0) say(context, `It would stop these executions first: ${running.join(', ')}.`);
  return ExitCode.DONE;
}

function printForgotten(context: CommandContext, { output }: Options, email: string, forgotten: Forgotten): number {
  const { deleted, editedScans } = forgotten;
  const stoppedScans = [...forgotten.stoppedScans];
  const stoppedWatches = [...forgotten.stoppedWatches];
  const lost = [...forgotten.lost];
  const keptIds = [...forgotten.keptIds];
  const unrecorded = [...forgotten.unrecorded];
  const person = email.toLowerCase();
  if (output === 'json') {
    const stopped = { stoppedScans, stoppedWatches, lost, keptIds, unrecorded };
    printJson(context, { email: person, dryRun: false, deleted, editedScans, ...stopped, elsewhere: ELSEWHERE });
  } else {
    if (stoppedScans.length > 0) say(context, `Stopped scans: ${stoppedScans.join(', ')}.`);
    if (stoppedWatches.length > 0) say(context, `Stopped watches: ${stoppedWatches.join(', ')}.`);
    say(context, `${person}: deleted ${countsText(forgotten)}. Two more looks at the table found nothing.`);
    if (keptIds.length > 0) say(context, `${KEPT_IDS}: ${keptIds.join(', ')}.`);
    say(context, 'What lies elsewhere, and is not deleted:');
    for (const { what } of ELSEWHERE) sayItem(context, what);
  }
  if (lost.length > 0) {
    note(
      context,
      `Recorded as running, but not in these state machines: ${lost.join(', ')}. If they run elsewhere, they record the ` +
        'person again. Check --state-machine, --watch-state-machine or --outputs, and run the command again.',
    );
  }
  if (unrecorded.length > 0) {
    note(
      context,
      `Stopped, but this table does not have the end: ${unrecorded.join(', ')}. Check --table or --outputs, and EndedScans ` +
        'and EndedWatches (docs/operations.md), and run the command again.',
    );
  }
  return lost.length + unrecorded.length === 0 ? ExitCode.DONE : ExitCode.FAILED;
}
