/** A world under a virtual clock. README.md says how to use it. */
export type { VirtualClock } from './clock';
export type { TakenEvent } from './event-bridge';
export {
  type ExecutionResult,
  errorIn,
  MAX_HISTORY_EVENTS,
  type TaskHandler,
  type VirtualExecution,
} from './executions';
export { Invocation, type InvocationHooks, type VirtualFunction } from './functions';
export * from './network';
export { type Polling, withPolling, withReservedConcurrency, withRetention } from './polling';
export { createRandom, type SeededRandom } from './random';
export { type ScannerStack, synthesizedScanner, VirtualScanner } from './scanner';
export { taskOf, VirtualWorld } from './world';
