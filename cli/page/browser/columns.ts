import type { Verdict } from '../../../results';
import { verdictText } from '../../print/access';
import { statusWord, tenant, time } from '../../print/columns';
import type { ScanLine, TenantLine } from '../types';
import { element } from './dom';
import type { Column } from './table';
import { word } from './words';

export const linkToPerson = (email: string): HTMLElement =>
  element('a', { href: `#person=${encodeURIComponent(email)}` }, email);

export const linkToScan = (scanId: string): HTMLElement =>
  element('a', { href: `#scan=${encodeURIComponent(scanId)}` }, scanId);

export const moment = <T>(title: string, of: (item: T) => string | undefined): Column<T> => ({
  title,
  width: 'time',
  text: (item) => time(of(item)),
  node: (item) => element('time', { datetime: of(item) ?? '' }, time(of(item)) ?? ''),
});

export const verdictColumn = <T extends { readonly verdict?: Verdict; readonly confirmed?: boolean }>(): Column<T> => ({
  title: 'Verdict',
  width: 'short',
  text: verdictText,
  node: verdictWord,
});

export function verdictWord({
  verdict,
  confirmed,
}: {
  readonly verdict?: Verdict;
  readonly confirmed?: boolean;
}): Node {
  return verdict ? word(verdict, verdict === 'OPEN' && confirmed === false ? ', unconfirmed' : '') : element('span');
}

export const personColumn = <T extends { readonly email?: string }>(isHeader = false): Column<T> => ({
  title: 'Person',
  width: 'email',
  isHeader,
  text: ({ email }) => email,
  node: ({ email = '' }) => linkToPerson(email),
});

/** How far a scan is. */
export function progressText({ status, endedTasks = 0, taskCount = 0, error }: ScanLine): string {
  if (status === 'RUNNING') return `${endedTasks} of ${taskCount} ${taskCount === 1 ? 'task' : 'tasks'} ended`;
  return error ? `${statusWord(status)}: ${error.name}` : statusWord(status);
}

export const scanColumns: readonly Column<ScanLine>[] = [
  {
    title: 'Scan',
    width: 'scan',
    isHeader: true,
    text: ({ scanId }) => scanId,
    node: ({ scanId }) => linkToScan(scanId),
  },
  { title: 'Progress', text: progressText, node: progressOf },
  verdictColumn(),
  moment('Started', ({ startedAt }) => startedAt),
];

export function progressOf(scan: ScanLine): Node {
  if (scan.status !== 'RUNNING') return element('span', {}, progressText(scan));
  const { endedTasks = 0, taskCount = 0 } = scan;
  const label = 'Tasks that have ended';
  const bar = element('progress', { max: String(taskCount || 1), value: String(endedTasks), 'aria-label': label });
  return element('span', {}, bar, progressText(scan));
}

export const tenantColumns: readonly Column<TenantLine>[] = [
  {
    title: 'Access',
    width: 'short',
    text: ({ access }) => access ?? '… in progress',
    node: ({ access }) => (access ? word(access) : element('span', {}, '… in progress')),
  },
  { title: 'App', width: 'short', isHeader: true, text: ({ app }) => app ?? 'Not known yet' },
  { title: 'Tenant', text: tenant },
  { title: 'User status', width: 'short', text: ({ userStatus }) => userStatus },
  moment('Answered', ({ answeredAt }) => answeredAt),
  { title: 'Remark', text: ({ remark }) => remark },
];

export const tenantKey = ({ taskId, app, tenantId }: TenantLine): string => taskId ?? JSON.stringify([app, tenantId]);
