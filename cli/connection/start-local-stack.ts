import { randomUUID } from 'node:crypto';
import { AppFabricEndpoint } from '../../local/appfabric/endpoint';
import type { Scenario } from '../../local/scenario';
import { LocalStack, type LocalStackOptions, type PublishedEvent } from '../../local/stack';
import type { CommandContext } from '../context';
import type { Options } from '../options';
import { note } from '../print/notes';
import { readableLine } from './function-line';
import { loadScenario } from './load-scenario';
import { packageFile } from './package-file';
import { assembly } from './synth';

export type { PublishedEvent };

export interface LocalStackSettings extends Pick<LocalStackOptions, 'port' | 'onEvent' | 'page'> {
  /** @default - the table is in memory */
  readonly dataDir?: string;
  /** The answers of the local AppFabric. @default - the scenario of the flags, or the example */
  readonly scenario?: Scenario;
  /** Ids of tasks that AppFabric has already started. */
  readonly startedTaskIds?: readonly string[];
}

/** The local stack accepts any. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Starts the stack that the build synthesized, on this machine. */
export async function startLocalStack(context: CommandContext, options: Options, settings: LocalStackSettings) {
  const { scenario = loadScenario(options.scenario, context), startedTaskIds = [], ...rest } = settings;
  const workerFile = packageFile(context.packageRoot, 'lambda-worker.mjs');
  const { directory, remove } = await assembly(context, options.scanTimeout);
  try {
    const stack = await LocalStack.start({
      ...rest,
      assemblyDir: directory,
      workerFile,
      appFabric: (now) => appFabric(scenario, startedTaskIds, now),
      appBundleArn: scenario.appBundleArn,
      speed: options.speed,
      ...(options.verbose && { onLog: (name, line) => note(context, `${name}: ${readableLine(line)}`) }),
    });
    const { endpoint, outputs, published, now, takeFromService } = stack;
    // Keeps the folder until then, because the code of a function is read at its first invocation.
    return { endpoint, outputs, published, now, takeFromService, stop: () => stack.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Uses the ids for tasks of the scenario's people, in the order of the scenario. */
function appFabric(scenario: Scenario, startedTaskIds: readonly string[], now: () => number): AppFabricEndpoint {
  const ids = [...new Set(startedTaskIds)];
  const endpoint = new AppFabricEndpoint(scenario, { now, randomUUID: () => ids.shift() ?? randomUUID() });
  for (const { email } of scenario.users) {
    if (ids.length > 0) endpoint.seedTasks(email);
  }
  return endpoint;
}
