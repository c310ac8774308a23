import { OURS } from '../find-design';
import { find } from '../goals';
import type { Row } from '../rows';
import { WORKLOAD_NAMES } from '../workloads';
import { short, table } from './table';

const KEPT = 8;
const BEGIN = '<!-- history -->';
const END = '<!-- end of history -->';

/** The rows of earlier runs, followed by this run's. */
export function history(previous: string, rows: readonly Row[], date: string, commit: string): string {
  const kept = (previous.split(BEGIN)[1]?.split(END)[0] ?? '').split('\n').filter((line) => line.startsWith('| 2'));
  const past = kept.map((line) => line.slice(2, -2).split(' | '));
  const ours = WORKLOAD_NAMES.map((workload) => find(rows, workload, OURS));
  const cells = ours.flatMap((row) => [row.orchestrationUsdPer1000, row.lagMeanSeconds, row.batchGets].map(short));
  const heads = WORKLOAD_NAMES.flatMap((workload) => [`${workload}: USD`, 'lag, s', 'BatchGets']);
  const all = [...past, [date, commit, ...cells]].slice(-KEPT);
  return [
    BEGIN,
    table(
      all,
      ['date', 'commit', ...heads].map((head, column) => [head, column]),
    ),
    END,
  ].join('\n');
}
