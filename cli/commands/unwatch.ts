import { setTimeout as sleep } from 'node:timers/promises';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { WatchErrorName } from '../../lib/contract/names';
import type { Watch } from '../../results';
import { type Session, withSession } from '../connection/session';
import type { CommandContext } from '../context';
import { ExitCode, failure } from '../errors';
import { LOCATION_OPTIONS, type Options } from '../options';
import { time } from '../print/columns';
import { printJson } from '../print/list';
import { note, typed } from '../print/notes';
import { say } from '../print/say';
import { span } from '../print/span';
import { painter } from '../print/style';
import { WATCH_WORDS, watchEndText } from '../print/watch-text';
import { type CommandDefinition, emailArgument } from './command';

export const unwatch: CommandDefinition = {
  usage: 'unwatch <email>',
  summary: 'Stop watching a person.',
  options: [...LOCATION_OPTIONS, 'speed', 'json'],
  notes: [
    'The watch is recorded as stopped a minute or two after its execution has been stopped, because a function of it can',
    'still run until then. The command waits for that. If you press Ctrl-C meanwhile, it is recorded all the same.',
  ],
  examples: ['unwatch ana@example.com --outputs outputs.json'],
  async run(argument, options, context) {
    const email = emailArgument(argument);
    const signal = context.stopSignal();
    return withSession(options, context, ['watchStateMachineArn', 'tableName'], async (session) => {
      const found = await session.results.watch(email);
      if (found?.status !== 'WATCHING') throw notWatched(email, found);
      await stop(session, found, options);
      const ended = await recordedEnd(session, found, context, options, signal);
      if (ended === undefined) {
        note(context, `The watch is stopped. To see its record, run: ${typed(context, options, 'watches', email)}`);
        return ExitCode.INTERRUPTED;
      }
      if (options.json) printJson(context, ended);
      else {
        const { word, style } = WATCH_WORDS[ended.status];
        const paint = painter(context, context.stdout);
        say(context, `${ended.email}: ${watchEndText(ended)}`, (lines) => lines.replace(word, paint(style, word)));
      }
      return ExitCode.DONE;
    });
  },
};

function notWatched(email: string, last: Watch | undefined) {
  const person = email.toLowerCase();
  if (last === undefined) return failure(`${person} is not being watched, and never was.`);
  const { word } = WATCH_WORDS[last.status];
  return failure(`${person} is not being watched: the last watch ended ${time(last.endedAt)} (${word}).`);
}

async function stop(session: Session, { watchId }: Watch, { local }: Options): Promise<void> {
  const executionArn = `${session.watchStateMachineArn.replace(':stateMachine:', ':execution:')}:${watchId}`;
  const cause = 'Stopped with user-access unwatch.';
  try {
    await session.stepFunctions.send(new StopExecutionCommand({ executionArn, error: WatchErrorName.STOPPED, cause }));
  } catch (error) {
    if ((error as Error).name !== 'ExecutionDoesNotExist') throw error;
    // The local stack that it ran on has ended. The next one records that.
    if (local) return;
    throw failure(
      `Watch ${watchId} does not run in this state machine: check --watch-state-machine, --outputs or USER_ACCESS_WATCH_STATE_MACHINE_ARN.`,
      error,
    );
  }
}

const [FIRST_WAIT_MS, MAX_WAIT_MS] = [250, 2_000];

/** It usually takes a minute or two. */
const PATIENCE_MS = 15 * 60_000;

/** Waits until the end of a watch is recorded. Returns undefined if the signal aborts first. */
async function recordedEnd(
  { results }: Session,
  { email, watchId }: Watch,
  context: CommandContext,
  options: Options,
  signal: AbortSignal,
): Promise<Watch | undefined> {
  const isShown = context.stderr.isTTY && !options.json;
  const startedAt = Date.now();
  try {
    for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(wait * 1.2, MAX_WAIT_MS)) {
      const watch = await results.watch(email);
      if (watch?.watchId !== watchId) throw failure(`Watch ${watchId} has ended, and another one has begun.`);
      if (watch.status !== 'WATCHING') return watch;
      const waited = Date.now() - startedAt;
      if (waited > PATIENCE_MS) {
        throw failure('The watch is stopped, but this is not recorded yet: check the state machine EndedWatches.');
      }
      if (isShown) context.stderr.write(`\r\u001b[KStopped. Waiting for the record, ${span(waited)}`);
      await sleep(wait, undefined, { signal }).catch(() => {});
    }
    return undefined;
  } finally {
    if (isShown) context.stderr.write('\r\u001b[K');
  }
}
