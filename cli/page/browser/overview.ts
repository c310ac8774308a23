import type { Verdict, Watch } from '../../../results';
import { tenantName } from '../../print/columns';
import { statusOf, WATCH_WORDS } from '../../print/watch-text';
import type { Overview, ScanLine } from '../data';
import { moment, personColumn, scanColumns, verdictColumn } from './columns';
import { element, fill } from './dom';
import { type Column, Table } from './table';
import type { View } from './view';
import { word } from './words';

type Group = Overview['people'][number];
type Person = Group['people'][number];

export function overviewView(): View<Overview> {
  const scans = new Table<ScanLine>(
    'Scans that run, and the newest that ended',
    [personColumn(), ...scanColumns],
    ({ scanId }) => scanId,
  );
  const noScans = element(
    'p',
    { class: 'quiet' },
    'There are no scans yet. In another shell, run: user-access scan ana.diaz@example.com',
  );
  const groups = new Map<Verdict, ReturnType<typeof peopleOf>>();
  const people = element('div');
  const counts = element('p');
  const watches = new Table<Watch>('People who are being watched', watchColumns, ({ watchId }) => watchId);
  const noWatches = element('p', { class: 'quiet' }, 'Nobody is being watched.');
  const heading = element('h1', { tabindex: '-1' }, 'Who can still get in?');
  return {
    title: 'User access',
    path: '/page/overview',
    heading,
    element: element(
      'div',
      {},
      heading,
      element('section', {}, element('h2', {}, 'People'), counts, people),
      element('section', {}, element('h2', {}, 'Scans'), noScans, scans.element),
      element('section', {}, element('h2', {}, 'Watches'), noWatches, watches.element),
    ),
    show(data) {
      fill(counts, countsText(data.people));
      for (const group of data.people) {
        const shown = groups.get(group.verdict) ?? peopleOf(group.verdict);
        if (!groups.has(group.verdict)) people.append(shown.element);
        groups.set(group.verdict, shown);
        shown.show(group);
      }
      scans.show(data.scans);
      watches.show(data.watches);
      for (const [table, nothing, { length }] of [
        [scans, noScans, data.scans],
        [watches, noWatches, data.watches],
      ] as const) {
        table.element.hidden = length === 0;
        nothing.hidden = length > 0;
      }
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
  const more = element('p', { class: 'quiet' }, 'There are more. To see all, run: user-access people');
  const section = element('section', {}, element('h3', {}, word(verdict)), table.element, more);
  return {
    element: section,
    show({ people, isCut }: Group) {
      table.show(people);
      section.hidden = people.length === 0;
      more.hidden = !isCut;
    },
  };
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
