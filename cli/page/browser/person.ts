import type { Watch } from '../../../results';
import { time } from '../../print/columns';
import { statusOf, WATCH_WORDS } from '../../print/watch-text';
import type { PersonPage, ScanLine, TenantLine } from '../types';
import { scanColumns, tenantColumns, tenantKey } from './columns';
import { element, fill } from './dom';
import { Table } from './table';
import type { View } from './view';
import { word } from './words';

export function personView(email: string): View<PersonPage> {
  const tenants = new Table<TenantLine>('Access to each app, the most urgent first', tenantColumns, tenantKey);
  const scans = new Table<ScanLine>('The newest scans of this person', scanColumns, ({ scanId }) => scanId);
  const heading = element('h1', { tabindex: '-1' }, email);
  const sentences = element('div');
  const watch = element('p');
  let said = '';
  return {
    title: `${email}: user access`,
    path: `/page/person?email=${encodeURIComponent(email)}`,
    heading,
    element: element(
      'div',
      {},
      element('p', {}, element('a', { href: '#people' }, 'All people')),
      heading,
      sentences,
      watch,
      element('section', {}, element('h2', {}, 'Apps'), tenants.element),
      element('section', {}, element('h2', {}, 'Scans'), scans.element),
    ),
    show(data) {
      const saying = JSON.stringify([data.verdict, data.confirmed, data.sentences]);
      if (saying !== said) {
        fill(sentences, ...data.sentences.map((sentence) => element('p', {}, ...withWord(sentence, data))));
        said = saying;
      }
      fill(watch, watchText(data.watch));
      tenants.show(data.tenants);
      scans.show(data.scans);
    },
    news: (before, now) => (now.verdict && now.verdict !== before.verdict ? [`The verdict is ${now.verdict}.`] : []),
    isBusy: (data) => data.scans.some(({ status }) => status === 'RUNNING'),
  };
}

/** A sentence that begins with the verdict begins with its shape, too. */
function withWord(sentence: string, { verdict }: PersonPage): (Node | string)[] {
  return verdict && sentence.startsWith(`${verdict} `) ? [word(verdict), sentence.slice(verdict.length)] : [sentence];
}

function watchText(watch: Watch | undefined): string {
  if (!watch) return '';
  const { startedAt, dueAt, endedAt } = watch;
  const end = endedAt === undefined ? `due ${time(dueAt)}` : `ended ${time(endedAt)}`;
  return `Watch: ${WATCH_WORDS[statusOf(watch)].word} since ${time(startedAt)}, ${end}.`;
}
