import { randomUUID } from 'node:crypto';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import type { HttpRequest } from '@smithy/types';
import { DurableBackend } from '../../bench/durable/backend';
import { MemoryTable } from '../../bench/measure/table';
import { cappedAt, durableHandler } from '../../bench/peers/4-durable-function';
import { APP_BUNDLE_ARN } from '../../bench/workloads';
import type { Runtime } from '../../lambda/runtime/runtime';
import { Env } from '../../lib/contract/names';
import type { Request } from '../../simulator/world';
import { Collected } from '../../simulator/world/telemetry';

const TASKS = 3;

/** An AppFabric whose tasks end after a number of polls, with the table and the bus. */
function runtimeWith(asksNeeded: number): { runtime: Runtime; asks: () => number } {
  const table = new MemoryTable({
    TableName: 'Table',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [],
    KeySchema: [],
  });
  let asks = 0;
  const answer = async ({ headers, path, body }: HttpRequest) => {
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
    const [service, operation = ''] = (headers['x-amz-target'] ?? headers['X-Amz-Target'] ?? '').split('.');
    const input = JSON.parse(text);
    if (service === 'DynamoDB_20120810') {
      return (await table.serve({ operation, input, body: text } as Request)).response;
    }
    if (operation === 'PutEvents') return ok({ Entries: input.Entries.map(() => ({ EventId: randomUUID() })) });
    const app = (index: number) => ({ app: `APP-${index}`, tenantId: `tenant-${index}` });
    if (path === '/useraccess/start') {
      const list = Array.from({ length: TASKS }, (_, index) => ({ ...app(index), taskId: randomUUID() }));
      return { ...ok({ userAccessTasksList: list }), status: 201 };
    }
    const resultStatus = ++asks >= asksNeeded ? 'COMPLETED' : 'IN_PROGRESS';
    const results = input.taskIdList.map((taskId: string, index: number) => ({ ...app(index), taskId, resultStatus }));
    return ok({ userAccessResultsList: results });
  };
  const requestHandler = {
    handle: async (request: HttpRequest) => {
      const { status, body } = await answer(request);
      return { response: { statusCode: status, headers: {}, body: Buffer.from(body) } };
    },
  };
  return {
    runtime: {
      ...{ environment, clock, random: () => 0.5, requestHandler: requestHandler as never },
      ...new Collected().observers({ clock }),
    },
    asks: () => asks,
  };
}

const ok = (body: object) => ({ status: 200, headers: {}, body: JSON.stringify(body) });

let passed = 0;
/** Waits take no time. */
const clock = {
  now: () => Date.now() + passed,
  sleep: async (milliseconds: number) => {
    passed += milliseconds;
  },
};
const context = { awsRequestId: 'request', getRemainingTimeInMillis: () => 60_000 };
const environment = {
  [Env.TABLE_NAME]: 'Table',
  [Env.TABLE_ARN]: 'arn:aws:dynamodb:us-east-1:111122223333:table/Table',
  [Env.EVENT_BUS_ARN]: 'default',
  [Env.APP_BUNDLE_ARN]: APP_BUNDLE_ARN,
  [Env.RESULT_RETENTION_SECONDS]: '86400',
  [Env.SCAN_TIMEOUT_SECONDS]: '1800',
};

const before = { ...process.env };
beforeAll(async () => {
  Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
});
afterAll(async () => {
  await LocalDurableTestRunner.teardownTestEnvironment();
  process.env = before;
});

test.each([1, 2, 5])("our backend counts what the SDK's testing package counts, with %i asks", async (asksNeeded) => {
  const theirs = runtimeWith(asksNeeded);
  const runner = new LocalDurableTestRunner({ handlerFunction: durableHandler(theirs.runtime, cappedAt(1)) });
  const execution = await runner.run({ payload: { email: 'ana@example.com', scanId: 'theirs' } });
  const events = execution.getHistoryEvents().map(({ EventType }) => EventType);
  const operations = events.filter((type) => type === 'ExecutionStarted' || type === 'StepSucceeded').length;

  const backend = new DurableBackend(clock, () => 0);
  const ours = runtimeWith(asksNeeded);
  const handler = durableHandler(ours.runtime, cappedAt(1), backend);
  await backend.run('ours', { email: 'ana@example.com', scanId: 'ours' }, (event) =>
    handler(event as never, context as never),
  );

  expect(execution.getStatus()).toBe('SUCCEEDED');
  expect(ours.asks()).toBe(asksNeeded);
  expect(theirs.asks()).toBe(asksNeeded);
  expect(backend.durableOperations).toBe(operations);
});
