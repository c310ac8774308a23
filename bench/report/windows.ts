import { Env } from '../../lib/contract/names';
import type { WindowRow } from '../comparison';
import { gapRows } from '../gaps';
import type { Results } from '../results';
import { WORKLOAD_NAMES, type WorkloadName } from '../workloads';
import { type Column, short, table } from './table';

export function windowTable({ windows, effort, settings }: Results): string {
  const chosen = Number(settings[Env.POLL_WINDOW_SECONDS]);
  const number = (seconds: number, workload: WorkloadName, name: keyof WindowRow) =>
    Number(windows.find((row) => row.windowSeconds === seconds && row.workload === workload)?.[name]);
  const zero = WORKLOAD_NAMES.map((workload) => {
    const times = (name: keyof WindowRow) => short(number(0, workload, name) / number(chosen, workload, name));
    return `${times('orchestrationUsdPer1000')} times the cost and ${times('lagMeanSeconds')} times the lag with the ${workload} workload`;
  });
  return [
    `PollTasks polls inside one invocation for the poll window, and then returns to the state machine, which waits. One turn of the state machine (Wait, PollTasks, Choice) is three transitions, which cost as much as 22.5 s of a 256 MB function. A shorter wait never saves money, a longer one does, and a task that ends during a wait is seen late. Long windows with few waits are fast; short windows with long waits are cheap. ${effort.fewScans} scans each; only the window differs:`,
    table(
      [...new Set(windows.map(({ windowSeconds }) => windowSeconds))],
      [
        ['window, s', (seconds) => (seconds === chosen ? `**${seconds}**` : String(seconds))],
        ...WORKLOAD_NAMES.flatMap((workload): Column<number>[] => [
          [`${workload}: USD per 1,000`, (seconds) => number(seconds, workload, 'orchestrationUsdPer1000')],
          ['lag, s', (seconds) => number(seconds, workload, 'lagMeanSeconds')],
          ['worst, s', (seconds) => number(seconds, workload, 'lagMaxSeconds')],
          ['functions busy', (seconds) => number(seconds, workload, 'concurrency')],
        ]),
      ],
    ),
    `"Functions busy" is the Lambda concurrency that each running scan uses. With a window it is near 1: a thousand scans at once use an account's whole default concurrency (1,000). If other functions share the account, limit how many scans run at once, or set a shorter window. With \`Duration.seconds(0)\` a scan uses a function only for moments, at ${zero.join(', ')}.`,
    "Inside the window the gap is a share of the tasks' age, between a minimum and a maximum. The lag stays in proportion to how long the apps take, and the number of calls grows with the logarithm of the age until the gap reaches its maximum. The function costs the same however often it polls, so the gaps only balance lag against calls to AppFabric. Calculated, for one endless window:",
    table(gapRows(), [
      ['share of age', ({ gaps }) => String(gaps.shareOfAge)],
      [
        'longest gap, s',
        ({ gaps, chosen }) => (chosen ? `**${gaps.maxMilliseconds / 1000}**` : String(gaps.maxMilliseconds / 1000)),
      ],
      ...WORKLOAD_NAMES.flatMap((workload): Column<ReturnType<typeof gapRows>[number]>[] => [
        [`${workload}: lag, s`, (row) => row[workload].lagMeanSeconds],
        ['BatchGets', (row) => row[workload].batchGets],
      ]),
    ]),
  ].join('\n\n');
}
