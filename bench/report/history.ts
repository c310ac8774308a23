import { OURS } from '../designs';
import { find } from '../goals';
import type { Row } from '../rows';
import { WORKLOAD_NAMES } from '../workloads';
import { short, table } from './table';

const KEPT = 8;
const BEGIN = '<!-- history -->';
const END = '<!-- end of history -->';

/** The rows of earlier runs, followed by this run's. */
export function history(previous: string, rows: readonly Row[], date: string, commit: string): string {
  const kept = (previous.split(BEGIN)[1]?.split(END)[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| 2'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const ours = WORKLOAD_NAMES.map((workload) => find(rows, workload, OURS));
  const cells = ours.flatMap((row) => [
    short(row.orchestrationUsdPer1000),
    short(row.lagMeanSeconds),
    short(row.batchGets),
  ]);
  const head = WORKLOAD_NAMES.flatMap((workload) => [`${workload}: USD`, 'lag, s', 'BatchGets']);
  const all = [...kept, [date, commit, ...cells]].slice(-KEPT);
  return [BEGIN, table(['date', 'commit', ...head], all), END].join('\n');
}
