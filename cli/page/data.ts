import { VERDICTS } from '../../lib/contract/access/access';
import type { PersonScan, Scan, UserAccessResults } from '../../results';
import { all, inReadingOrder, readPerson, readScan } from '../connection/read';
import { byUrgency } from '../print/access';
import { endText } from '../print/columns';
import { personHead } from '../print/person-head';
import { type ScanJson, scanJson } from '../print/scan-json';
import { standingRows } from '../print/standing-row';
import { verdictSentence, withoutVerdict } from '../print/verdict-sentence';
import { known, tenantOf, whyOf } from './tenant-line';
import type { Overview, PersonPage, ScanLine, ScanPage } from './types';

/** More of a list than this would be too long to read on a page. */
const MOST_PEOPLE = 200;
const MOST_RUNNING = 30;
const MOST_SCANS = 10;

/** What there is to see: scans as they run, people by verdict, and watches. */
export async function readOverview(results: UserAccessResults): Promise<Overview> {
  const [running, completed, failed] = await Promise.all(
    (['RUNNING', 'COMPLETED', 'FAILED'] as const).map((status) =>
      all(results.scansByStatus(status, { limit: status === 'RUNNING' ? MOST_RUNNING + 1 : MOST_SCANS })),
    ),
  );
  const ended = [...(completed ?? []), ...(failed ?? [])].sort(newestFirst).slice(0, MOST_SCANS);
  const people = VERDICTS.map(async (verdict) => {
    const found = await all(results.people(verdict, { limit: MOST_PEOPLE + 1 }));
    const shown = found.slice(0, MOST_PEOPLE).map(({ email, since, confirmed, accessCounts }) => {
      return { email, since, confirmed, open: accessCounts.OPEN, unknown: accessCounts.UNKNOWN };
    });
    return { verdict, people: shown, isCut: found.length > MOST_PEOPLE };
  });
  const watches = await all(results.watches({ limit: MOST_PEOPLE + 1 }));
  return {
    isCut: { scans: (running ?? []).length > MOST_RUNNING, watches: watches.length > MOST_PEOPLE },
    scans: await withProgress(results, [...(running ?? []).slice(0, MOST_RUNNING), ...ended]),
    people: await Promise.all(people),
    watches: watches.slice(0, MOST_PEOPLE),
  };
}

const newestFirst = (a: Scan, b: Scan) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0);

/** Adds to scans that run how many of their tasks have ended. */
const withProgress = (results: UserAccessResults, scans: readonly PersonScan[]): Promise<ScanLine[]> =>
  Promise.all(
    scans.map(async (scan) => {
      const report = scan.status === 'RUNNING' ? await readScan(results, scan.scanId) : undefined;
      if (!report) return scan;
      return { ...scan, taskCount: report.results.length, endedTasks: endedIn(report.results) };
    }),
  );

const endedIn = (results: readonly { readonly status: string }[]) =>
  results.filter(({ status }) => status !== 'IN_PROGRESS').length;

/** Where a person stands. */
export async function readPersonPage(results: UserAccessResults, email: string): Promise<PersonPage> {
  const report = await readPerson(results, email);
  const { person, scan, standings } = report;
  const isListed = scan?.authorizationsError === undefined;
  const rows = byUrgency(inReadingOrder(standingRows(standings, person, scan)));
  return {
    verdict: person?.verdict,
    confirmed: person?.confirmed,
    sentences: personHead(email, report).map((sentence) => capitalized(sentence.replace(`${email}: `, ''))),
    tenants: rows.map((row) => ({
      ...tenantOf(row),
      answeredAt: row.lastAnswer?.recordedAt,
      remark: row.confirmed ? undefined : whyOf(row, isListed),
    })),
    scans: await withProgress(results, await all(results.scans(email, { limit: MOST_SCANS }))),
    watch: await results.watch(email),
  };
}

/** One scan with its results so far. Undefined if there is no such scan. */
export async function readScanPage(results: UserAccessResults, scanId: string): Promise<ScanPage | undefined> {
  const report = await readScan(results, scanId);
  if (!report) return undefined;
  const json = scanJson(report);
  const isListed = json.authorizationsError === null;
  const notAsked = json.unknown.filter(({ reason }) => reason === 'NOT_ASKED');
  const asked = byUrgency(json.results).map(({ app, tenantId, email, access, userStatus, ...row }) => ({
    ...known({ app, tenantId, email, access, userStatus }),
    taskId: row.taskId,
    tenantDisplayName: row.tenantDisplayName,
    answeredAt: access && access !== 'UNKNOWN' ? row.recordedAt : undefined,
    remark: access === 'UNKNOWN' ? whyOf({ ...row, reason: row.reason ?? 'OTHER' }, isListed) : endText(row),
  }));
  return {
    scan: report.scan,
    taskCount: json.taskCount,
    endedTasks: endedIn(report.results),
    sentences: [sentenceOf(json), ...(json.error ? [`${json.error.name}: ${json.error.message}`] : [])],
    tenants: [
      ...asked,
      ...notAsked.map((tenant) => ({
        ...tenantOf({ ...known(tenant), access: 'UNKNOWN' }),
        remark: whyOf(tenant, isListed),
      })),
    ],
  };
}

const sentenceOf = ({ verdict, email, status, accessCounts, ...scan }: ScanJson): string =>
  verdict === null
    ? capitalized(withoutVerdict(status, email !== null, accessCounts))
    : `${verdict}. ${verdictSentence({ ...scan, verdict, accessCounts })}`;

const capitalized = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
