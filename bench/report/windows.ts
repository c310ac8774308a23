import { Env } from '../../lib/contract/names';
import { gapRows } from '../gaps';
import type { Results } from '../results';
import type { WindowRow } from '../windows';
import { WORKLOAD_NAMES } from '../workloads';
import { short, table } from './table';

export function windowTable({ windows, effort, settings }: Results): string {
  const chosen = Number(settings[Env.POLL_WINDOW_SECONDS]);
  const bySeconds = [...Map.groupBy(windows, ({ windowSeconds }) => windowSeconds)];
  const rows = bySeconds.map(([seconds, ofWindow]) => [
    seconds === chosen ? `**${seconds}**` : String(seconds),
    ...WORKLOAD_NAMES.flatMap((workload) => cells(ofWindow.find((row) => row.workload === workload))),
  ]);
  const off = windows.filter(({ windowSeconds }) => windowSeconds === 0);
  const on = windows.filter(({ windowSeconds }) => windowSeconds === chosen);
  const zero = WORKLOAD_NAMES.map((workload) => {
    const [without, with_] = [off, on].map((list) => list.find((row) => row.workload === workload));
    if (!without || !with_) return '';
    const cost = without.orchestrationUsdPer1000 / with_.orchestrationUsdPer1000;
    return `${short(cost)} times the cost and ${short(without.lagMeanSeconds / with_.lagMeanSeconds)} times the lag with the ${workload} workload`;
  });
  return [
    `PollTasks polls inside one invocation for the poll window, and then returns to the state machine, which waits. One turn of the state machine (Wait, PollTasks, Choice) is three transitions, which cost as much as 22.5 s of a 256 MB function. A shorter wait never saves money, a longer one does, and a task that ends during a wait is seen late. Long windows with few waits are fast; short windows with long waits are cheap. ${effort.fewScans} scans each; only the window differs:`,
    table(
      [
        'window, s',
        ...WORKLOAD_NAMES.flatMap((workload) => [`${workload}: USD per 1,000`, 'lag, s', 'worst, s', 'functions busy']),
      ],
      rows,
    ),
    `"Functions busy" is the Lambda concurrency that each running scan uses. With a window it is near 1: a thousand scans at once use an account's whole default concurrency (1,000). If other functions share the account, limit how many scans run at once, or set a shorter window. With \`Duration.seconds(0)\` a scan uses a function only for moments, at ${zero.join(', ')}.`,
    "Inside the window the gap is a share of the tasks' age, between a minimum and a maximum. The lag stays in proportion to how long the apps take, and the number of calls grows with the logarithm of the age until the gap reaches its maximum. The function costs the same however often it polls, so the gaps only balance lag against calls to AppFabric. Calculated, for one endless window:",
    gapTable(),
  ].join('\n\n');
}

function gapTable(): string {
  const byGaps = [...Map.groupBy(gapRows(), ({ gaps }) => gaps).values()];
  return table(
    ['share of age', 'longest gap, s', ...WORKLOAD_NAMES.flatMap((workload) => [`${workload}: lag, s`, 'BatchGets'])],
    byGaps.map((rows) => {
      const [{ gaps, chosen } = {}] = rows;
      const longest = String((gaps?.maxMilliseconds ?? 0) / 1000);
      return [
        String(gaps?.shareOfAge),
        chosen ? `**${longest}**` : longest,
        ...rows.flatMap(({ lagMeanSeconds, batchGets }) => [short(lagMeanSeconds), short(batchGets)]),
      ];
    }),
  );
}

const cells = (row: WindowRow | undefined): string[] =>
  row
    ? [short(row.orchestrationUsdPer1000), short(row.lagMeanSeconds), short(row.lagMaxSeconds), short(row.concurrency)]
    : ['–', '–', '–', '–'];
