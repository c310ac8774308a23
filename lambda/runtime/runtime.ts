import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { Env } from '../../lib/contract/names';
import { Rules } from '../access/rules';
import { AppFabricClient } from '../appfabric';
import type { Clock, Random } from '../common/clock';
import { Publisher } from '../events/publisher';
import { Changes } from '../store/changes';
import { Claims } from '../store/claims';
import { ItemStore } from '../store/item-store';
import { People } from '../store/people';
import { Scans } from '../store/scans';
import { Standings } from '../store/standings';
import { Tasks } from '../store/tasks';
import { Watches } from '../store/watches';
import { observeCalls } from './calls';
import { readAccessRules, readNumber, readString } from './environment';
import type { FunctionTelemetry } from './function-telemetry';
import { RetryAfterStrategy } from './retry-after-strategy';
import type { Tracing } from './tracing';

/** What a function runs in. The simulator has its own. */
export interface Runtime {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: FunctionTelemetry;
  /** Absent if nothing is traced. */
  readonly tracing?: Tracing;
  /**
   * Sends all requests of the SDK's clients.
   * @default - a keep-alive HTTP handler
   */
  readonly requestHandler?: DynamoDBClientConfig['requestHandler'];
}

/** A call that hangs must not use up the invocation. The socket timeout ends a response that stops halfway. */
const timeouts = (milliseconds: number) => ({
  connectionTimeout: 2000,
  requestTimeout: milliseconds,
  socketTimeout: milliseconds,
  throwOnRequestTimeout: true,
});

/** DynamoDB and EventBridge usually respond within milliseconds. */
const STORE_TIMEOUTS = timeouts(5000);

/** A scan publishes again later, and must not wait for EventBridge in the meantime. */
const MAX_EVENTBRIDGE_ATTEMPTS = 2;

/** Three attempts for each call are enough, because the poll loop and the state machine retry too. */
const MAX_APPFABRIC_ATTEMPTS = 3;

/** The table, the event bus, time and randomness. */
function connections(runtime: Runtime) {
  const { environment, clock, random, telemetry, requestHandler = STORE_TIMEOUTS } = runtime;
  const eventBus = readString(environment, Env.EVENT_BUS_ARN);
  const eventBridge = new EventBridgeClient({ requestHandler, maxAttempts: MAX_EVENTBRIDGE_ATTEMPTS });
  const dynamoDb = new DynamoDBClient({ requestHandler });
  observeCalls(eventBridge, 'EventBridge', runtime);
  observeCalls(dynamoDb, 'DynamoDB', runtime);
  return {
    items: new ItemStore(dynamoDb, readString(environment, Env.TABLE_NAME)),
    retentionSeconds: readNumber(environment, Env.RESULT_RETENTION_SECONDS),
    publisher: new Publisher(eventBridge, eventBus, readString(environment, Env.TABLE_ARN), {
      clock,
      random,
      telemetry,
    }),
    telemetry,
    clock,
    random,
  };
}

/** The dependencies of the function of watches. */
export function watchDependencies(runtime: Runtime) {
  const { items, ...connected } = connections(runtime);
  const { retentionSeconds, telemetry } = connected;
  const changes = new Changes(items, telemetry);
  return {
    ...connected,
    watches: new Watches(items, retentionSeconds),
    scans: new Scans(items, retentionSeconds, telemetry),
    people: new People(items, retentionSeconds),
    standings: new Standings(items, changes, retentionSeconds),
    changes,
  };
}

/** The dependencies of every function of a scan. */
export function storeDependencies(runtime: Runtime) {
  const { items, retentionSeconds, ...connected } = connections(runtime);
  const { telemetry } = connected;
  const rules = new Rules(readAccessRules(runtime.environment));
  return {
    ...connected,
    scans: new Scans(items, retentionSeconds, telemetry),
    claims: new Claims(items),
    tasks: new Tasks(items, retentionSeconds, rules, telemetry),
    standings: new Standings(items, new Changes(items, telemetry), retentionSeconds),
    people: new People(items, retentionSeconds),
    rules,
  };
}

/** @param requestTimeout how long one call may take, in milliseconds */
export function appFabricDependencies(runtime: Runtime, requestTimeout: number) {
  const { environment, requestHandler = timeouts(requestTimeout) } = runtime;
  const appFabric = new AppFabricClient({
    requestHandler,
    maxAttempts: MAX_APPFABRIC_ATTEMPTS,
    retryStrategy: new RetryAfterStrategy(MAX_APPFABRIC_ATTEMPTS),
  });
  observeCalls(appFabric, 'AppFabric', runtime);
  return { appBundleArn: readString(environment, Env.APP_BUNDLE_ARN), appFabric };
}

const BATCH_GET_TIMEOUT_MILLISECONDS = 10_000;

/** The dependencies of a poll window, in StartScan and in PollTasks. */
export function pollDependencies(runtime: Runtime) {
  const { environment } = runtime;
  return {
    ...storeDependencies(runtime),
    ...appFabricDependencies(runtime, BATCH_GET_TIMEOUT_MILLISECONDS),
    pacing: {
      pollWindowSeconds: readNumber(environment, Env.POLL_WINDOW_SECONDS),
      firstWaitSeconds: readNumber(environment, Env.FIRST_WAIT_SECONDS),
      backoffRate: readNumber(environment, Env.BACKOFF_RATE),
      longestWaitSeconds: readNumber(environment, Env.LONGEST_WAIT_SECONDS),
    },
  };
}
