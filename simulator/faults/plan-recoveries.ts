import type { SeededRandom } from '../world';
import { CRASH_POINTS } from './crash-points';
import type { OutagePlan, RecoveryPlan, ScanPlan } from './plan';

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** A last one without faults, and before it up to two with faults. Step Functions allows a redrive for 14 days. */
export function recoveriesOf(random: SeededRandom, late: boolean): RecoveryPlan[] {
  const faulty = random.chance(0.8) ? 0 : random.integer(1, 2);
  const after = () => random.pick([0, 0, random.between(60, HOUR), random.between(DAY, 13 * DAY)]);
  return [
    ...Array.from({ length: faulty }, () => {
      return { afterSeconds: after(), withFaults: true, crashPoint: random.pick(CRASH_POINTS) };
    }),
    { afterSeconds: late ? random.pick([12 * HOUR, 2 * DAY, 5 * DAY]) : after(), withFaults: false },
  ];
}

/** After an outage of hours, an execution may have ended without a trace, which only a redrive can finish. */
export function withUsefulRecovery(scans: readonly ScanPlan[], outages: readonly OutagePlan[]): ScanPlan[] {
  const long = outages.some(({ fromSeconds, toSeconds }) => toSeconds - fromSeconds > 4 * HOUR);
  return scans.map((scan) => (long ? { ...scan, recovery: 'redrive' } : scan));
}
