import type { Runtime } from '../lambda/runtime/runtime';
import type { ScannerStack, VirtualFunction, VirtualWorld } from '../simulator/world';
import type { Usage } from './prices';

/** Where a design is deployed. */
export interface Site {
  readonly world: VirtualWorld;
  /** What `cdk synth` wrote. Every design uses its table and its functions' memory. */
  readonly stack: ScannerStack;
}

/** Runs one scan of one person. Resolves when nothing more happens to it. */
export type Scan = (email: string, scanId: string) => Promise<void>;

export interface Deployed {
  readonly scan: Scan;
  /** Usage that the world's meter does not count. */
  readonly durable?: () => Pick<Usage, 'durableOperations' | 'durableBytesWritten'>;
}

/** A way to scan people. */
export interface Design {
  readonly id: string;
  readonly title: string;
  /** What can be seen of a scan before it ends. */
  readonly visible: string;
  deploy(site: Site): Deployed;
}

/** Adds a function of a design, with the memory and the environment of ours. */
export function addFunction(
  { world, stack }: Site,
  name: string,
  timeoutSeconds: number,
  // biome-ignore lint/suspicious/noExplicitAny: each design's functions have payloads of their own
  create: (runtime: Runtime) => (payload: any, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>,
): VirtualFunction {
  const ours = stack.functions.PollTasks;
  if (!ours) throw new Error('The template has no function PollTasks.');
  const environment = { ...stack.functions.StartScan?.environment, ...ours.environment };
  return world.addFunction({ name, timeoutSeconds, memorySize: ours.memorySize, environment, create });
}
