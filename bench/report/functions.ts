import { ENTRIES, WAYS } from '../functions/bundles';
import type { ColdRow } from '../functions/cold';
import type { Results } from '../results';
import { ratio, type Spread } from '../statistics';
import { short, table } from './table';

const spreadOf = ({ median, least, most }: Spread, digits = 0): string =>
  `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;

export function functionTables(results: Results): string {
  return [coldSection(results), warmSection(results), synthSection(results)].join('\n\n');
}

/** From CDK's defaults to what we ship. Each step adds to the one before. */
const STEPS = [WAYS.sdkBundled, WAYS.step1, WAYS.step2, WAYS.ours];

function coldSection({ cold, effort }: Results): string {
  const row = (way: string, entry: string) => cold.find((each) => each.way === way && each.entry === entry);
  const goals = ENTRIES.map((entry) => {
    const [ours, runtime, bundled] = [WAYS.ours, WAYS.sdkOfRuntime, WAYS.sdkBundled].map((way) => row(way, entry));
    if (!ours || !runtime || !bundled) return [];
    return [
      entry,
      short(ratio(ours.initCpu, runtime.initCpu)),
      short(ratio(ours.initCpu, bundled.initCpu)),
      '0.5',
      kilobytes(ours),
      '300',
    ];
  });
  const steps = ENTRIES.slice(1, 2)
    .flatMap((entry) => STEPS.map((way) => row(way, entry)))
    .filter((each) => each !== undefined);
  return [
    '### Cold',
    `In a new Node.js process on one core: loading the bundle, and the first invocation against endpoints on this machine. The ratios are of CPU time, which depends less on what else the machine does. Medians of ${effort.coldRuns} runs (minimum–maximum), all ways in turn.`,
    table(
      ['function', 'initialization to SDK of the runtime', 'to SDK bundled', 'at most', 'our bundle, kB', 'at most'],
      goals,
    ),
    table(
      [
        'bundle',
        'way',
        'initialization, ms of CPU',
        'wall clock',
        'first invocation, ms of CPU',
        'wall clock',
        'kB',
        'files loaded',
        'memory, MiB',
        'heap, MiB',
      ],
      cold.map((each) => [
        each.entry,
        each.way,
        spreadOf(each.initCpu),
        spreadOf(each.init),
        spreadOf(each.firstCpu),
        spreadOf(each.first),
        kilobytes(each),
        String(each.modules),
        spreadOf(each.rssMiB),
        spreadOf(each.heapMiB),
      ]),
    ),
    'What each step from NodejsFunction to our bundle gains, for `poll-tasks`. The last step replaces the default credential chain (profiles, SSO, web identity, processes) with the environment, where Lambda puts the credentials.',
    table(
      ['step', 'kB', 'initialization, ms of CPU'],
      steps.map((each) => [each.way, kilobytes(each), spreadOf(each.initCpu)]),
    ),
  ].join('\n\n');
}

const kilobytes = ({ bytes }: Pick<ColdRow, 'bytes'>): string => (bytes / 1000).toFixed(0);

function warmSection({ warm }: Results): string {
  return [
    '### Warm',
    'PollTasks when all of its tasks have ended, against endpoints on this machine that answer after 4 ms, on one core: it records, files and publishes every result and closes the scan. Writes are sent in parallel, up to 25 at once. They are not batched, because each one is conditional (a final record is never overwritten), and BatchWriteItem has no conditions. Events are sent ten per call.',
    table(
      ['tasks', 'invocations', 'CPU, ms', 'time, ms', 'calls in flight', 'writes', 'reads', 'PutEvents', 'BatchGets'],
      warm.map((row) => [
        String(row.tasks),
        String(row.invocations),
        short(row.cpuMilliseconds),
        short(row.milliseconds),
        String(row.callsInFlight),
        short(row.writes),
        short(row.reads),
        short(row.putEvents),
        short(row.batchGets),
      ]),
    ),
  ].join('\n\n');
}

function synthSection({ synth, effort }: Results): string {
  const empty = synth.find(({ app }) => app === 'empty');
  return [
    '### Synthesis',
    `\`cdk synth\` of an app with an empty stack, with our construct, and with three NodejsFunctions of the same sources. Medians of ${effort.synthRuns} runs (minimum–maximum), in turn. Goal: at most 1.15 times the empty stack.`,
    table(
      ['app', 'time, s', 'to the empty stack', 'memory of the app, MiB'],
      synth.map(({ app, seconds, memoryMiB }) => [
        app,
        spreadOf(seconds, 2),
        empty ? ratio(seconds, empty.seconds).toFixed(2) : '–',
        spreadOf(memoryMiB),
      ]),
    ),
  ].join('\n\n');
}
