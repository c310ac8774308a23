import { OURS } from '../designs';
import { find } from '../goals';
import type { Row } from '../rows';
import { WORLD_NAMES } from '../worlds';
import { short, table } from './table';

const KEPT = 8;
const BEGIN = '<!-- history -->';
const END = '<!-- end of history -->';

/** The rows of earlier runs, and this run's below them. */
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
  const ours = WORLD_NAMES.map((world) => find(rows, world, OURS));
  const cells = ours.flatMap((row) => [
    short(row.orchestrationUsdPer1000),
    short(row.lagMeanSeconds),
    short(row.batchGets),
  ]);
  const head = WORLD_NAMES.flatMap((world) => [`${world}: USD`, 'lag, s', 'BatchGets']);
  const all = [...kept, [date, commit, ...cells]].slice(-KEPT);
  return [BEGIN, table(['date', 'commit', ...head], all), END].join('\n');
}
