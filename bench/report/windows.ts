import { Env } from '../../lib/contract/names';
import { gapRows } from '../gaps';
import type { Results } from '../results';
import type { WindowRow } from '../windows';
import { WORLD_NAMES } from '../worlds';
import { short, table } from './table';

export function windowTable({ windows, effort, settings }: Results): string {
  const chosen = Number(settings[Env.POLL_WINDOW_SECONDS]);
  const bySeconds = [...Map.groupBy(windows, ({ windowSeconds }) => windowSeconds)];
  const rows = bySeconds.map(([seconds, ofWindow]) => [
    seconds === chosen ? `**${seconds}**` : String(seconds),
    ...WORLD_NAMES.flatMap((world) => cells(ofWindow.find((row) => row.world === world))),
  ]);
  const off = windows.filter(({ windowSeconds }) => windowSeconds === 0);
  const on = windows.filter(({ windowSeconds }) => windowSeconds === chosen);
  const zero = WORLD_NAMES.map((world) => {
    const [without, with_] = [off, on].map((list) => list.find((row) => row.world === world));
    if (!without || !with_) return '';
    const cost = without.orchestrationUsdPer1000 / with_.orchestrationUsdPer1000;
    return `${short(cost)} times the cost and ${short(without.lagMeanSeconds / with_.lagMeanSeconds)} times the lag in the ${world} world`;
  });
  return [
    `PollTasks keeps asking inside one invocation for the poll window, and then hands over to the state machine's wait. One turn of the state machine (Wait, PollTasks, Choice) is three transitions, the price of 22.5 s of a 256 MB function. So a wait below that never saves money, a wait above it does, and every task that ends in a wait is seen late: long windows and few waits are fast, short windows and long waits cheap. ${effort.fewScans} scans each, nothing changed but the window:`,
    table(
      [
        'window, s',
        ...WORLD_NAMES.flatMap((world) => [`${world}: USD per 1,000`, 'lag, s', 'worst, s', 'functions busy']),
      ],
      rows,
    ),
    `"Functions busy" is Lambda's concurrency for each scan that runs. With a window it is near 1: a thousand people scanned at once hold a thousand of an account's functions (1,000 by default), so limit how many scans run at once, or set a shorter window, where other functions share the account. With \`Duration.seconds(0)\` a scan holds a function for an instant only, at ${zero.join(', ')}.`,
    "Inside the window the gap is a share of the tasks' age, within a shortest and a longest gap: the lag stays in proportion to how long the apps take, and the calls grow with the logarithm of the age until the longest gap. The function costs the same however often it asks, so the gaps weigh lag against calls to AppFabric alone. By arithmetic, in one endless window:",
    gapTable(),
  ].join('\n\n');
}

function gapTable(): string {
  const byGaps = [...Map.groupBy(gapRows(), ({ gaps }) => gaps).values()];
  return table(
    ['share of age', 'longest gap, s', ...WORLD_NAMES.flatMap((world) => [`${world}: lag, s`, 'BatchGets'])],
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
