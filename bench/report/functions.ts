import { ENTRIES, WAYS } from '../functions/bundles';
import type { ColdRow } from '../functions/cold';
import type { Results } from '../results';
import { ratio, type Spread } from '../statistics';
import { type Column, table } from './table';

const spreadOf = ({ median, least, most }: Spread, digits = 0): string =>
  `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;

/** From CDK's defaults to what we ship. Each step adds to the one before. */
const STEPS = [WAYS.sdkBundled, WAYS.step1, WAYS.step2, WAYS.ours];

const KILOBYTES: Column<ColdRow> = ['kB', ({ bytes }) => (bytes / 1000).toFixed(0)];
const INIT: Column<ColdRow> = ['initialization, ms of CPU', ({ initCpu }) => spreadOf(initCpu)];

export function functionTables({ cold, warm, synth, effort }: Results): string {
  const of = (entry: string, way: string) => cold.find((each) => each.way === way && each.entry === entry) as ColdRow;
  const initTo = (way: string) => (entry: string) => ratio(of(entry, WAYS.ours).initCpu, of(entry, way).initCpu);
  const empty = synth.find(({ app }) => app === 'empty')?.seconds;
  return [
    '### Cold',
    `In a new Node.js process on one core: loading the bundle, and the first invocation against endpoints on this machine. The ratios are of CPU time, which depends less on what else the machine does. Medians of ${effort.coldRuns} runs (minimum–maximum), all ways in turn.`,
    table(ENTRIES, [
      ['function', (entry) => entry],
      ['initialization to SDK of the runtime', initTo(WAYS.sdkOfRuntime)],
      ['to SDK bundled', initTo(WAYS.sdkBundled)],
      ['at most', () => '0.5'],
      ['our bundle, kB', (entry) => (of(entry, WAYS.ours).bytes / 1000).toFixed(0)],
      ['at most', () => '300'],
    ]),
    table(cold, [
      ['bundle', 'entry'],
      ['way', 'way'],
      INIT,
      ['wall clock', ({ init }) => spreadOf(init)],
      ['first invocation, ms of CPU', ({ firstCpu }) => spreadOf(firstCpu)],
      ['wall clock', ({ first }) => spreadOf(first)],
      KILOBYTES,
      ['files loaded', ({ modules }) => String(modules)],
      ['memory, MiB', ({ rssMiB }) => spreadOf(rssMiB)],
      ['heap, MiB', ({ heapMiB }) => spreadOf(heapMiB)],
    ]),
    'What each step from NodejsFunction to our bundle gains, for `poll-tasks`. The last step replaces the default credential chain (profiles, SSO, web identity, processes) with the environment, where Lambda puts the credentials.',
    table(
      STEPS.map((way) => of('poll-tasks', way)),
      [['step', 'way'], KILOBYTES, INIT],
    ),
    '### Warm',
    'PollTasks when all of its tasks have ended, against endpoints on this machine that answer after 4 ms, on one core: it records, files and publishes every result and closes the scan. Writes are sent in parallel, up to 25 at once. They are not batched, because each one is conditional (a final record is never overwritten), and BatchWriteItem has no conditions. Events are sent ten per call.',
    table(warm, [
      ['tasks', ({ tasks }) => String(tasks)],
      ['invocations', ({ invocations }) => String(invocations)],
      ['CPU, ms', 'cpuMilliseconds'],
      ['time, ms', 'milliseconds'],
      ['calls in flight', ({ callsInFlight }) => String(callsInFlight)],
      ['writes', 'writes'],
      ['reads', 'reads'],
      ['PutEvents', 'putEvents'],
      ['BatchGets', 'batchGets'],
    ]),
    '### Synthesis',
    `\`cdk synth\` of an app with an empty stack, with our construct, and with three NodejsFunctions of the same sources. Medians of ${effort.synthRuns} runs (minimum–maximum), in turn. Goal: at most 1.15 times the empty stack.`,
    table(synth, [
      ['app', 'app'],
      ['time, s', ({ seconds }) => spreadOf(seconds, 2)],
      ['to the empty stack', ({ seconds }) => (empty ? ratio(seconds, empty).toFixed(2) : '–')],
      ['memory of the app, MiB', ({ memoryMiB }) => spreadOf(memoryMiB)],
    ]),
  ].join('\n\n');
}
