import { GAPS, type Gaps, pollGapMilliseconds } from '../lambda/scan/pacing';
import { createRandom } from '../simulator/world/random';
import { SEED, TASKS } from './comparison';
import { latencies, WORKLOADS, type WorkloadName } from './workloads';

const SHARES = [0.05, 0.15, 0.3];
const MAX_GAPS_MILLISECONDS = [1000, 2000, 5000, 10_000];
const SCANS = 500;

/** Mean seconds of a call to AppFabric and of publishing, from simulator/world/world.ts. */
const CALL_SECONDS = 0.155;
const PUBLISH_SECONDS = 0.035;

/** Gaps inside one long poll window, calculated. The measured rows confirm the chosen ones. */
export function gapRows() {
  const variants = SHARES.flatMap((shareOfAge) =>
    MAX_GAPS_MILLISECONDS.map((maxMilliseconds): Gaps => ({ ...GAPS, shareOfAge, maxMilliseconds })),
  );
  const isChosen = (gaps: Gaps) => gaps.shareOfAge === GAPS.shareOfAge && gaps.maxMilliseconds === GAPS.maxMilliseconds;
  const all = variants.some(isChosen) ? variants : [...variants, GAPS];
  return all.map((gaps) => {
    const [fast, typical, slow] = [walk('fast', gaps), walk('typical', gaps), walk('slow', gaps)];
    return { gaps, chosen: isChosen(gaps), fast, typical, slow };
  });
}

function walk(workload: WorkloadName, gaps: Gaps) {
  const random = createRandom(SEED);
  const lags: number[] = [];
  let batchGets = 0;
  for (const seconds of latencies(WORKLOADS[workload], SCANS, TASKS, SEED)) {
    let open = seconds;
    for (let now = 0; open.length > 0; now += pollGapMilliseconds(now * 1000, random, gaps) / 1000) {
      const seen = now + CALL_SECONDS / 2;
      batchGets++;
      now += CALL_SECONDS;
      lags.push(...open.filter((end) => end <= seen).map((end) => now + PUBLISH_SECONDS - end));
      open = open.filter((end) => end > seen);
    }
  }
  return { lagMeanSeconds: lags.reduce((sum, lag) => sum + lag, 0) / lags.length, batchGets: batchGets / SCANS };
}
