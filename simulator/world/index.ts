/**
 * A world under a virtual clock: DynamoDB (dynalite), EventBridge, AppFabric, Lambda and Step Functions in this
 * process, without sockets, where a scan of half an hour takes a few milliseconds and one seed decides everything.
 * The simulation (test/simulation/) and the benchmarks (bench/) run in it.
 *
 *     const stack = scannerStack(template, { appBundleArn });      // what `cdk synth` wrote
 *     const world = await VirtualWorld.create({ seed: 1, tables: [stack.table], scenario });
 *     const scanner = new VirtualScanner(stack, world);            // the real handlers
 *     const result = await world.run(() => scanner.execution({ email }, 'scan-1').start());
 *     result.status; world.meter; world.events.taken; await world.database.scan(stack.table.TableName);
 *
 * Another design of the same job: give it functions and a definition of its own.
 *
 *     const poll = world.addFunction({ name, timeoutSeconds, memorySize, environment, create: (outside) => handler });
 *     await world.run(() => world.runExecution({ definition, handlers: { Poll: taskOf(poll) }, input, name }));
 *
 * `create` gets an `Outside` (lambda/runtime/parts.ts): its `requestHandler` is what SDK clients must be given, and
 * its clock what code must sleep by (`setTimeout` is virtual too, `node:timers/promises` is not). A handler in
 * `handlers` may also be any async function of the payload.
 *
 * `world.meter` counts what AWS would bill: state transitions (each state entered, each retry), Lambda invocations
 * and GB-seconds (virtual time x memory, by the millisecond; computing itself takes no virtual time), DynamoDB
 * units including those of the indexes, events taken, requests by service and operation.
 *
 * `world.network.use({ sent, course, served, delivered })` watches requests, and bends their course: delays, loses,
 * alters, or kills the caller. `world.requestHandler(name)` is for clients outside of functions.
 */
export { VirtualClock } from './clock';
export { VirtualDynamoDb } from './dynamodb';
export { type TakenEvent, VirtualEventBridge } from './event-bridge';
export { type ExecutionRequest, type ExecutionResult, errorIn, type TaskHandler, VirtualExecution } from './executions';
export { type Handler, Invocation, VirtualFunction, type VirtualFunctionDefinition } from './functions';
export { Meter } from './meter';
export * from './network';
export { type Polling, withPolling } from './polling';
export { createRandom, type SeededRandom } from './random';
export {
  APP_BUNDLE_ARN,
  SCAN_HANDLERS,
  type ScannerStack,
  scannerStack,
  synthesizedScanner,
  VirtualScanner,
} from './scanner';
export { taskOf, VirtualWorld, type VirtualWorldOptions } from './world';
