import type { Verdict } from '../../lib/contract/access/access';
import type { CompletedScan, Standing } from '../../lib/contract/records';
import type { WatchRecord } from '../../lib/contract/watches';
import { unconfirmedTenant } from '../access/verdict';
import { whatFits } from '../common/what-fits';

/** Of each list of tenants. They are in the item of the watch, and up to twice more in the events that wait in it. */
export const MAX_TENANTS_BYTES = 20 * 1024;

/** What a watch keeps of what the latest completed scan says. */
export type Findings = Required<
  Pick<WatchRecord, 'verdict' | 'verdictScanId' | 'open' | 'openTruncated' | 'unknown' | 'unknownTruncated'>
> &
  Pick<WatchRecord, 'authorizationsError'>;

type Lists = Partial<
  Pick<CompletedScan, 'open' | 'openTruncated' | 'unknown' | 'unknownTruncated' | 'authorizationsError'>
>;

export function findingsOf(verdict: Verdict, scanId: string, lists: Lists): Findings {
  const { open = [], openTruncated = false, unknown = [], unknownTruncated = false, authorizationsError } = lists;
  const fitting = { open: whatFits(open, MAX_TENANTS_BYTES), unknown: whatFits(unknown, MAX_TENANTS_BYTES) };
  return {
    verdict,
    verdictScanId: scanId,
    ...fitting,
    openTruncated: openTruncated || fitting.open.length < open.length,
    unknownTruncated: unknownTruncated || fitting.unknown.length < unknown.length,
    authorizationsError,
  };
}

/** What standings say that are open by answers of a scan that has not ended. */
export function findingsOfStandings(standings: readonly Standing[]): Findings {
  const open = standings.map((standing) => ({ ...unconfirmedTenant(standing), confirmed: standing.confirmed }));
  return findingsOf('OPEN', standings[0]?.lastAnswer?.scanId ?? '', { open });
}
