import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { Env } from '../../lib/contract/names';
import { AppFabricClient } from '../appfabric';
import type { Clock } from '../scan/clock';
import { ItemStore } from '../scan/item-store';
import { Publisher } from '../scan/publisher';
import { Recorder } from '../scan/recorder';
import { Scans } from '../scan/scans';
import { Standings } from '../scan/standing';
import { Tasks } from '../scan/tasks';
import { readNumber, readText } from './environment';
import { RetryAfterStrategy } from './retry-after-strategy';

/** A call that hangs must not use the invocation up; the socket's timeout ends an answer that stops half-way. */
const timeouts = (milliseconds: number) => ({
  connectionTimeout: 2000,
  requestTimeout: milliseconds,
  socketTimeout: milliseconds,
  throwOnRequestTimeout: true,
});

/** DynamoDB and EventBridge answer within milliseconds. */
const STORE_TIMEOUTS = timeouts(5000);

/** Three tries a call: the loop around it asks again, and so does the state machine. */
const APPFABRIC_ATTEMPTS = 3;

export const systemClock: Clock = { now: () => Date.now(), sleep: (milliseconds) => sleep(milliseconds) };

/** What lies outside a function and can be put in its place by a simulator. */
export interface Outside {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly random: () => number;
  /** Carries every request of the SDK's clients; a keep-alive HTTP handler when left out. */
  readonly requestHandler?: DynamoDBClientConfig['requestHandler'];
}

export const lambdaOutside: Outside = { environment: process.env, clock: systemClock, random: Math.random };

/** The parts that every function is built from. */
export function storeParts({ environment, clock, random, requestHandler = STORE_TIMEOUTS }: Outside) {
  const items = new ItemStore(new DynamoDBClient({ requestHandler }), readText(environment, Env.TABLE_NAME));
  const retentionSeconds = readNumber(environment, Env.RESULT_RETENTION_SECONDS);
  const publisher = new Publisher(
    new EventBridgeClient({ requestHandler }),
    readText(environment, Env.EVENT_BUS_NAME),
    clock,
    random,
  );
  return {
    scans: new Scans(items, retentionSeconds),
    tasks: new Tasks(items, retentionSeconds),
    recorder: new Recorder(new Standings(items, retentionSeconds), publisher),
    publisher,
    clock,
    random,
  };
}

/** @param requestTimeout how long one call may take, in milliseconds */
export function appFabricParts({ environment, requestHandler }: Outside, requestTimeout: number) {
  return {
    appBundleArn: readText(environment, Env.APP_BUNDLE_ARN),
    appFabric: new AppFabricClient({
      requestHandler: requestHandler ?? timeouts(requestTimeout),
      maxAttempts: APPFABRIC_ATTEMPTS,
      retryStrategy: new RetryAfterStrategy(APPFABRIC_ATTEMPTS),
    }),
  };
}
