import type { Runtime } from '../lambda/runtime/runtime';
import type { JsonObject } from '../local/stack/json';
import type { ScannerStack, TaskHandler, VirtualFunction, VirtualWorld } from '../simulator/world';

/** Where a design is deployed. */
export interface Site {
  readonly world: VirtualWorld;
  /** What `cdk synth` wrote. Every design uses its table and its functions' memory. */
  readonly stack: ScannerStack;
}

export interface Deployed {
  /** Runs one scan of one person. Resolves when nothing more happens to it. */
  readonly scan: (email: string, scanId: string) => Promise<unknown>;
  /** Usage that the world's meter does not count. */
  readonly durable?: { readonly durableOperations: number; readonly durableBytesWritten: number };
}

/** A way to scan people. */
export interface Design {
  readonly id: string;
  readonly title: string;
  /** What can be seen of a scan before it ends. */
  readonly visible: string;
  deploy(site: Site): Deployed;
}

// biome-ignore lint/suspicious/noExplicitAny: each design's functions have payloads of their own
export type Handler = (payload: any, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>;

/** Adds a function of a design, with the memory and the environment of ours. */
export function addFunction(
  { world, stack }: Site,
  name: string,
  timeoutSeconds: number,
  create: (runtime: Runtime) => Handler,
): VirtualFunction {
  const ours = stack.functions.PollTasks;
  if (!ours) throw new Error('The template has no function PollTasks.');
  const environment = { ...stack.functions.StartScan?.environment, ...ours.environment };
  return world.addFunction({ name, timeoutSeconds, memorySize: ours.memorySize, environment, create });
}

/** A scan is an execution of this state machine. */
export const stateMachine = (
  { world }: Site,
  definition: JsonObject,
  handlers: Readonly<Record<string, TaskHandler>>,
): Deployed => ({
  scan: (email, scanId) => world.execution({ definition, handlers, input: { email, scanId }, name: scanId }).start(),
});
