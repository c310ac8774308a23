import { WATCH_STATUSES } from '../../lib/contract/watches';
import type { ScanStatus, WatchStatus } from '../../results';
import { didYouMean, mistake } from '../errors';
import { printable } from '../print/printable';

/** `--status` has other values for scans than for watches. */
export const scanStatus = (typed: string): ScanStatus => statusIn(['RUNNING', 'COMPLETED', 'FAILED'], typed);

export const watchStatus = (typed: string): WatchStatus => statusIn(WATCH_STATUSES, typed);

function statusIn<T extends string>(statuses: readonly T[], typed: string): T {
  const found = statuses.find((known) => known === typed.toUpperCase().replace('-', '_'));
  if (found !== undefined) return found;
  const names = statuses.map((known) => known.toLowerCase().replace('_', '-'));
  const list = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  throw mistake(`--status must be ${list}, not ${printable(typed)}.${didYouMean(typed, names)}`);
}
