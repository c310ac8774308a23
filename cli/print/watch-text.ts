import type { OpenTenant, PersonScan, UnknownTenant, Watch, WatchStatus } from '../../results';
import { tenantName, time } from './columns';
import { between } from './span';
import type { Paint } from './style';
import { count, unlistedBecause, verdictSentence } from './verdict-sentence';

type Style = Parameters<Paint>[0];

/** The first word of the line about a watch, with its color. */
export const WATCH_WORDS: Readonly<Record<WatchStatus | 'OVERDUE', { readonly word: string; readonly style: Style }>> =
  {
    WATCHING: { word: 'WATCHING', style: 'cyan' },
    OVERDUE: { word: 'OVERDUE', style: ['bold', 'red'] },
    CLEARED: { word: 'CLEARED', style: ['bold', 'green'] },
    GIVEN_UP: { word: 'GIVEN UP', style: ['bold', 'red'] },
    STOPPED: { word: 'STOPPED', style: ['bold', 'yellow'] },
  };

/** A watch that goes on is overdue once a review has found it to be. */
export const statusOf = ({ status, overdueAt }: Watch): WatchStatus | 'OVERDUE' =>
  status === 'WATCHING' && overdueAt !== undefined ? 'OVERDUE' : status;

/** Such as `OPEN. 2 accounts can still be used.` */
export function watchScanText({ status, verdict, accessCounts, coverage, error }: PersonScan): string {
  if (status === 'FAILED') return `failed${error ? `: ${error.name}: ${error.message}` : ''}`;
  if (verdict === undefined || accessCounts === undefined) return 'no verdict is recorded.';
  return `${verdict}. ${verdictSentence({ verdict, accessCounts, coverage })}`;
}

/** Where accounts are open and what nobody knows, by the latest completed scan. */
export function findingsText(watch: Watch): string {
  const { open, unknown, openTruncated, unknownTruncated, authorizationsError, verdict } = watch;
  if (verdict === undefined) return 'No scan has completed.';
  const parts = [
    listText('Open', open, openTruncated, ({ confirmed }) => (confirmed ? '' : ' (not confirmed)')),
    listText('No answer', unknown, unknownTruncated, ({ reason }) => ` (${reason})`),
    authorizationsError && `An app may be missing: ${unlistedBecause(authorizationsError)}.`,
  ];
  return parts.filter(Boolean).join(' ') || `The verdict is ${verdict}.`;
}

function listText<T extends OpenTenant | UnknownTenant>(
  title: string,
  tenants: readonly T[],
  isTruncated: boolean,
  more: (tenant: T) => string,
): string {
  if (tenants.length === 0) return '';
  const names = tenants.map((tenant) => `${tenantName(tenant)}${more(tenant)}`);
  return `${title}: ${names.join(', ')}${isTruncated ? ' and more' : ''}.`;
}

/** How a watch ended, and how long it took. The first word is that of `WATCH_WORDS`. */
export function watchEndText(watch: Watch): string {
  const { status, startedAt, endedAt = startedAt, scanCount, failedScanCount, overdueAt, error } = watch;
  const failed = failedScanCount > 0 ? `, ${failedScanCount} of them failed` : '';
  const late = overdueAt === undefined ? '' : ` It was overdue since ${time(watch.dueAt)}.`;
  const first = `${WATCH_WORDS[status].word} after ${between(startedAt, endedAt)}, with ${count(scanCount, 'scan')}${failed}.`;
  if (status === 'CLEARED') return `${first}${late}`;
  return `${first}${late} ${error ? `${error.name}: ${error.message} ` : ''}${findingsText(watch)}`;
}
