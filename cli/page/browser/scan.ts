import type { ScanPage, TenantLine } from '../types';
import { linkToPerson, personColumn, progressOf, progressText, tenantColumns, tenantKey, verdictWord } from './columns';
import { element, fill } from './dom';
import { Table } from './table';
import type { View } from './view';

export function scanView(scanId: string): View<ScanPage> {
  const heading = element('h1', { tabindex: '-1' }, `Scan ${scanId}`);
  const head = element('div');
  const apps = element('div');
  let tenants: Table<TenantLine> | undefined;
  let said = '';
  return {
    title: `Scan ${scanId}: user access`,
    path: `/page/scan?id=${encodeURIComponent(scanId)}`,
    heading,
    element: element(
      'div',
      {},
      element('p', {}, element('a', { href: '#people' }, 'All people')),
      heading,
      head,
      element('section', {}, element('h2', {}, 'Results'), apps),
    ),
    show(data) {
      const { scan, sentences } = data;
      const saying = JSON.stringify([progressText(lineOf(data)), scan.verdict, sentences]);
      if (saying !== said) {
        const { email } = scan;
        fill(
          head,
          element('p', {}, email === undefined ? 'A list of task ids' : linkToPerson(email)),
          element('p', {}, progressOf(lineOf(data)), ' ', verdictWord(scan)),
          ...sentences.map((sentence) => element('p', {}, sentence)),
        );
        said = saying;
      }
      if (!tenants) {
        // A scan of task ids can be about many people.
        const columns = scan.email === undefined ? [personColumn<TenantLine>(), ...tenantColumns] : tenantColumns;
        tenants = new Table('What each app said, the most urgent first', columns, tenantKey);
        apps.append(tenants.element);
      }
      tenants.show(data.tenants);
    },
    news: (before, { scan }) =>
      scan.status === before.scan.status ? [] : [`The scan has ${scan.status === 'FAILED' ? 'failed' : 'completed'}.`],
    isBusy: ({ scan }) => scan.status === 'RUNNING',
  };
}

const lineOf = ({ scan, taskCount, endedTasks }: ScanPage) => ({ ...scan, taskCount, endedTasks });
