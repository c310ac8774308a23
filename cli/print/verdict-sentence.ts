import type { AccessCounts, Coverage, OpenTenant, ScanStatus, Verdict } from '../../results';

/** What a verdict's sentence is made of. */
export interface Judged {
  readonly verdict: Verdict;
  readonly coverage?: Coverage | null;
  readonly accessCounts: AccessCounts;
  /** Absent if the scan's record is not at hand. */
  readonly open?: readonly Pick<OpenTenant, 'confirmed'>[];
  readonly openTruncated?: boolean;
  readonly authorizationsError?: string | null;
}

/** A number with its noun, such as `1 app` and `3 apps`. */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`;

export const isOrAre = (number: number): string => (number === 1 ? 'is' : 'are');

/** Says in words what a verdict means. */
export function verdictSentence(judged: Judged): string {
  const { accessCounts, coverage } = judged;
  const answered = coverage
    ? `${coverage.answered} of ${count(coverage.counted, 'app')} answered`
    : 'Every app answered';
  switch (judged.verdict) {
    case 'OPEN':
      return [openPart(judged), missing(judged)].filter(Boolean).join(' ');
    case 'UNKNOWN':
      return `No account is known to be open, but ${doubt(judged)}.`;
    case 'CLEAR':
      return accessCounts.BLOCKED > 0
        ? `Nothing is open. ${answered}; ${count(accessCounts.BLOCKED, 'account')} ${isOrAre(accessCounts.BLOCKED)} blocked.`
        : `Nothing is open. ${answered}; what accounts there were are gone.`;
    case 'NOT_FOUND':
      return 'Nobody by that address in any app. Is it right?';
  }
}

function openPart({ accessCounts, coverage, open, openTruncated }: Judged): string {
  const confirmed = accessCounts.OPEN;
  const unconfirmed = open?.filter((tenant) => !tenant.confirmed).length ?? 0;
  const silent = accessCounts.UNKNOWN > 0 ? `${silence(accessCounts.UNKNOWN, coverage)}` : '';
  const usable = (accounts: string) => `${accounts} can still be used`;
  if (confirmed > 0 && unconfirmed === 0) return `${usable(count(confirmed, 'account'))}${silent && `, ${silent}`}.`;
  const earlier = unconfirmed === 1 ? 'an earlier answer' : 'earlier answers';
  const known = unconfirmed > 0 && !openTruncated;
  const rest = `by ${earlier}, not confirmed by this scan`;
  const first =
    confirmed > 0
      ? `${usable(count(confirmed, 'account'))}, and ${unconfirmed} more ${rest}`
      : `${usable(known ? count(unconfirmed, 'account') : 'At least one account')} ${rest}`;
  return `${first}.${silent && ` ${silent}.`}`;
}

/** Such as `3 apps gave no answer (1 was not asked)`. */
function silence(unknown: number, coverage: Coverage | null | undefined, of?: number): string {
  const notAsked = coverage ? coverage.counted - coverage.asked : 0;
  const apps = of ? `${unknown} of ${count(of, 'app')}` : count(unknown, 'app');
  return `${apps} gave no answer${notAsked > 0 ? ` (${notAsked} ${notAsked === 1 ? 'was' : 'were'} not asked)` : ''}`;
}

/** Why a verdict is UNKNOWN. */
export function doubt({ accessCounts, coverage, authorizationsError }: Judged): string {
  const { UNKNOWN } = accessCounts;
  const unlisted = authorizationsError && `an app may be missing: ${unlistedBecause(authorizationsError)}`;
  const silent = UNKNOWN > 0 ? silence(UNKNOWN, coverage, coverage?.counted) : undefined;
  const nothing = coverage?.counted === 0 ? 'no app was asked' : undefined;
  return [silent ?? nothing, unlisted].filter(Boolean).join(', and ') || 'not every app answered';
}

const missing = ({ authorizationsError }: Judged) =>
  authorizationsError && `An app may be missing: ${unlistedBecause(authorizationsError)}.`;

export const unlistedBecause = (error: string) => `the app authorizations could not be listed (${error})`;

/** What a scan without a verdict says instead. */
export function withoutVerdict(status: ScanStatus, isOfPerson: boolean, { OPEN, UNKNOWN }: AccessCounts): string {
  const open = OPEN > 0 ? `${count(OPEN, 'account')} can still be used` : 'No account is known to be open';
  const silent = UNKNOWN > 0 ? `, ${count(UNKNOWN, 'task')} gave no answer` : '';
  const found = `${open}${silent}${status === 'COMPLETED' ? '' : ' so far'}.`;
  if (status === 'RUNNING') return `no verdict yet, because the scan runs. ${found}`;
  if (status === 'FAILED') return `no verdict, because the scan failed. ${found}`;
  return isOfPerson ? `no verdict is recorded. ${found}` : `no verdict, because the scan is one of task ids. ${found}`;
}
