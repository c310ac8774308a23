import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forgettingStack, HOUR, type Item, isKeptId, SCENARIO, tracesOf, until } from '../support/forgetting';
import { removeAssembly, synthesize } from '../support/whole-scan';

let assembly: string;
let stack: Awaited<ReturnType<typeof forgettingStack>>;

beforeAll(() => {
  // With a short poll window, a scan waits most of the time, and waits are short here.
  assembly = synthesize({ pollWindowSeconds: '1' });
});
afterAll(() => removeAssembly(assembly));

beforeEach(async () => {
  stack = await forgettingStack(assembly, 5_000);
});
afterEach(() => stack.stop());

describe('forget', () => {
  test('deletes everything of a person while a watch of theirs goes on, and nothing of anybody else', async () => {
    const appFabric = stack.play(SCENARIO);
    const taskIds = [...appFabric.seedTasks('Ana@Example.com'), ...appFabric.seedTasks('Bo@Example.com')];
    await stack.scan({ taskIds }, 'shared');
    await stack.live('Bo');
    await stack.unwatched('Bo');
    await stack.live('Ana');
    const before = await stack.items();
    const types = tracesOf('Ana', before).map(({ type }) => type);
    expect(new Set(types)).toEqual(
      new Set(['SCAN', 'TASK', 'STANDING', 'CHANGE', 'PERSON', 'PERSON_SCAN', 'WATCH', 'WATCH_ID', 'TRIGGER']),
    );
    const { watchId } = (await stack.watchOf('Ana')) ?? {};

    const { code, stdout, stderr } = await stack.forget('ANA@example.com --yes --json');
    expect([code, stderr]).toEqual([0, '']);
    const after = await stack.items();
    expect(tracesOf('Ana', after)).toEqual([]);
    const isOfBo = (item: Item) => !(item.type === 'SCAN' && item.scanId === 'shared') && !isKeptId(item);
    expect(after.filter(isOfBo)).toEqual(tracesOf('Bo', before).filter(isOfBo));
    const record = before.find(({ type, scanId }) => type === 'SCAN' && scanId === 'shared') as Item;
    const open = (record.open as Item[]).filter(({ email }) => email === 'bo@example.com');
    expect(open).toHaveLength(2);
    expect(after).toContainEqual({ ...record, open });
    const { deleted, ...report } = JSON.parse(stdout);
    expect(report).toMatchObject({ email: 'ana@example.com', dryRun: false, editedScans: 1, lost: [] });
    expect([report.stoppedWatches, report.keptIds]).toEqual([[watchId], expect.arrayContaining([watchId])]);
    expect(after.filter(isKeptId).map((item) => item.watchId)).toEqual(report.keptIds);
    expect(report.elsewhere.map(({ where }: { where: string }) => where)).toContain('backups');
    expect(deleted).toMatchObject({ standings: 3, verdicts: 1, watches: 1, watchIds: 1 });
    expect(deleted.results).toBe(3 * (deleted.scans + 1));
    expect(deleted.history).toBe(deleted.scans + 1);
    expect(Object.values(deleted).every((number) => Number(number) > 0)).toBe(true);

    const again = await stack.forget('ana@example.com --yes');
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toContain('The table has nothing about ana@example.com. Check the address.');
    expect(await stack.atRest()).toEqual(after);
    expect(stack.logs.filter((line) => /ana@|of Example/i.test(line))).toEqual([]);
  });

  test('works twice at the same time, and again after the person was watched again', async () => {
    stack.play(SCENARIO);
    await stack.live('Ana');
    const both = await Promise.all([1, 2].map(() => stack.forget('ana@example.com --yes')));
    expect(both.map(({ code, stderr }) => [code, stderr])).toEqual([0, 0].map((code) => [code, expect.anything()]));
    expect(tracesOf('Ana', await stack.atRest())).toEqual([]);

    await stack.live('Ana');
    const watch = await stack.watchOf('Ana');
    expect(watch).toMatchObject({ status: 'WATCHING', requesters: [expect.anything()] });
    const { execution } = await stack.watch({ email: 'ana@example.com' });
    expect(JSON.parse(execution.output ?? '')).toMatchObject({ status: 'JOINED', joined: watch?.watchId });
    const { code, stdout } = await stack.forget('ana@example.com --yes --json');
    expect([code, tracesOf('Ana', await stack.atRest())]).toEqual([0, []]);
    expect(JSON.parse(stdout).stoppedWatches).toContain(watch?.watchId);
  });

  test('stops a scan that runs, and deletes it when its end is recorded', async () => {
    stack.play(SCENARIO);
    await stack.scan({ email: 'Di@example.com' });
    const kept = await stack.atRest();
    await stack.start({ email: 'Cy@example.com' }, 'running');
    await until(async () => tracesOf('Cy', await stack.items()).some(({ type }) => type === 'STANDING'));
    const { code, stdout } = await stack.forget('cy@example.com --yes', {
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
    expect(stdout).toContain('records their end again: running.\n');
    const after = await stack.atRest();
    expect(after.filter((item) => !isKeptId(item))).toEqual(kept);
    expect(after.filter(isKeptId)).toEqual([expect.objectContaining({ pk: 'SCAN#running', status: 'FAILED' })]);
  });

  test('waits for a scan of task ids that has found the person, and does not stop it', async () => {
    const appFabric = stack.play(SCENARIO);
    await stack.scan({ email: 'Di@example.com' });
    const taskIds = [...appFabric.seedTasks('Cy@Example.com'), ...appFabric.seedTasks('Di@Example.com')];
    await stack.start({ taskIds }, 'shared');
    await until(async () => tracesOf('Di', await stack.items()).some(({ scanId }) => scanId === 'shared'));
    const { code, stderr } = await stack.forget('di@example.com --yes', { terminal: { columns: 200 } });
    expect(code).toBe(0);
    expect(stderr).toContain('Waiting for a scan of task ids, which can be about other people, too');
    expect(await stack.ended('shared')).toMatchObject({ status: 'SUCCEEDED' });
    const after = await stack.items();
    expect(tracesOf('Di', after)).toEqual([]);
    expect(after.filter(({ type, email }) => type === 'TASK' && email === 'cy@example.com')).toHaveLength(3);
  });

  test('does not stop an execution of somebody else that has the name of an old watch', async () => {
    stack.play(SCENARIO);
    await stack.start({ email: 'Bo@Example.com', cadenceSeconds: [240 * HOUR] }, 'leaver', stack.watchStateMachineArn);
    const watch = await until(
      async () => Number((await stack.watchOf('Bo'))?.scanCount) >= 1 && (await stack.watchOf('Bo')),
    );
    const startedAt = new Date(Date.now() - 100 * 86_400_000).toISOString();
    const old = { ...watch, ...{ pk: 'PERSON#ed@example.com', email: 'ed@example.com', status: 'STOPPED' } };
    const requesters = [{ executionName: 'leaver', requestedAt: startedAt, dueAt: startedAt }];
    await stack.putItem({ ...old, startedAt, requesters, endedAt: startedAt, unpublished: [] });
    const { code } = await stack.forget('ed@example.com --yes');
    expect(code).toBe(0);
    expect(tracesOf('Ed', await stack.items())).toEqual([]);
    expect(await stack.watchOf('Bo')).toMatchObject({ watchId: 'leaver', status: 'WATCHING' });
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
      const kept = await stack.atRest();
      await stack.live('Ana');
      await stack.unwatched('Ana');
      await stack.atRest();
      for (batches = 0; ; batches = 1) {
        const { code, stderr } = await stack.forget('ana@example.com --yes');
        if (code === 0) break;
        expect(stderr).toMatch(/Deleted so far: .*\. To finish, run the command again: user-access forget ana@/);
        expect(stderr).toContain(' does not respond (');
      }
      expect((await stack.atRest()).filter((item) => !isKeptId(item))).toEqual(kept);
    });
  });

  describe('asks', () => {
    beforeEach(async () => {
      stack.play(SCENARIO);
      await stack.scan({ email: 'Ed@example.com' });
    });

    test('what it deletes, and deletes it', async () => {
      const { code, stderr } = await stack.forget('Ed@example.com', { answer: 'Yes' });
      expect(stderr).toBe(
        'About ed@example.com, this deletes 1 scan, 3 results, 3 standings, 1 verdict and 1 entry in the history of ' +
          "scans.\nThis can't be undone.\nType yes to go on: ",
      );
      expect([code, await stack.atRest()]).toEqual([0, []]);
    });

    test.each(['', 'y', 'no'])('and deletes nothing if the answer is %j', async (answer) => {
      const before = await stack.items();
      const { code, stdout, stderr } = await stack.forget('ed@example.com', { answer });
      expect([code, stdout]).toEqual([130, '']);
      expect(stderr).toMatch(/Nothing was deleted\.\n$/);
      expect(await stack.items()).toEqual(before);
    });

    test('nobody if there is no terminal, and then needs --yes', async () => {
      const before = await stack.items();
      const { code, stderr } = await stack.forget('ed@example.com');
      expect([code, stderr]).toEqual([
        2,
        'user-access: forget asks before it deletes, and there is no terminal to ask on: add --yes, or --dry-run.\n',
      ]);
      expect(await stack.items()).toEqual(before);
    });

    test('nothing with --dry-run, which only counts', async () => {
      const before = await stack.items();
      const { code, stdout } = await stack.forget('ed@example.com --dry-run');
      expect([code, stdout]).toEqual([
        0,
        'ed@example.com: forget would delete 1 scan, 3 results, 3 standings, 1 verdict and 1 entry in the history of ' +
          'scans. Nothing was deleted.\n',
      ]);
      const { deleted } = JSON.parse((await stack.forget('ed@example.com --dry-run --json')).stdout);
      expect(deleted).toMatchObject({ scans: 1, results: 3, watches: 0 });
      expect(await stack.items()).toEqual(before);
    });

    test('about a person who is not there ends with 1', async () => {
      const { code, stderr } = await stack.forget('nobody@example.com --yes');
      expect([code, stderr]).toEqual([
        1,
        'user-access: The table has nothing about nobody@example.com. Check the address.\n',
      ]);
    });
  });
});
