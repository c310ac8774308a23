import { WATCH_STATUSES } from '../../lib/contract/watches';
import type { UserAccessResults, Watch } from '../../results';
import { choose, typedName } from '../choices';
import { giveOneOf } from '../command-line-error';
import { cutTo, type FirstItems, upTo } from '../connection/read';
import { withResults } from '../connection/session';
import { ExitCode, mistake } from '../errors';
import { isForPeople } from '../format';
import { type Options, READING_OPTIONS } from '../options';
import { noteCut, ofWhich } from '../print/cut';
import { printList } from '../print/list';
import { note, typed } from '../print/notes';
import { say } from '../print/say';
import { count, isOrAre } from '../print/verdict-sentence';
import { watchesView } from '../print/views/watches';
import { statusOf } from '../print/watch-text';
import { type CommandDefinition, emailArgument } from './command';

export const watches: CommandDefinition = {
  usage: 'watches [email]',
  summary: 'Show who is being watched and who is overdue, or the watch of a person.',
  options: ['overdue', 'status', 'limit', ...READING_OPTIONS],
  choices: { status: WATCH_STATUSES.map(typedName) },
  notes: [
    'Watches that go on come in the order in which they are due. Those that ended (--status cleared, given-up or stopped)',
    'come with the last one first. With an email address, the watch that goes on is shown, or else the last one.',
  ],
  examples: ['watches --overdue --outputs outputs.json', 'watches --local', 'watches ana@example.com --table my-table'],
  async run(argument, options, context) {
    const email = argument === undefined ? undefined : emailArgument(argument);
    const status = options.status === undefined ? undefined : choose('--status', options.status, WATCH_STATUSES);
    const given = (['overdue', 'status', 'limit'] as const).find((name) => options[name] !== undefined);
    if (email !== undefined && given) throw mistake(giveOneOf('an email address', `--${given}`));
    if (options.overdue && status !== undefined) {
      throw mistake('--overdue is for watches that go on: leave --status out.');
    }
    const { items: found, isCut } = await withResults(options, context, async (results) => {
      if (email === undefined) return find(results, { ...options, status });
      const watch = await results.watch(email);
      return { items: watch ? [watch] : [], isCut: false };
    });
    if (isForPeople(options) && found.length > 0 && email === undefined) say(context, headText(found, isCut));
    printList(context, options, watchesView, found);
    if (isCut) noteCut(context, found.length);
    if (found.length > 0) return ExitCode.DONE;
    if (email === undefined) {
      note(context, status && status !== 'WATCHING' ? 'There are no such watches.' : nobody(options));
      return ExitCode.DONE;
    }
    const start = typed(context, options, 'watch', email);
    note(context, `${email.toLowerCase()} was never watched. To start a watch, run: ${start}`);
    return ExitCode.FAILED;
  },
};

const nobody = ({ overdue }: Options) => `Nobody is ${overdue ? 'overdue' : 'being watched'}.`;

async function find(
  results: UserAccessResults,
  { status, overdue, limit }: { status?: Watch['status']; overdue?: boolean; limit?: number },
): Promise<FirstItems<Watch>> {
  if (!overdue) return upTo(limit, (more) => results.watches({ status, limit: more }));
  const found: Watch[] = [];
  const now = new Date().toISOString();
  for await (const watch of results.watches()) {
    // Where time passes faster than here, the record knows what is overdue.
    const isOverdue = watch.dueAt < now || watch.overdueAt !== undefined;
    if (!isOverdue) break;
    found.push(watch);
    if (limit !== undefined && found.length > limit) break;
  }
  return cutTo(limit, found);
}

/** Such as `3 people are being watched, 1 is overdue.` */
function headText(watches: readonly Watch[], isCut: boolean): string {
  const { length } = watches;
  const more = isCut ? `More than ${count(length, 'watch', 'watches')}${ofWhich(length)}. ` : '';
  return `${more}${shownText(watches)}`;
}

function shownText(watches: readonly Watch[]): string {
  const going = watches.filter(({ status }) => status === 'WATCHING').length;
  if (going === 0) return `${count(watches.length, 'watch', 'watches')} that ended, the last one first.`;
  const overdue = watches.filter((watch) => statusOf(watch) === 'OVERDUE').length;
  return `${count(going, 'person', 'people')} ${isOrAre(going)} being watched, ${overdue === 0 ? 'none' : overdue} overdue.`;
}
