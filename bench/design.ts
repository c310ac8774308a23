import type { Outside } from '../lambda/runtime/parts';
import type { ScannerStack, VirtualFunction, VirtualWorld } from '../simulator/world';
import type { Usage } from './prices';

/** What a design is given to be deployed into. */
export interface Site {
  readonly world: VirtualWorld;
  /** What `cdk synth` wrote: every design uses its table and its functions' memory. */
  readonly stack: ScannerStack;
}

/** One scan of one person; settles when nothing more will happen to it. */
export type Scan = (email: string, scanId: string) => Promise<void>;

export interface Deployed {
  readonly scan: Scan;
  /** What the world's meter does not know of. */
  readonly durable?: () => Pick<Usage, 'durableOperations' | 'durableBytesWritten'>;
}

/** A way to get a person's scan done. */
export interface Design {
  readonly id: string;
  readonly title: string;
  /** What can be seen of a scan before it ends. */
  readonly visible: string;
  deploy(site: Site): Deployed;
}

/** A function of a design, with the memory and the environment of ours. */
export function addFunction(
  { world, stack }: Site,
  name: string,
  timeoutSeconds: number,
  // biome-ignore lint/suspicious/noExplicitAny: what a function takes is between it and its caller
  create: (outside: Outside) => (payload: any, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>,
): VirtualFunction {
  const ours = stack.functions.PollTasks;
  if (!ours) throw new Error('The template has no function PollTasks.');
  const environment = { ...stack.functions.StartScan?.environment, ...ours.environment };
  return world.addFunction({ name, timeoutSeconds, memorySize: ours.memorySize, environment, create });
}
