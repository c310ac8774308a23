import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { WatchErrorName } from '../../lib/contract/names';
import type { Watch } from '../../results';
import { type Session, withSession } from '../connection/session';
import { watchEnd } from '../connection/watch-end';
import { ExitCode, failure } from '../errors';
import { LOCATION_OPTIONS, type Options } from '../options';
import { time } from '../print/columns';
import { printJson } from '../print/list';
import { note, typed } from '../print/notes';
import { say } from '../print/say';
import { painter } from '../print/style';
import { Waiting } from '../print/waiting';
import { WATCH_WORDS, watchEndText } from '../print/watch-text';
import { type CommandDefinition, emailArgument, TABLE_OR_JSON } from './command';

export const unwatch: CommandDefinition = {
  usage: 'unwatch <email>',
  summary: 'Stop watching a person.',
  options: [...LOCATION_OPTIONS, 'speed', 'output', 'json'],
  choices: TABLE_OR_JSON,
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
      const waiting = new Waiting(context, 'Stopped. Waiting for the record');
      const show = (passed: number) => waiting.show(passed);
      const ended = await watchEnd(session.results, found, signal, show).finally(() => waiting.clear());
      if (ended === undefined) {
        note(context, `The watch is stopped. To see its record, run: ${typed(context, options, 'watches', email)}`);
        return ExitCode.INTERRUPTED;
      }
      if (options.output === 'json') printJson(context, ended);
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
