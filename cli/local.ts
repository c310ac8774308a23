import { randomUUID } from 'node:crypto';
import { AppFabricEndpoint } from '../local/appfabric/endpoint';
import type { Scenario } from '../local/scenario';
import type { LocalStack, LocalStackOptions, PublishedEvent } from '../local/stack';
import { failure } from './errors';
import { loadScenario } from './scenario';
import { assembly } from './synth';
import type { World } from './world';

export type { PublishedEvent };

/** What a command asks of the local stack. */
export interface LocalOptions extends Pick<LocalStackOptions, 'dataDir' | 'port' | 'onEvent' | 'onLog'> {
  /** What AppFabric answers; otherwise the scenario that ships. */
  readonly scenario?: Scenario;
  /** Ids of tasks that, for AppFabric, somebody has already started. */
  readonly startedTaskIds?: readonly string[];
  readonly scanTimeoutSeconds?: number;
}

/** Starts what the build synthesized, on this machine. */
export async function startLocalStack(world: World, options: LocalOptions): Promise<LocalStack> {
  const { scenario = loadScenario(undefined, world), startedTaskIds = [], scanTimeoutSeconds, ...rest } = options;
  const { LocalStack } = await loadLocalStack();
  const { directory, remove } = await assembly(world, scanTimeoutSeconds);
  const stack = await LocalStack.start({
    ...rest,
    assemblyDir: directory,
    packageRoot: world.packageRoot,
    appFabric: appFabric(scenario, startedTaskIds),
    appBundleArn: scenario.appBundleArn,
  }).finally(remove);
  return stack;
}

/** AppFabric gives the tasks of the scenario's people these ids, in the scenario's order, until they are used up. */
function appFabric(scenario: Scenario, startedTaskIds: readonly string[]): AppFabricEndpoint {
  const ids = [...new Set(startedTaskIds)];
  const endpoint = new AppFabricEndpoint(scenario, { now: Date.now, randomUUID: () => ids.shift() ?? randomUUID() });
  for (const { email } of scenario.users) {
    if (ids.length > 0) endpoint.seedTasks(email);
  }
  return endpoint;
}

/** The local stack's two engines are not among the package's own dependencies: only who uses it needs them. */
async function loadLocalStack(): Promise<typeof import('../local/stack')> {
  try {
    return await import('../local/stack');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw failure(
      'The stack on this machine needs two more packages: npm install dynalite@4 aws-local-stepfunctions@3',
      error,
    );
  }
}
