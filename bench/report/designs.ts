import { TASKS } from '../comparison';
import { designOf, OURS } from '../designs';
import { better, durableAtOurLag, goals } from '../goals';
import type { Results } from '../results';
import { type Row, totalUsd } from '../rows';
import { WORKLOAD_NAMES } from '../workloads';
import { percent, short, table } from './table';

export function everyGoal({ comparison }: Results): string {
  const rows = goals(comparison).map(({ what, workload, ratio, atMost }) => [
    what,
    workload,
    short(ratio),
    String(atMost),
    ratio <= atMost ? 'yes' : '**no**',
  ]);
  const worse = better(comparison).map(({ design, workload }) => `\`${design}\` with the ${workload} workload`);
  return [
    'Ratios of our design to another one. "Orchestration" is state transitions or durable operations, and Lambda. "Cost" also includes writes and events.',
    table(['compared with another design', 'workload', 'ratio', 'at most', 'met'], rows),
    worse.length === 0
      ? 'No crash-safe design (1 to 4) is both cheaper and faster than ours under any workload.'
      : `Both cheaper and faster than ours: ${worse.join(', ')}.`,
  ].join('\n\n');
}

export function prose({ crashes }: Results): string {
  const rows = crashes.map(({ design, published, lagMeanSeconds }) => {
    const { title, visible } = designOf(design);
    return [`\`${design}\``, title, visible, percent(published), short(lagMeanSeconds)];
  });
  return [
    'What you can see before a scan ends, and how many of its results are published if the process that waits for them dies once in every scan, 8 s after its start (typical workload):',
    table(
      ['design', 'description', 'visible before the end', 'published after the crash', 'mean lag with the crash, s'],
      rows,
    ),
  ].join('\n\n');
}

export function designTables({ comparison, effort }: Results): string {
  const main = WORKLOAD_NAMES.map((workload) => {
    const { ours, capped } = comparison.durable[workload];
    const same = durableAtOurLag(comparison.durable[workload]);
    return [
      `### ${workload}, ${TASKS} tasks`,
      rowsTable(comparison.rows.filter((row) => row.workload === workload && row.tasks === TASKS)),
      `A durable function with its backoff capped, over the same ${effort.fewScans} scans (lag in s → USD of orchestration): ${capped.map((row) => `${short(row.lagMeanSeconds)} → ${short(row.orchestrationUsdPer1000)}`).join(', ')}. Ours: ${short(ours.lagMeanSeconds)} → ${short(ours.orchestrationUsdPer1000)}; the durable function at a lag of ${short(same.lag)}: ${short(same.orchestration)}.`,
    ].join('\n\n');
  });
  const other = [1, 50].map((tasks) =>
    [
      `### ${tasks === 1 ? '1 task' : `${tasks} tasks`}`,
      `${effort.fewScans} scans each.`,
      shortTable(comparison.rows.filter((row) => row.tasks === tasks)),
    ].join('\n\n'),
  );
  return [...main, ...other].join('\n\n');
}

const HEAD = [
  'design',
  'orchestration, USD per 1,000',
  'writes and events, USD per 1,000',
  'lag: mean, s',
  '95 %, s',
  'worst, s',
  'BatchGets',
  'transitions or durable operations',
  'invocations',
  'GB-s',
  'write units',
  'events',
  'lost per 1,000',
];

const rowsTable = (rows: readonly Row[]): string =>
  table(
    HEAD,
    rows.map((row) => [
      name(row),
      short(row.orchestrationUsdPer1000),
      short(row.writesAndEventsUsdPer1000),
      short(row.lagMeanSeconds),
      short(row.lagP95Seconds),
      short(row.lagMaxSeconds),
      short(row.batchGets),
      short(row.transitions + row.durableOperations),
      short(row.lambdaInvocations),
      short(row.lambdaGbSeconds),
      short(row.writeUnits),
      short(row.events),
      short(row.lostPer1000),
    ]),
  );

const shortTable = (rows: readonly Row[]): string =>
  table(
    [
      'workload',
      'design',
      'orchestration, USD per 1,000',
      'all, USD per 1,000',
      'lag: mean, s',
      '95 %, s',
      'worst, s',
      'BatchGets',
    ],
    rows.map((row) => [
      row.workload,
      name(row),
      short(row.orchestrationUsdPer1000),
      short(totalUsd(row)),
      short(row.lagMeanSeconds),
      short(row.lagP95Seconds),
      short(row.lagMaxSeconds),
      short(row.batchGets),
    ]),
  );

const name = ({ design }: Row): string => (design === OURS ? `**${design}**` : design);
