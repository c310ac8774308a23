import { SEED, TASKS } from '../comparison';
import { DURABLE, OURS } from '../find-design';
import { PRICES } from '../prices';
import type { Results } from '../results';
import { WORKLOAD_NAMES, WORKLOADS } from '../workloads';
import { designTables, everyGoal, prose, whyOneLambda } from './designs';
import { functionTables } from './functions';
import { table } from './table';
import { windowTable } from './windows';

/** docs/benchmarks.md. The run that writes it measures every number in it. */
export function report(results: Results, history: string): string {
  const { effort, machine, date, commit, minutes, settings } = results;
  const polling = Object.entries(settings).filter(([name]) => /WINDOW|WAIT|BACKOFF/.test(name));
  return `${[
    '# Benchmarks',
    `What a scan costs and how fast it answers, compared with other ways to do it. \`npm run bench\` wrote this file on ${date} at ${commit} in ${minutes.toFixed(0)} minutes, on ${machine}; \`npm run bench -- --quick\` shows the same with fewer scans.`,
    '## Goals',
    everyGoal(results),
    whyOneLambda(results),
    '## The designs',
    prose(results),
    '![Cost against lag](benchmarks.svg)',
    designTables(results),
    '## The poll window',
    windowTable(results),
    '## The functions',
    functionTables(results),
    '## How it is measured',
    `Every design scans ${effort.scans} people with ${TASKS} tasks each (${effort.fewScans} where stated), under workloads with log-normal latencies of AppFabric's tasks:`,
    table(WORKLOAD_NAMES, [
      ['workload', (name) => name],
      ['median, s', (name) => String(WORKLOADS[name].medianSeconds)],
      ['sigma', (name) => String(WORKLOADS[name].sigma)],
    ]),
    `The seed (${SEED}) gives every design the same latencies. State machines run in aws-local-stepfunctions, functions and services in one process under a virtual clock (\`simulator/world/\`): a call to AppFabric takes 60 to 250 ms, one to EventBridge 10 to 40 ms, one to DynamoDB 3 to 9 ms, a checkpoint 5 to 15 ms; computing and starting a function take no time. The same AppFabric endpoint answers all of them, and all but ${'`2-sdk-integrations`'} write the same records by the same code; that one writes one item for each result. Lag is the time from a task's end to the moment when EventBridge accepts its event. Ours ran with the settings of the synthesized template: ${polling.map((setting) => setting.join(' ')).join(', ')}. All functions have the same memory.`,
    `Durable functions run on their SDK with a backend of our own (\`bench/durable/\`), because the SDK's testing package skips time, and latencies mean nothing in it. A test checks that both count the same operations. \`${DURABLE}\` is measured with several caps of its backoff; its cost at our lag is interpolated between the two nearest. A wait of a durable function takes at least one second.`,
    'Costs are list prices, without free tiers:',
    table(Object.values(PRICES), [
      ['USD', ({ usd }) => (usd < 0.01 ? `${Number((usd * 1e6).toPrecision(6))} per million` : String(usd))],
      ['per', 'per'],
      ['source', ({ source }) => `[${new URL(source).pathname.split('/')[1]}](${source})`],
      ['checked', 'checked'],
    ]),
    '## History',
    `Ours (\`${OURS}\`), ${TASKS} tasks: orchestration of 1,000 scans, mean lag, calls to BatchGetUserAccessTasks per scan.`,
    history,
  ].join('\n\n')}\n`;
}
