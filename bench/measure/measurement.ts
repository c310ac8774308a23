import { synthesizedScanner, VirtualWorld } from '../../simulator/world';
import type { Design } from '../design';
import type { Usage } from '../prices';
import { APP_BUNDLE_ARN, latencies, personOf, scenarioOf, WORKLOADS, type WorkloadName } from '../workloads';
import { crashOnce } from './crash';
import { Lags } from './lags';
import { MemoryTable } from './table';

export interface MeasurementRequest {
  readonly workload: WorkloadName;
  readonly tasks: number;
  readonly scans: number;
  readonly seed: number;
  /** Whether the process that waits for a scan's tasks dies once, when some of them have ended. */
  readonly crash?: boolean;
}

/** What a design did under one workload. Usage is the sum over all scans, lags are in seconds. */
export interface Measured extends MeasurementRequest {
  readonly design: string;
  readonly usage: Usage;
  readonly batchGets: number;
  readonly lag: { readonly mean: number; readonly p95: number; readonly max: number };
  /** Results that were published, and that should have been. */
  readonly published: number;
  readonly expected: number;
  /** Mean seconds from a scan's start to its end. */
  readonly scanSeconds: number;
  readonly lambdaSeconds: number;
}

/** Scans overlap, as in a busy hour, and the SDK's clients stay warm. */
const SCANS_AT_ONCE = 20;

export async function measure(design: Design, request: MeasurementRequest, root: string): Promise<Measured> {
  const { workload, tasks, scans, seed } = request;
  const stack = synthesizedScanner(root, APP_BUNDLE_ARN);
  const seconds = latencies(WORKLOADS[workload], scans, tasks, seed);
  const world = await VirtualWorld.create({ seed, scenario: scenarioOf(seconds) });
  const table = new MemoryTable(stack.table);
  world.network.serve('dynamodb', (sent) => table.serve(sent));
  const lags = new Lags(world, seconds);
  if (request.crash) crashOnce(world);
  const { scan, durable } = design.deploy({ world, stack });

  let scanSeconds = 0;
  await world.run(async () => {
    const waiting = Array.from({ length: scans }, (_, index) => index).values();
    const worker = async () => {
      for (const index of waiting) {
        const begun = world.clock.now();
        await scan(personOf(index), `scan-${index}`);
        scanSeconds += (world.clock.now() - begun) / 1000;
      }
    };
    await Promise.all(Array.from({ length: Math.min(SCANS_AT_ONCE, scans) }, worker));
  });

  const { meter } = world;
  return {
    ...request,
    design: design.id,
    usage: {
      transitions: meter.stateTransitions,
      invocations: meter.lambdaInvocations,
      gbSeconds: meter.lambdaGbSeconds,
      writeUnits: meter.dynamoDbWriteUnits,
      readUnits: meter.dynamoDbReadUnits,
      events: meter.events,
      durableOperations: 0,
      durableBytesWritten: 0,
      ...durable?.(),
    },
    batchGets: meter.requests.get('appfabric:BatchGetUserAccessTasks') ?? 0,
    lag: lags.summary(),
    published: lags.published,
    expected: scans * tasks,
    scanSeconds: scanSeconds / scans,
    lambdaSeconds: meter.lambdaGbSeconds * 4,
  };
}
