import type { Verdict, Watch } from '../../../results';
import { tenantName } from '../../print/columns';
import { statusOf, WATCH_WORDS } from '../../print/watch-text';
import type { Overview, ScanLine } from '../types';
import { moment, personColumn, scanColumns, verdictColumn } from './columns';
import { element, fill } from './dom';
import { list } from './list';
import { type Column, Table } from './table';
import type { View } from './view';
import { word } from './words';

type Group = Overview['people'][number];
type Person = Group['people'][number];

export function overviewView(): View<Overview> {
  const groups = new Map<Verdict, ReturnType<typeof peopleOf>>();
  const people = element('div');
  const counts = element('p');
  const scans = list(
    element('h2', {}, 'Scans'),
    new Table<ScanLine>(
      'Scans that run, and the newest that ended',
      [personColumn(), ...scanColumns],
      ({ scanId }) => scanId,
    ),
    'user-access scans --status running',
    'There are no scans yet. In another shell, run: user-access scan ana.diaz@example.com',
  );
  const watches = list(
    element('h2', {}, 'Watches'),
    new Table<Watch>('People who are being watched', watchColumns, ({ watchId }) => watchId),
    'user-access watches',
    'Nobody is being watched.',
  );
  const heading = element('h1', { tabindex: '-1' }, 'Who can still get in?');
  const peopleSection = element('section', {}, element('h2', {}, 'People'), counts, people);
  return {
    title: 'User access',
    path: '/page/overview',
    heading,
    element: element('div', {}, heading, peopleSection, scans.element, watches.element),
    show(data) {
      fill(counts, countsText(data.people));
      for (const { verdict, people: found, isCut } of data.people) {
        const shown = groups.get(verdict) ?? peopleOf(verdict);
        if (!groups.has(verdict)) people.append(shown.element);
        groups.set(verdict, shown);
        shown.show(found, isCut);
      }
      scans.show(data.scans, data.isCut.scans);
      watches.show(data.watches, data.isCut.watches);
    },
    news: (before, now) =>
      now.scans.flatMap((scan) =>
        newsOf(
          scan,
          before.scans.find(({ scanId }) => scanId === scan.scanId),
        ),
      ),
    isBusy: ({ scans: all }) => all.some(({ status }) => status === 'RUNNING'),
  };
}

function newsOf({ email, scanId, status, verdict, error }: ScanLine, before: ScanLine | undefined): string[] {
  const subject = `scan of ${email ?? scanId}`;
  if (status === 'RUNNING') return before ? [] : [`The ${subject} has started.`];
  if (before && before.status !== 'RUNNING') return [];
  if (status === 'FAILED') return [`The ${subject} failed${error ? `: ${error.name}` : ''}.`];
  return [`The ${subject} has completed${verdict ? `: ${verdict}` : ''}.`];
}

function countsText(groups: readonly Group[]): string {
  const some = groups.filter(({ people }) => people.length > 0);
  if (some.length === 0) return 'Nobody has a verdict yet: no scan has completed.';
  const counts = some.map(({ verdict, people, isCut }) => `${people.length}${isCut ? ' and more' : ''} ${verdict}`);
  return `${counts.join(', ')}, by the newest scan of each person.`;
}

const SINCE = moment<Person>('Since', ({ since }) => since);

/** The people with a verdict, who have had it longest first. */
function peopleOf(verdict: Verdict) {
  const table = new Table<Person>(
    `People whose verdict is ${verdict}`,
    [
      personColumn(true),
      SINCE,
      {
        title: 'Open',
        width: 'time',
        text: ({ open, confirmed }) => (verdict === 'OPEN' && !confirmed ? 'by earlier answers' : String(open)),
      },
      { title: 'No answer', text: ({ unknown }) => String(unknown) },
    ],
    ({ email }) => email,
  );
  return list(
    element('h3', {}, word(verdict)),
    table,
    `user-access people --verdict ${verdict.toLowerCase().replace('_', '-')}`,
  );
}

const watchColumns: readonly Column<Watch>[] = [
  personColumn<Watch>(true),
  { title: 'Status', width: 'short', text: (watch: Watch) => WATCH_WORDS[statusOf(watch)].word },
  verdictColumn<Watch>(),
  moment<Watch>('Since', ({ startedAt }) => startedAt),
  moment<Watch>('Next scan', ({ nextScanAt }) => nextScanAt),
  moment<Watch>('Due', ({ dueAt }) => dueAt),
  { title: 'Open', text: ({ open }: Watch) => open.map(tenantName).join(', ') || undefined },
];
