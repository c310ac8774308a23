import { randomUUID } from 'node:crypto';
import { AppFabricEndpoint } from '../local/appfabric/endpoint';
import type { Scenario } from '../local/scenario';
import { LocalStack, type LocalStackOptions, type PublishedEvent } from '../local/stack';
import { failure } from './errors';
import { note } from './notes';
import type { Options } from './options';
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

/** A local stack that runs. */
export interface RunningStack extends Pick<LocalStack, 'endpoint' | 'outputs' | 'published'> {
  stop(): Promise<void>;
}

/** Starts what the build synthesized, on this machine. */
export async function startLocalStack(world: World, options: LocalOptions): Promise<RunningStack> {
  checkNode();
  const { scenario = loadScenario(undefined, world), startedTaskIds = [], scanTimeoutSeconds, ...rest } = options;
  const { directory, remove } = await assembly(world, scanTimeoutSeconds);
  try {
    const stack = await LocalStack.start({
      ...rest,
      assemblyDir: directory,
      packageRoot: world.packageRoot,
      appFabric: appFabric(scenario, startedTaskIds),
      appBundleArn: scenario.appBundleArn,
    });
    const { endpoint, outputs, published } = stack;
    // A function's code is read when it is first called: the folder has to stay until then.
    return { endpoint, outputs, published, stop: () => stack.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The rest of the command runs on every version that package.json names; the local stack's engines ask for more. */
function checkNode(): void {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= OLDEST_NODE) return;
  throw failure(
    `The stack on this machine needs Node.js ${OLDEST_NODE} or later, and this is ${node}. In a clone, \`npm start -- …\` brings its own.`,
  );
}

const OLDEST_NODE = 22;

/** With --debug, what the functions log is shown. */
export const functionLogs = ({ debug }: Options, world: World): Pick<LocalOptions, 'onLog'> =>
  debug ? { onLog: (name, line) => note(world, `${name}: ${line}`) } : {};

/** AppFabric gives the tasks of the scenario's people these ids, in the scenario's order, until they are used up. */
function appFabric(scenario: Scenario, startedTaskIds: readonly string[]): AppFabricEndpoint {
  const ids = [...new Set(startedTaskIds)];
  const endpoint = new AppFabricEndpoint(scenario, { now: Date.now, randomUUID: () => ids.shift() ?? randomUUID() });
  for (const { email } of scenario.users) {
    if (ids.length > 0) endpoint.seedTasks(email);
  }
  return endpoint;
}
