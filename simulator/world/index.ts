/**
 * A world under a virtual clock: DynamoDB (dynalite), EventBridge, AppFabric, Lambda and Step Functions in this
 * process, without sockets. A scan of half an hour takes a few milliseconds, and one seed decides everything. The
 * simulator and the benchmarks run in it.
 *
 *     const stack = synthesizedScanner(root);                      // what `cdk synth` wrote
 *     const world = await VirtualWorld.create({ seed: 1, tables: [stack.table], scenario });
 *     const scanner = new VirtualScanner(stack, world);            // the real handlers
 *     const result = await world.run(() => scanner.execution({ email }, 'scan-1').start());
 *     result.status; world.meter; world.events.taken; await world.database.scan(stack.table.TableName);
 *
 * To simulate another design, add its functions and its definition:
 *
 *     const poll = world.addFunction({ name, timeoutSeconds, memorySize, environment, create: (outside) => handler });
 *     await world.run(() => world.runExecution({ definition, handlers: { Poll: taskOf(poll) }, input, name }));
 *
 * `create` gets the `Outside` of lambda/runtime: give its `requestHandler` to SDK clients, and sleep by its clock
 * (`setTimeout` is virtual too, `node:timers/promises` is not). A handler in `handlers` may also be any async function
 * of the payload.
 *
 * `world.meter` counts what AWS would bill: state transitions (each state entered, each retry), Lambda invocations
 * and GB-seconds (virtual time x memory, by the millisecond; computing takes no virtual time), DynamoDB units including
 * those of the indexes, events, and requests by service and operation.
 *
 * `world.network.use({ sent, course, served, delivered })` watches requests and changes their course: delays, loses or
 * alters them, or kills the caller. `world.requestHandler(name)` is for clients outside of functions.
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
  type ScannerStack,
  synthesizedScanner,
  VirtualScanner,
} from './scanner';
export { taskOf, VirtualWorld, type VirtualWorldOptions } from './world';
