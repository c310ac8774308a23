import { MAX_ASKED_AGAIN_IN_ALL } from '../../lib/contract/watch-limits';
import type { WatchRecord } from '../../lib/contract/watches';
import { isoTime } from '../common/clock';

/**
 * Plans the next scan of a watch after one has ended: at the next step of the cadence, or sooner, if something was
 * unavailable. A scan that asks again does not move the next step.
 *
 * @param canPass whether it is worth asking again before the next step
 */
export function planNextScan(watch: WatchRecord, canPass: boolean, now: number): WatchRecord {
  const { settings, nextScanAt, turn, askedAgainInAll } = watch;
  const isStep = watch.stepAt === undefined || nextScanAt === watch.stepAt;
  const next = isStep ? nextStep(watch, now) : { step: watch.step, stepAt: watch.stepAt, askedAgain: watch.askedAgain };
  const soon = isoTime(now + settings.askAgainSeconds * 1000);
  const asksAgain =
    canPass &&
    next.askedAgain < settings.askAgainTimes &&
    askedAgainInAll < MAX_ASKED_AGAIN_IN_ALL &&
    soon < next.stepAt;
  const at = asksAgain ? soon : next.stepAt;
  // Nothing is scanned when the watch has ended.
  if (at >= watch.giveUpAt) return { ...watch, ...next, nextScanAt: undefined };
  return {
    ...watch,
    ...next,
    askedAgain: next.askedAgain + (asksAgain ? 1 : 0),
    askedAgainInAll: askedAgainInAll + (asksAgain ? 1 : 0),
    nextScanAt: at,
    turn: turn + 1,
  };
}

/** The last wait of the cadence is repeated. */
function nextStep({ settings: { cadenceSeconds }, step }: WatchRecord, now: number) {
  const wait = cadenceSeconds[Math.min(step, cadenceSeconds.length - 1)] as number;
  return { step: step + 1, stepAt: isoTime(now + wait * 1000), askedAgain: 0 };
}
