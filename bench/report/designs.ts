import { TASKS } from '../comparison';
import { designOf, ONE_LAMBDA, OURS } from '../find-design';
import { better, durableAtOurLag, find, goals } from '../goals';
import { PRICES } from '../prices';
import type { Results } from '../results';
import { type Row, totalUsd } from '../rows';
import { WORKLOAD_NAMES } from '../workloads';
import { type Column, percent, short, table } from './table';

export function everyGoal({ comparison }: Results): string {
  const worse = better(comparison).map(({ design, workload }) => `\`${design}\` with the ${workload} workload`);
  return [
    'Ratios of our design to another one. "Orchestration" is state transitions or durable operations, and Lambda. "Cost" also includes writes and events.',
    table(goals(comparison), [
      ['compared with another design', 'what'],
      ['workload', 'workload'],
      ['ratio', 'ratio'],
      ['at most', ({ atMost }) => String(atMost)],
      ['met', ({ ratio, atMost }) => (ratio <= atMost ? 'yes' : '**no**')],
    ]),
    worse.length === 0
      ? 'No crash-safe design (1 to 4) is both cheaper and faster than ours under any workload.'
      : `Both cheaper and faster than ours: ${worse.join(', ')}.`,
  ].join('\n\n');
}

/** Why one Lambda that loops stays cheaper, from this run's numbers. */
export function whyOneLambda({ comparison: { rows } }: Results): string {
  const usd = WORKLOAD_NAMES.map((workload) => {
    const [ours, floor] = [find(rows, workload, OURS), find(rows, workload, ONE_LAMBDA)];
    const states = ours.transitions * PRICES.transition.usd * 1000;
    const rest = ours.orchestrationUsdPer1000 - states;
    return `${workload}: ${states.toPrecision(3)} for states and ${rest.toPrecision(3)} for functions, against ${floor.orchestrationUsdPer1000.toPrecision(3)}`;
  });
  return `\`${ONE_LAMBDA}\` is the cheapest, but loses what it has not published when it is killed. The difference is our state machine. USD for 1,000 scans, ${usd.join('; ')}. A state machine with a plain Choice has at least three transitions: a function, the Choice, an end. An inline Map over zero or one open scans would need two, but its output would be a list, and redrives and errors would belong to the Map.`;
}

export function prose({ crashes }: Results): string {
  return [
    'What you can see before a scan ends, and how many of its results are published if the process that waits for them dies once in every scan, 8 s after its start (typical workload):',
    table(crashes, [
      ['design', ({ design }) => `\`${design}\``],
      ['description', ({ design }) => designOf(design).title],
      ['visible before the end', ({ design }) => designOf(design).visible],
      ['published after the crash', ({ published }) => percent(published)],
      ['mean lag with the crash, s', 'lagMeanSeconds'],
    ]),
  ].join('\n\n');
}

export function designTables({ comparison, effort }: Results): string {
  const main = WORKLOAD_NAMES.map((workload) => {
    const { ours, capped } = comparison.durable[workload];
    const same = durableAtOurLag(comparison.durable[workload]);
    const lagAndCost = (row: Row) => `${short(row.lagMeanSeconds)} → ${short(row.orchestrationUsdPer1000)}`;
    return [
      `### ${workload}, ${TASKS} tasks`,
      table(
        comparison.rows.filter((row) => row.workload === workload && row.tasks === TASKS),
        COLUMNS,
      ),
      `A durable function with its backoff capped, over the same ${effort.fewScans} scans (lag in s → USD of orchestration): ${capped.map(lagAndCost).join(', ')}. Ours: ${lagAndCost(ours)}; the durable function at a lag of ${short(same.lag)}: ${short(same.orchestration)}.`,
    ].join('\n\n');
  });
  const other = [1, 50].map((tasks) =>
    [
      `### ${tasks === 1 ? '1 task' : `${tasks} tasks`}`,
      `${effort.fewScans} scans each.`,
      table(
        comparison.rows.filter((row) => row.tasks === tasks),
        FEW_COLUMNS,
      ),
    ].join('\n\n'),
  );
  return [...main, ...other].join('\n\n');
}

const DESIGN: Column<Row> = ['design', ({ design }) => (design === OURS ? `**${design}**` : design)];
const ORCHESTRATION: Column<Row> = ['orchestration, USD per 1,000', 'orchestrationUsdPer1000'];
const LAG_AND_CALLS: Column<Row>[] = [
  ['lag: mean, s', 'lagMeanSeconds'],
  ['95 %, s', 'lagP95Seconds'],
  ['worst, s', 'lagMaxSeconds'],
  ['BatchGets', 'batchGets'],
];

const FEW_COLUMNS: Column<Row>[] = [
  ['workload', 'workload'],
  DESIGN,
  ORCHESTRATION,
  ['all, USD per 1,000', totalUsd],
  ...LAG_AND_CALLS,
];

const COLUMNS: Column<Row>[] = [
  DESIGN,
  ORCHESTRATION,
  ['writes and events, USD per 1,000', 'writesAndEventsUsdPer1000'],
  ...LAG_AND_CALLS,
  ['transitions or durable operations', ({ transitions, durableOperations }) => transitions + durableOperations],
  ['invocations', 'lambdaInvocations'],
  ['GB-s', 'lambdaGbSeconds'],
  ['write units', 'writeUnits'],
  ['events', 'events'],
  ['lost per 1,000', 'lostPer1000'],
];
