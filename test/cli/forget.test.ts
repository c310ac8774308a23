import { createHash, randomUUID } from 'node:crypto';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Surroundings, userAccess } from '../support/command';
import { useEndpoint } from '../support/command-table';
import { removeAssembly, runStack, synthesize } from '../support/whole-scan';

jest.setTimeout(90_000);

type Item = Record<string, unknown>;

const MARSHALL = { removeUndefinedValues: true };

const HOUR = 3600;
const person = (name: string, rest: object = {}) => {
  const user = { resultStatus: 'COMPLETED', userId: `U-${name}`, userFullName: `${name} of Example` };
  return {
    email: `${name}@Example.com`,
    access: [
      {
        ...{ app: 'SLACK', tenantId: 'T1', result: { ...user, email: `${name}@Example.com`, userStatus: 'ACTIVE' } },
        later: [{ afterSeconds: HOUR / 2, result: { ...user, email: `${name}@Example.com`, userStatus: 'invited' } }],
      },
      { app: 'ZOOM', tenantId: 'Z1', result: { ...user, email: `${name}@Example.com` } },
      { app: 'ASANA', tenantId: 'A1', result: { resultStatus: 'COMPLETED', email: `${name}@Example.com` }, ...rest },
    ],
  };
};
const APPS = ['SLACK T1', 'ZOOM Z1', 'ASANA A1'].map((name) => name.split(' '));
const SCENARIO = {
  authorizations: APPS.map(([app, tenantId]) => ({ app, tenantId })),
  defaultSeconds: 0.05,
  // Cy's scans run until their timeout.
  users: [person('Ana'), person('Bo'), person('Cy', { seconds: 100_000 }), person('Di'), person('Ed')],
};

let assembly: string;
let stack: Awaited<ReturnType<typeof runStack>>;
let events: EventBridgeClient;

beforeAll(() => {
  // With a short poll window, a scan waits most of the time, and waits are short here.
  assembly = synthesize({ pollWindowSeconds: '1' });
});
afterAll(() => removeAssembly(assembly));

beforeEach(async () => {
  stack = await runStack(assembly, undefined, 5_000);
  events = new EventBridgeClient({
    endpoint: stack.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  useEndpoint(stack.endpoint);
});
afterEach(async () => {
  events.destroy();
  await stack.stop();
});

const forget = (line: string, surroundings?: Surroundings) =>
  userAccess(
    [
      ...['forget', ...line.split(' ')],
      ...['--state-machine', stack.outputs.stateMachineArn, '--table', stack.outputs.tableName],
      ...['--watch-state-machine', String(stack.outputs.watchStateMachineArn)],
    ],
    surroundings,
  );

async function allItems(): Promise<Item[]> {
  const { Items = [] } = await stack.dynamodb.send(new ScanCommand({ TableName: stack.outputs.tableName }));
  return Items.map((item) => unmarshall(item));
}

/** Everything by which a person could be recognized. */
function tracesOf(name: string, items: readonly Item[]): Item[] {
  const key = `${name}@example.com`.toLowerCase();
  const hashes = [key, `email ${key}`].map((text) => createHash('sha256').update(text).digest('hex'));
  const words = [key, `u-${name}`.toLowerCase(), `${name} of example`.toLowerCase(), ...hashes];
  return items.filter((item) => words.some((word) => JSON.stringify(item).toLowerCase().includes(word)));
}

const put = (detailType: string, name: string) =>
  events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: stack.outputs.eventBusName,
          Source: 'com.example.hr',
          DetailType: detailType,
          Detail: JSON.stringify({ email: `${name}@example.com` }),
        },
      ],
    }),
  );

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error('This did not happen within a minute.');
}
const watchOf = async (name: string) =>
  (await allItems()).find(({ pk, sk }) => pk === `PERSON#${name.toLowerCase()}@example.com` && sk === 'WATCH');

/** Two scans, one of them by an event, and a watch that has seen a change, and now waits for ten days. */
async function live(name: string): Promise<void> {
  await stack.scan({ email: `${name}@Example.com` });
  await put('Employee Offboarded', name);
  const request = { email: `${name}@Example.com`, cadenceSeconds: [HOUR, 240 * HOUR] };
  const input = JSON.stringify({
    ...request,
    trigger: { id: `left-${name}`, source: 'hr', time: '2026-01-05T08:00:00Z' },
  });
  const stateMachineArn = stack.outputs.watchStateMachineArn;
  await stack.sfn.send(new StartExecutionCommand({ stateMachineArn, name: `watch-of-${randomUUID()}`, input }));
  await until(async () => Number((await watchOf(name))?.scanCount) >= 2);
}

async function unwatched(name: string): Promise<void> {
  const { watchId } = (await watchOf(name)) ?? {};
  const arn = String(stack.outputs.watchStateMachineArn).replace(':stateMachine:', ':execution:');
  await stack.sfn.send(new StopExecutionCommand({ executionArn: `${arn}:${watchId}` }));
  await until(async () => (await watchOf(name))?.status === 'STOPPED');
}

