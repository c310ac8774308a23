import type { Person, PersonScan, Scan, Standing } from '../../results';
import type { PersonReport } from '../connection/read';
import { time } from './columns';
import { isNewer, isSameTenant } from './standing-row';
import { count, doubt, isOrAre, verdictSentence } from './verdict-sentence';

/** The verdict about a person, since when, by which scan, and what this verdict does not include. */
export function personHead(email: string, report: PersonReport): string[] {
  const { person, newest } = report;
  if (person === undefined) {
    const none = `${email}: no verdict, because no scan of this address has completed.`;
    return [none, ...scanText(newest, 'The newest')];
  }
  const { verdict, since, scanId, scanStartedAt } = person;
  const found = foundElsewhere(report, person);
  const first = `${email}: ${verdict} since ${time(since)}`;
  const sentences = found.length > 0 ? withOpen(found, report, person) : `. ${verdictSentence(judged(report, person))}`;
  return [
    `${first}${sentences}`,
    `By the scan of ${time(scanStartedAt)} (${scanId}).${newerText(report, person)}`,
    ...(newest && newest.startedAt > scanStartedAt ? scanText(newest, 'A newer') : []),
  ];
}

const judged = ({ scan }: PersonReport, person: Person) => ({ ...person, ...listsOf(scan) });

const listsOf = ({ open, openTruncated, authorizationsError }: Partial<Scan> = {}) => ({
  open,
  openTruncated,
  authorizationsError,
});

/**
 * The open accounts that the verdict does not count, because another scan found them: one that failed or is running, one
 * of task ids, or an older one that ended later.
 */
function foundElsewhere({ scan, standings }: PersonReport, { verdict }: Person): Standing[] {
  const open = standings.filter(({ access }) => access === 'OPEN');
  // Only an OPEN verdict counts open accounts. Without the whole list of them, nobody can say which.
  if (verdict !== 'OPEN') return open;
  const isComplete = scan?.open !== undefined && !scan.openTruncated;
  return isComplete ? open.filter((standing) => !scan.open?.some((tenant) => isSameTenant(tenant, standing))) : [];
}

/** Continues the first line. A verdict's own sentence would say that nothing is open. */
function withOpen(found: readonly Standing[], report: PersonReport, person: Person): string {
  const names = found.map(({ app, tenantId, ...standing }) => {
    return `${app} ${tenantId} (scan ${standing.lastAnswer?.scanId ?? standing.scanId})`;
  });
  const accounts = (noun: string) => `${count(found.length, noun)} found by ${distinctScans(found)}`;
  const list = `${isOrAre(found.length)} OPEN: ${names.join(', ')}.`;
  if (person.verdict === 'OPEN') {
    return `, and ${accounts('more account')} ${list} ${verdictSentence(judged(report, person))}`;
  }
  const rest = person.verdict === 'UNKNOWN' ? ` In the scan of this verdict, ${doubt(judged(report, person))}.` : '';
  return `, but ${accounts('account')} ${list}${rest}`;
}

const distinctScans = (found: readonly Standing[]) =>
  new Set(found.map(({ lastAnswer, scanId }) => lastAnswer?.scanId ?? scanId)).size === 1
    ? 'another scan'
    : 'other scans';

/** A scan that is running or failed, and one of task ids, has newer results than the scan of the verdict. */
function newerText({ standings }: PersonReport, person: Person): string {
  const newer = standings.filter((standing) => isNewer(standing, person));
  if (newer.length === 0) return '';
  const scans = [...new Set(newer.map(({ scanId }) => scanId))].join(', ');
  return ` ${count(newer.length, 'result')} below ${isOrAre(newer.length)} newer (${scans}), and not in this verdict.`;
}

/** A scan that gave no verdict. */
function scanText(scan: PersonScan | undefined, which: string): string[] {
  if (scan === undefined || scan.status === 'COMPLETED') return [];
  const subject = `${which} scan (${scan.scanId}, started ${time(scan.startedAt)})`;
  if (scan.status === 'RUNNING') return [`${subject} is running.`];
  return [`${subject} failed${scan.error ? `: ${scan.error.name}` : ''}.`];
}
