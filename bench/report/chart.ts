import type { Comparison, WindowRow } from '../comparison';
import type { Row } from '../rows';
import { WORKLOAD_NAMES, type WorkloadName } from '../workloads';

const PANEL = { width: 300, height: 300, left: 58, top: 40, gap: 34, bottom: 56 };
const COLORS: Record<string, string> = {
  '1-job-poller': '#b45309',
  '2-sdk-integrations': '#7c3aed',
  '3-provider-waiter': '#0e7490',
  '4-durable-function': '#15803d',
  '5-one-lambda': '#6b7280',
  '6-ours': '#be123c',
};

/** Cost against lag, one panel per workload. Both axes are logarithmic; lower left is better. */
export function chart(comparison: Comparison, windows: readonly WindowRow[], tasks: number): string {
  const panels = WORKLOAD_NAMES.map((workload, index) => {
    const rows = comparison.rows.filter((row) => row.workload === workload && row.tasks === tasks);
    const ours = windows.filter((row) => row.workload === workload);
    return panel(workload, index, rows, comparison.durable[workload].capped, ours);
  });
  const width = PANEL.left + WORKLOAD_NAMES.length * (PANEL.width + PANEL.gap);
  const height = PANEL.top + PANEL.height + PANEL.bottom;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img">`,
    '<title>Orchestration cost of 1,000 scans against mean lag, under three workloads</title>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...panels,
    legend(height),
    '</svg>\n',
  ].join('\n');
}

function panel(
  workload: WorkloadName,
  index: number,
  rows: readonly Row[],
  capped: readonly Row[],
  ours: readonly Row[],
) {
  const all = [...rows, ...capped, ...ours];
  const left = PANEL.left + index * (PANEL.width + PANEL.gap);
  const bottom = PANEL.top + PANEL.height;
  const costs = all.map((row) => row.orchestrationUsdPer1000);
  const lags = all.map((row) => row.lagMeanSeconds);
  const x = scale(costs, left, PANEL.width);
  const y = scale(lags, bottom, -PANEL.height);
  const xOf = (row: Row) => x.at(row.orchestrationUsdPer1000);
  const yOf = (row: Row) => y.at(row.lagMeanSeconds);
  const line = (of: readonly Row[], color: string) =>
    `<polyline fill="none" stroke="${color}" stroke-opacity="0.5" stroke-width="1.5" points="${of.map((row) => `${round(xOf(row))},${round(yOf(row))}`).join(' ')}"/>`;
  return [
    `<text x="${left}" y="${PANEL.top - 14}" font-weight="600" fill="#111827">${workload} workload</text>`,
    `<rect x="${left}" y="${PANEL.top}" width="${PANEL.width}" height="${PANEL.height}" fill="none" stroke="#d1d5db"/>`,
    ...x.ticks.map(
      (tick) =>
        `<line x1="${round(x.at(tick))}" x2="${round(x.at(tick))}" y1="${PANEL.top}" y2="${bottom}" stroke="#f3f4f6"/><text x="${round(x.at(tick))}" y="${bottom + 16}" text-anchor="middle" fill="#374151">${tick}</text>`,
    ),
    ...y.ticks.map(
      (tick) =>
        `<line x1="${left}" x2="${left + PANEL.width}" y1="${round(y.at(tick))}" y2="${round(y.at(tick))}" stroke="#f3f4f6"/><text x="${left - 4}" y="${round(y.at(tick) + 4)}" text-anchor="end" fill="#374151">${tick}</text>`,
    ),
    line(capped, COLORS['4-durable-function'] ?? '#000'),
    line(ours, COLORS['6-ours'] ?? '#000'),
    ...rows.map(
      (row) =>
        `<circle cx="${round(xOf(row))}" cy="${round(yOf(row))}" r="5" fill="${COLORS[row.design]}"/><text x="${round(xOf(row) + 8)}" y="${round(yOf(row) + 4)}" fill="${COLORS[row.design]}" font-weight="600">${row.design.charAt(0)}</text>`,
    ),
  ].join('\n');
}

function legend(height: number): string {
  const names = Object.entries(COLORS).map(([design, color]) => `<tspan fill="${color}">${design}  </tspan>`);
  return [
    `<text x="${PANEL.left}" y="${height - 22}" fill="#374151">across: USD of orchestration for 1,000 scans; up: mean lag in seconds. Lines: 4 with other backoffs, 6 with other poll windows.</text>`,
    `<text x="${PANEL.left}" y="${height - 6}" xml:space="preserve" font-weight="600">${names.join('')}</text>`,
  ].join('\n');
}

function scale(values: readonly number[], from: number, length: number) {
  const low = Math.log10(Math.min(...values)) - 0.12;
  const high = Math.log10(Math.max(...values)) + 0.12;
  const at = (value: number) => from + ((Math.log10(value) - low) / (high - low)) * length;
  const ticks = [-3, -2, -1, 0, 1, 2, 3].flatMap((exponent) =>
    [1, 2, 5].map((digit) => Number((digit * 10 ** exponent).toPrecision(1))),
  );
  return { at, ticks: ticks.filter((tick) => Math.log10(tick) >= low && Math.log10(tick) <= high) };
}

const round = (value: number): string => value.toFixed(1);
