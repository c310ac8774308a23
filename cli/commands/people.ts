import { VERDICTS } from '../../lib/contract/access/access';
import type { Person } from '../../results';
import { all, cutTo } from '../connection/read';
import { withResults } from '../connection/session';
import { ExitCode } from '../errors';
import { isForPeople } from '../format';
import { groupBy } from '../group-by';
import { READING_OPTIONS } from '../options';
import { noteCut, ofWhich } from '../print/cut';
import { printList } from '../print/list';
import { note } from '../print/notes';
import { say } from '../print/say';
import { count } from '../print/verdict-sentence';
import { peopleView } from '../print/views/people';
import type { CommandDefinition } from './command';

export const people: CommandDefinition = {
  usage: 'people',
  summary: 'Show who has which verdict, the most urgent first.',
  options: ['verdict', 'limit', ...READING_OPTIONS],
  notes: ['People with the same verdict are in the order of SINCE: who has had it longest comes first.'],
  examples: ['people --local', 'people --verdict open --outputs outputs.json --json'],
  async run(_argument, options, context) {
    const { verdict, limit } = options;
    const { items: found, isCut } = await withResults(options, context, async (results) => {
      const list: Person[] = [];
      for (const each of verdict ? [verdict] : VERDICTS) {
        const left = limit === undefined ? undefined : limit + 1 - list.length;
        if (left !== 0) list.push(...(await all(results.people(each, { limit: left }))));
      }
      return cutTo(limit, list);
    });
    if (isForPeople(options) && found.length > 0) say(context, headText(found, isCut));
    printList(context, options, peopleView, found);
    if (found.length === 0) {
      note(
        context,
        verdict ? `Nobody has the verdict ${verdict}.` : 'Nobody has a verdict yet: no scan has completed.',
      );
    }
    if (isCut) noteCut(context, found.length);
    return ExitCode.DONE;
  },
};

/** Such as `3 OPEN, 1 CLEAR, by the newest scan of each.` */
function headText(people: readonly Person[], isCut: boolean): string {
  const number = people.length;
  const more = isCut ? `More than ${count(number, 'person', 'people')}${ofWhich(number, 'whom')}: ` : '';
  const byVerdict = groupBy(people, ({ verdict }) => verdict);
  const counts = [...byVerdict].map(([verdict, { length }]) => `${length} ${verdict}`);
  return `${more}${counts.join(', ')}, by the newest scan of each.`;
}
