import type { Verdict } from '../../lib/contract/access/access';
import { ScanErrorName } from '../../lib/contract/names';
import { type CompletedScan, isCompleted, type ScanFailure, type ScanRecord } from '../../lib/contract/records';
import type { WatchRecord, WatchScan, WatchSettings } from '../../lib/contract/watches';
import { isErrorName } from '../scan/errors';
import { personOrder } from '../store/people';
import type { WatchDependencies } from './dependencies';
import { type Findings, findingsOf, findingsOfStandings } from './findings';
import { isTriggerOf, scanName } from './scan-start';
import type { ScanFailed } from './state';

/** What became of a scan of a watch. */
export interface ScanOutcome {
  readonly scan: Omit<WatchScan, 'reviewedAt'>;
  /** What is known after it. Absent unless it is completed. */
  readonly findings?: Findings;
  /** Whether the person is clear, in terms of the watch. */
  readonly isClear: boolean;
  /** Whether it can be different soon: the scan failed, or something was unavailable. */
  readonly canPass: boolean;
}

type OutcomeDependencies = Pick<WatchDependencies, 'scans' | 'people' | 'standings'>;

/** Reads what became of the scan that a watch has begun. Its execution has ended, well or not. */
export async function scanOutcome(
  watch: WatchRecord,
  failure: ScanFailed | undefined,
  dependencies: OutcomeDependencies,
): Promise<ScanOutcome> {
  const scanId = scanName(watch);
  const found = await dependencies.scans.find(scanId);
  const scan = found && isOwn(found, watch) ? found : undefined;
  if (scan === undefined || !isCompleted(scan)) {
    const error = scan?.error ?? interrupted(failure);
    return { scan: { scanId, status: scan?.status, error }, isClear: false, canPass: true };
  }
  const { status, verdict = 'UNKNOWN' } = scan;
  const own = findingsOf(verdict, scanId, scan);
  const newer = isClear(verdict, watch.settings) ? await newerFindings(scan, watch.settings, dependencies) : undefined;
  // Somebody who asks for a watch wants to know what is so from then on.
  const { requesters, latestRequestAt = '' } = watch;
  const requests = [...requesters.map(({ requestedAt }) => requestedAt), latestRequestAt];
  const isAfterRequests = requests.every((requestedAt) => requestedAt <= scan.startedAt);
  return {
    scan: { scanId, status, verdict },
    findings: newer ?? own,
    isClear: isClear(verdict, watch.settings) && newer === undefined && isAfterRequests,
    canPass: canPass(scan) || !isAfterRequests,
  };
}

/** Whether a verdict ends a watch. */
const isClear = (verdict: Verdict, { notFoundIsClear }: WatchSettings): boolean =>
  verdict === 'CLEAR' || (verdict === 'NOT_FOUND' && notFoundIsClear);

/** Somebody can have used the name of the execution for another scan, even for one of another person. */
const isOwn = ({ scanId, email, startedAt, trigger }: ScanRecord, watch: WatchRecord): boolean =>
  email === watch.email && startedAt >= watch.startedAt && isTriggerOf(scanId, trigger);

/**
 * Why a person is not clear although a scan of the watch says so: somebody else's scan has asked since then. It has
 * another verdict, or it has not ended, but an account is open.
 */
async function newerFindings(
  scan: CompletedScan,
  settings: WatchSettings,
  { scans, people, standings }: OutcomeDependencies,
): Promise<Findings | undefined> {
  if (scan.email === undefined) return undefined;
  const person = await people.find(scan.email);
  if (person !== undefined && person.order > personOrder(scan) && !isClear(person.verdict, settings)) {
    const newer = await scans.find(person.scanId);
    return findingsOf(person.verdict, person.scanId, newer ?? {});
  }
  const open = (await standings.ofPerson(scan.email)).filter(({ access }) => access === 'OPEN');
  return open.length > 0 ? findingsOfStandings(open) : undefined;
}

/** Reasons that pass by themselves, soon or later. Others are somebody's job. */
const PASSING_REASONS = ['APP_UNAVAILABLE', 'TIMED_OUT', 'EXPIRED'];

const canPass = ({ unknown, authorizationsError }: CompletedScan): boolean =>
  authorizationsError !== undefined || unknown.some(({ reason }) => PASSING_REASONS.includes(reason));

/** The scan's record does not say why it failed: it is not there, not this scan's, or not final. */
function interrupted(failure: ScanFailed | undefined): ScanFailure {
  const cause = isErrorName(failure?.Error) ? ` (${failure.Error})` : '';
  return {
    name: ScanErrorName.INTERRUPTED,
    message:
      `The execution of the scan ended${cause}, and no result of it is recorded. The watch goes on. If this is ` +
      'repeated, check the executions of the scan state machine, and the role of the watch state machine.',
  };
}
