import { VERDICTS } from '../../lib/contract/access/access';
import type { Person } from '../../results';
import { all } from '../connection/read';
import { withResults } from '../connection/session';
import { ExitCode } from '../errors';
import { isForPeople } from '../format';
import { groupBy } from '../group-by';
import { READING_OPTIONS } from '../options';
import { printList } from '../print/list';
import { note } from '../print/notes';
import { say } from '../print/say';
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
    const found = await withResults(options, context, async (results) => {
      const list: Person[] = [];
      for (const each of verdict ? [verdict] : VERDICTS) {
        const left = limit === undefined ? undefined : limit - list.length;
        if (left !== 0) list.push(...(await all(results.people(each, { limit: left }))));
      }
      return list;
    });
    if (isForPeople(options) && found.length > 0) say(context, `${countsText(found)}, by the newest scan of each.`);
    printList(context, options, peopleView, found);
    if (found.length === 0) {
      note(
        context,
        verdict ? `Nobody has the verdict ${verdict}.` : 'Nobody has a verdict yet: no scan has completed.',
      );
    }
    if (found.length === limit) {
      note(
        context,
        `${limit === 1 ? 'This is the first' : `These are the first ${limit}`}. There can be more: use a higher --limit, or none.`,
      );
    }
    return ExitCode.DONE;
  },
};

/** Such as `3 OPEN, 1 CLEAR`. */
function countsText(people: readonly Person[]): string {
  const byVerdict = groupBy(people, ({ verdict }) => verdict);
  return [...byVerdict].map(([verdict, { length }]) => `${length} ${verdict}`).join(', ');
}
