import { randomBytes } from 'node:crypto';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { WatchRequest } from '../../lib/contract/watches';
import type { Watch } from '../../results';
import { giveArgument } from '../command-line-error';
import { type BegunWatch, watchBegun } from '../connection/begin-watch';
import { followWatch, type WatchReport } from '../connection/follow-watch';
import { firstPerson, loadScenario } from '../connection/load-scenario';
import { dataDir } from '../connection/location';
import { type Session, withSession } from '../connection/session';
import { watchEnd } from '../connection/watch-end';
import type { CommandContext } from '../context';
import { CommandError, ExitCode, mistake } from '../errors';
import { LOCATION_OPTIONS, type Options } from '../options';
import { time } from '../print/columns';
import { watchExitCode } from '../print/exit-code';
import { printJson } from '../print/list';
import { note, typed } from '../print/notes';
import { publishedText } from '../print/published';
import { say } from '../print/say';
import { Waiting } from '../print/waiting';
import { sayBegun } from '../print/watch-begun';
import { watchJson } from '../print/watch-json';
import { WatchNews } from '../print/watch-news';
import { type CommandDefinition, TABLE_OR_JSON } from './command';
import { watchRequestOf } from './watch-request';

export const watch: CommandDefinition = {
  usage: 'watch [email]',
  summary: 'Scan a person again and again, until nothing is open.',
  options: [
    ...LOCATION_OPTIONS,
    'dueIn',
    'giveUpAfter',
    'cadence',
    'notFoundIsClear',
    'follow',
    'scenario',
    'scanTimeout',
    'speed',
    'output',
    'json',
  ],
  choices: TABLE_OR_JSON,
  notes: [
    'A person has one watch. If the person is being watched, the request joins that watch, which keeps its cadence and its',
    'end. With --follow, the command shows what happens until the watch ends. With --local, it always does, because the',
    'watch ends with the command. With --local and no email address, the first person in the scenario is watched.',
  ],
  examples: [
    'watch ana@example.com --outputs outputs.json',
    'watch ana@example.com --due-in 8h --give-up-after 14d --cadence 30m,2h,1d --follow --outputs outputs.json',
    'watch --local --scenario my-company.json --speed 20000',
  ],
  async run(email, options, context) {
    const scenario = options.local ? loadScenario(options.scenario, context) : undefined;
    const person = email ?? (scenario && firstPerson(scenario));
    if (person === undefined) {
      throw mistake(giveArgument('watch', 'email'));
    }
    const request = watchRequestOf(person, options);
    const signal = context.stopSignal();
    const use = (session: Session) => start(session, request, options, context, signal);
    return withSession(options, context, ['watchStateMachineArn', 'tableName'], use, { scenario });
  },
};

async function start(
  session: Session,
  request: WatchRequest,
  options: Options,
  context: CommandContext,
  signal: AbortSignal,
): Promise<number> {
  const { email } = request;
  // Before the watch starts, makes sure that the table exists and can be read.
  const last = await session.results.watch(email);
  if (options.local && last?.status === 'WATCHING') await endOfLost(session, last, context, signal);
  const name = newWatchId();
  const input = JSON.stringify(request);
  const stateMachineArn = session.watchStateMachineArn;
  const { executionArn = '' } = await session.stepFunctions.send(
    new StartExecutionCommand({ stateMachineArn, name, input }),
  );
  const continues = () => {
    const [see, stop] = [typed(context, options, 'watches', email), typed(context, options, 'unwatch', email)];
    note(context, `The watch continues in AWS. To see it, run: ${see}`);
    note(context, `To stop it, run: ${stop}`);
  };
  const ended = `Stopped: watch ${name} ended with the local stack and will not resume.`;
  try {
    const begun = await watchBegun(session, { executionArn, name, email, signal });
    if (begun && options.output !== 'json') sayBegun(context, begun, name);
    if (begun && !options.local && !options.follow) {
      if (options.output === 'json') printJson(context, { ...begun.watch, joined: begun.isJoined });
      else continues();
      return ExitCode.DONE;
    }
    const report = begun && (await follow(session, begun, options, context, signal));
    if (report) return printEnd(session, report, begun.isJoined, options, context);
  } catch (error) {
    // A command error says itself that there is no watch that goes on.
    if (!options.local && !(error instanceof CommandError)) continues();
    throw error;
  }
  if (options.local) note(context, ended);
  else continues();
  return ExitCode.INTERRUPTED;
}

/** A new watch would join one that does not go on. */
async function endOfLost({ results }: Session, lost: Watch, context: CommandContext, signal: AbortSignal) {
  note(context, `The watch of ${lost.email} since ${time(lost.startedAt)} ended with the local stack that it ran on.`);
  const waiting = new Waiting(context, 'Waiting for the record of its end');
  await watchEnd(results, lost, signal, (passed) => waiting.show(passed)).finally(() => waiting.clear());
}

/** With --speed, hours pass in the time between two looks. */
const [LONGEST_WAIT_MS, LONGEST_WAIT_LOCAL_MS] = [10_000, 250];

async function follow(
  { results }: Session,
  { watch: { email, watchId } }: BegunWatch,
  options: Options,
  context: CommandContext,
  signal: AbortSignal,
): Promise<WatchReport | undefined> {
  const news = new WatchNews(context, options.output === 'json');
  const longestWait = options.local ? LONGEST_WAIT_LOCAL_MS : LONGEST_WAIT_MS;
  try {
    return await followWatch(results, { email, watchId, signal, longestWait, onReport: (report) => news.show(report) });
  } finally {
    news.clear();
  }
}

function printEnd(
  session: Session,
  report: WatchReport,
  isJoined: boolean,
  options: Options,
  context: CommandContext,
): number {
  const { email, watchId } = report.watch;
  const events = session.published?.filter(
    ({ detail }) => detail.email === email && (detail.watchId ?? watchId) === watchId,
  );
  if (options.output === 'json') {
    printJson(context, watchJson(report, isJoined, events));
  } else {
    if (events) say(context, `Published: ${publishedText(events)}.`);
    // With --speed and no folder, nothing is kept.
    const isKept = !options.local || dataDir(options, context) !== undefined;
    if (isKept) note(context, `To see where this person stands now, run: ${typed(context, options, 'results', email)}`);
  }
  return watchExitCode(context, report.watch);
}

function newWatchId(): string {
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `watch-${now}-${randomBytes(4).toString('hex')}`;
}
