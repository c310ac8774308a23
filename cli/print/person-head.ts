import type { Person, Scan, Standing } from '../../results';
import type { PersonWithStandings } from '../connection/read';
import type { CommandContext } from '../context';
import { verdictStyle } from './access';
import { time } from './columns';
import { say } from './say';
import { isNewer } from './standing-row';
import { painter } from './style';
import { count, verdictSentence } from './verdict-sentence';

/** Prints the verdict about a person, since when, and by which scan. */
export function printPersonHead(context: CommandContext, email: string, report: PersonWithStandings): void {
  const { person, scan, standings } = report;
  if (person === undefined) {
    say(context, `${email}: no verdict, because no scan of this address has completed.`);
    return;
  }
  const { verdict, since, scanId, scanStartedAt } = person;
  const paint = painter(context, context.stdout);
  const judged = { ...person, ...listsOf(scan) };
  say(context, `${email}: ${verdict} since ${time(since)}. ${verdictSentence(judged)}`, (lines) =>
    lines.replace(verdict, paint(verdictStyle(verdict), verdict)),
  );
  say(context, `By the scan of ${time(scanStartedAt)} (${scanId}).${newerText(standings, person)}`);
}

const listsOf = ({ open, openTruncated, authorizationsError }: Partial<Scan> = {}) => ({
  open,
  openTruncated,
  authorizationsError,
});

/** A scan that is running or failed, and one of task ids, has newer results than the scan of the verdict. */
function newerText(standings: readonly Standing[], person: Person): string {
  const newer = standings.filter((standing) => isNewer(standing, person));
  if (newer.length === 0) return '';
  const scans = [...new Set(newer.map(({ scanId }) => scanId))].join(', ');
  const open = newer.filter(({ access }) => access === 'OPEN').length;
  const found = open > 0 ? `, ${open} of them OPEN` : '';
  return ` ${count(newer.length, 'result')} below ${newer.length === 1 ? 'is' : 'are'} newer (${scans})${found}, and not in this verdict.`;
}
