import { busNames } from '../../local/stack/rule-definitions';
import { synthesizedScanner, VirtualWorld } from '../../simulator/world';
import { designOf } from '../find-design';
import type { Usage } from '../prices';
import { APP_BUNDLE_ARN, latencies, personOf, scenarioOf, WORKLOADS, type WorkloadName } from '../workloads';
import { crashOnce } from './crash';
import { Lags } from './lags';
import { MemoryTable } from './table';

export interface Measurement {
  /** As `designOf` takes it. */
  readonly design: string;
  readonly workload: WorkloadName;
  readonly tasks: number;
  readonly scans: number;
  readonly seed: number;
  /** Whether the process that waits for a scan's tasks dies once, when some of them have ended. */
  readonly crash?: boolean;
}

/** What a design did under one workload. Usage is the sum over all scans, lags are in seconds. */
export type Measured = Awaited<ReturnType<typeof measure>>;

/** Scans overlap, as in a busy hour, and the SDK's clients stay warm. */
const SCANS_AT_ONCE = 20;

export async function measure(measurement: Measurement, root: string) {
  const { workload, tasks, scans, seed } = measurement;
  const design = designOf(measurement.design);
  const stack = synthesizedScanner(root, APP_BUNDLE_ARN);
  const seconds = latencies(WORKLOADS[workload], scans, tasks, seed);
  const world = await VirtualWorld.create({ seed, scenario: scenarioOf(seconds) });
  world.collected.keeps = false;
  world.events.addBuses(busNames(stack.template));
  const table = new MemoryTable(stack.table);
  world.network.serve('dynamodb', (sent) => table.serve(sent));
  const lags = new Lags(world, seconds);
  if (measurement.crash) crashOnce(world);
  const { scan, durable } = design.deploy({ world, stack });

  let scanSeconds = 0;
  let lastResult: unknown;
  await world.run(async () => {
    const waiting = Array.from({ length: scans }, (_, index) => index).values();
    const worker = async () => {
      for (const index of waiting) {
        const begun = world.clock.now();
        lastResult = await scan(personOf(index), `scan-${index}`);
        scanSeconds += (world.clock.now() - begun) / 1000;
        // The histories of a thousand slow scans fill the memory.
        world.executions.length = 0;
      }
    };
    await Promise.all(Array.from({ length: Math.min(SCANS_AT_ONCE, scans) }, worker));
  });

  // A design that fails at once would be the cheapest of all.
  if (lags.published === 0) throw new Error(`${design.id} has published nothing: ${JSON.stringify(lastResult)}`);

  const { meter } = world;
  const usage: Usage = {
    transitions: meter.stateTransitions,
    invocations: meter.lambdaInvocations,
    gbSeconds: meter.lambdaGbSeconds,
    writeUnits: meter.dynamoDbWriteUnits,
    readUnits: meter.dynamoDbReadUnits,
    events: meter.events,
    durableOperations: durable?.durableOperations ?? 0,
    durableBytesWritten: durable?.durableBytesWritten ?? 0,
  };
  return {
    ...measurement,
    design: design.id,
    usage,
    batchGets: meter.requests.get('appfabric:BatchGetUserAccessTasks') ?? 0,
    lag: lags.summary(),
    /** Results that were published, and that should have been. */
    published: lags.published,
    expected: scans * tasks,
    /** Mean seconds from a scan's start to its end. */
    scanSeconds: scanSeconds / scans,
    lambdaSeconds: meter.lambdaGbSeconds * 4,
  };
}
