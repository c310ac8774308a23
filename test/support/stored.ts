import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Changes } from '../../lambda/store/changes';
import { ItemStore } from '../../lambda/store/item-store';
import { Standings } from '../../lambda/store/standings';
import { TABLE_NAME, type TableInMemory } from './table-in-memory';
import { someTelemetry } from './telemetry';

/** What happens to the calls to DynamoDB. They are counted from 1. */
export interface Calls {
  /** The function pauses before this call. If it is not resumed, it is as if it was killed. */
  readonly pausedBefore?: number;
  /** The service does its work in this call, but its answer is lost on the way, so that the SDK repeats the call. */
  readonly answerLost?: number;
}

/** The stores of a function, whose calls to DynamoDB a test counts and disturbs. */
export function storesOf(table: TableInMemory, { pausedBefore, answerLost }: Calls = {}) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: table.endpoint, region: 'us-east-1', credentials });
  const calls: string[] = [];
  const paused = Promise.withResolvers<void>();
  const resumed = Promise.withResolvers<void>();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (calls.length + 1 === pausedBefore) {
          paused.resolve();
          await resumed.promise;
        }
        calls.push(String(commandName).replace('Command', ''));
        return next(args);
      },
    { step: 'initialize' },
  );
  let lost = answerLost;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (lost === undefined || calls.length < lost) return answer;
      lost = undefined;
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
    },
    { step: 'deserialize' },
  );
  const items = new ItemStore(client, TABLE_NAME);
  const changes = new Changes(items, someTelemetry());
  const standings = new Standings(items, changes, 3600);
  return { items, changes, standings, calls, paused: paused.promise, resume: resumed.resolve };
}