/** Waits until nothing is written any more. */
async function atRest(): Promise<Item[]> {
  for (let before = ''; ; ) {
    const items = await allItems();
    const now = JSON.stringify(items);
    if (now === before) return items;
    before = now;
    await sleep(1500);
  }
}

describe('forget', () => {
  test('deletes everything of a person while a watch of theirs goes on, and nothing of anybody else', async () => {
    const appFabric = stack.play(SCENARIO);
    const taskIds = [...appFabric.seedTasks('Ana@Example.com'), ...appFabric.seedTasks('Bo@Example.com')];
    await stack.scan({ taskIds }, 'shared');
    await live('Bo');
    await unwatched('Bo');
    await live('Ana');
    const before = await allItems();
    const types = tracesOf('Ana', before).map(({ type }) => type);
    expect(new Set(types)).toEqual(
      new Set(['SCAN', 'TASK', 'STANDING', 'CHANGE', 'PERSON', 'PERSON_SCAN', 'WATCH', 'WATCH_ID', 'TRIGGER']),
    );
    const { watchId } = (await watchOf('Ana')) ?? {};

    const { code, stdout, stderr } = await forget('ANA@example.com --yes --json');
    expect([code, stderr]).toEqual([0, '']);
    const after = await allItems();
    expect(tracesOf('Ana', after)).toEqual([]);
    const isOfBo = ({ type, scanId }: Item) => !(type === 'SCAN' && scanId === 'shared');
    expect(after.filter(isOfBo)).toEqual(tracesOf('Bo', before).filter(isOfBo));
    const record = before.find(({ type, scanId }) => type === 'SCAN' && scanId === 'shared') as Item;
    const open = (record.open as Item[]).filter(({ email }) => email === 'bo@example.com');
    expect(open).toHaveLength(2);
    expect(after).toContainEqual({ ...record, open });
    const { deleted, ...report } = JSON.parse(stdout);
    expect(report).toMatchObject({ email: 'ana@example.com', dryRun: false, editedScans: 1, lost: [] });
    expect(report.stoppedWatches).toEqual([watchId]);
    expect(report.elsewhere.map(({ where }: { where: string }) => where)).toContain('backups');
    expect(deleted).toMatchObject({ standings: 3, verdicts: 1, watches: 1, watchIds: 1 });
    expect(deleted.results).toBe(3 * (deleted.scans + 1));
    expect(deleted.history).toBe(deleted.scans + 1);
    expect(Object.values(deleted).every((number) => Number(number) > 0)).toBe(true);

    const again = await forget('ana@example.com --yes');
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toContain('The table has nothing about ana@example.com. Check the address.');
    expect(await atRest()).toEqual(after);
    expect(stack.logs.filter((line) => /ana@|of Example/i.test(line))).toEqual([]);
  });

  test('stops a scan that runs, and deletes it when its end is recorded', async () => {
    stack.play(SCENARIO);
    await stack.scan({ email: 'Di@example.com' });
    const kept = await atRest();
    await stack.start({ email: 'Cy@example.com' }, 'running');
    await until(async () => tracesOf('Cy', await allItems()).some(({ type }) => type === 'STANDING'));
    const { code, stdout } = await forget('cy@example.com --yes', {
      terminal: { columns: 200 },
      env: { NO_COLOR: '1' },
    });
    expect(code).toBe(0);
    expect(stdout).toContain('Stopped scans: running.\n');
    expect(stdout).toMatch(
      /^cy@example\.com: deleted 1 scan, 3 results, 2 standings and 1 entry in the history of scans\. Two more looks/m,
    );
    expect(stdout).toContain('  Point-in-time recovery can restore');
    expect(await stack.ended('running')).toMatchObject({ status: 'ABORTED' });
    expect(await atRest()).toEqual(kept);
  });

  test('waits for a scan of task ids that has found the person, and does not stop it', async () => {
    const appFabric = stack.play(SCENARIO);
    await stack.scan({ email: 'Di@example.com' });
    const taskIds = [...appFabric.seedTasks('Cy@Example.com'), ...appFabric.seedTasks('Di@Example.com')];
    await stack.start({ taskIds }, 'shared');
    await until(async () => tracesOf('Di', await allItems()).some(({ scanId }) => scanId === 'shared'));
    const { code, stderr } = await forget('di@example.com --yes', { terminal: { columns: 200 } });
    expect(code).toBe(0);
    expect(stderr).toContain('Waiting for a scan of task ids, which can be about other people, too');
    expect(await stack.ended('shared')).toMatchObject({ status: 'SUCCEEDED' });
    const after = await allItems();
    expect(tracesOf('Di', after)).toEqual([]);
    expect(after.filter(({ type, email }) => type === 'TASK' && email === 'cy@example.com')).toHaveLength(3);
  });

  test('does not stop an execution of somebody else that has the name of an old watch', async () => {
    stack.play(SCENARIO);
    const input = JSON.stringify({ email: 'Bo@Example.com', cadenceSeconds: [240 * HOUR] });
    const stateMachineArn = stack.outputs.watchStateMachineArn;
    await stack.sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'leaver', input }));
    const watch = await until(async () => Number((await watchOf('Bo'))?.scanCount) >= 1 && (await watchOf('Bo')));
    const startedAt = new Date(Date.now() - 100 * 86_400_000).toISOString();
    const old = { ...watch, ...{ pk: 'PERSON#ed@example.com', email: 'ed@example.com', status: 'STOPPED' } };
    const requesters = [{ executionName: 'leaver', requestedAt: startedAt, dueAt: startedAt }];
    const Item = marshall({ ...old, startedAt, requesters, endedAt: startedAt, unpublished: [] }, MARSHALL);
    await stack.dynamodb.send(new PutItemCommand({ TableName: stack.outputs.tableName, Item }));
    const { code } = await forget('ed@example.com --yes');
    expect(code).toBe(0);
    expect(tracesOf('Ed', await allItems())).toEqual([]);
    expect(await watchOf('Bo')).toMatchObject({ watchId: 'leaver', status: 'WATCHING' });
  });

  describe('that was interrupted', () => {
    let gate: Server;
    /** The number of batches that get through before the network fails. */
    let batches: number;

    beforeEach(async () => {
      gate = createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        const isBatch = String(request.headers['x-amz-target']).endsWith('BatchWriteItem');
        if (isBatch && batches-- <= 0) return void request.socket.destroy();
        const { method, headers } = request;
        const onward = forward(stack.endpoint, { method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        });
        onward.end(Buffer.concat(chunks));
      });
      await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
      process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
    });
    afterEach(() => gate.close());

    test('finishes when it is run again, wherever it stopped', async () => {
      stack.play(SCENARIO);
      await stack.scan({ email: 'Bo@example.com' });
      const kept = await atRest();
      await live('Ana');
      await unwatched('Ana');
      await atRest();
      for (batches = 0; ; batches = 1) {
        const { code, stderr } = await forget('ana@example.com --yes');
        if (code === 0) break;
        expect(stderr).toMatch(/Deleted so far: .*\. To finish, run the command again: user-access forget ana@/);
        expect(stderr).toContain(' does not respond (');
      }
      expect(await atRest()).toEqual(kept);
    });
  });

  describe('asks', () => {
    beforeEach(async () => {
      stack.play(SCENARIO);
      await stack.scan({ email: 'Ed@example.com' });
    });

    test('what it deletes, and deletes it', async () => {
      const { code, stderr } = await forget('Ed@example.com', { answer: 'Yes' });
      expect(stderr).toBe(
        'About ed@example.com, this deletes 1 scan, 3 results, 3 standings, 1 verdict and 1 entry in the history of ' +
          "scans.\nThis can't be undone.\nType yes to go on: ",
      );
      expect([code, await atRest()]).toEqual([0, []]);
    });

    test.each(['', 'y', 'no'])('and deletes nothing if the answer is %j', async (answer) => {
      const before = await allItems();
      const { code, stdout, stderr } = await forget('ed@example.com', { answer });
      expect([code, stdout]).toEqual([130, '']);
      expect(stderr).toMatch(/Nothing was deleted\.\n$/);
      expect(await allItems()).toEqual(before);
    });

    test('nobody if there is no terminal, and then needs --yes', async () => {
      const before = await allItems();
      const { code, stderr } = await forget('ed@example.com');
      expect([code, stderr]).toEqual([
        2,
        'user-access: forget asks before it deletes, and there is no terminal to ask on: add --yes, or --dry-run.\n',
      ]);
      expect(await allItems()).toEqual(before);
    });

    test('nothing with --dry-run, which only counts', async () => {
      const before = await allItems();
      const { code, stdout } = await forget('ed@example.com --dry-run');
      expect([code, stdout]).toEqual([
        0,
        'ed@example.com: forget would delete 1 scan, 3 results, 3 standings, 1 verdict and 1 entry in the history of ' +
          'scans. Nothing was deleted.\n',
      ]);
      const { deleted } = JSON.parse((await forget('ed@example.com --dry-run --json')).stdout);
      expect(deleted).toMatchObject({ scans: 1, results: 3, watches: 0 });
      expect(await allItems()).toEqual(before);
    });

    test('about a person who is not there ends with 1', async () => {
      const { code, stderr } = await forget('nobody@example.com --yes');
      expect([code, stderr]).toEqual([
        1,
        'user-access: The table has nothing about nobody@example.com. Check the address.\n',
      ]);
    });
  });
});
