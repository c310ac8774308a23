import { type Surroundings, userAccess } from '../support/command';
import { useEndpoint } from '../support/command-table';
import { ServiceError, stepFunctionsByHand } from '../support/step-functions-by-hand';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../support/table-in-memory';
import { answer, at, changeItem, personScanItem, watchItem } from '../support/table-items';

const STATE_MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Watch';
const EMAIL = 'ana@example.com';

type Item = Record<string, unknown>;
type Answer = Record<string, unknown> | ServiceError;

let table: TableInMemory;
let stepFunctions: Awaited<ReturnType<typeof stepFunctionsByHand>>;
let requests: { operation: string; input: Record<string, unknown> }[];
/** What DescribeExecution returns, one for each call. The last one is repeated. */
let described: ((name: string) => Promise<Answer> | Answer)[];
let stopAnswer: () => Promise<Answer> | Answer;
let startAnswer: (name: string) => Answer;

beforeEach(async () => {
  requests = [];
  startAnswer = (name) => ({
    executionArn: `${STATE_MACHINE.replace('stateMachine', 'execution')}:${name}`,
    startDate: 0,
  });
  stopAnswer = () => ({ stopDate: 0 });
  table = await tableInMemory();
  stepFunctions = await stepFunctionsByHand(table.endpoint, (operation, input) => {
    requests.push({ operation, input });
    if (operation === 'StartExecution') return startAnswer(String(input.name));
    if (operation === 'StopExecution') return stopAnswer();
    const next = described.length > 1 ? described.shift() : described[0];
    return next?.(String(input.executionArn).split(':').at(-1) ?? '') ?? {};
  });
  useEndpoint(stepFunctions.endpoint);
});
afterEach(async () => {
  await stepFunctions.stop();
  await table.stop();
});

const run = (line: string, surroundings?: Surroundings) =>
  userAccess([...line.split(' '), '--watch-state-machine', STATE_MACHINE, '--table', TABLE_NAME], surroundings);
const flags = `--watch-state-machine ${STATE_MACHINE} --table ${TABLE_NAME}`;

/** An execution that goes on, after it has written items. */
const running =
  (...items: ((name: string) => Item)[]) =>
  async (name: string) => {
    await table.put(...items.map((item) => item(name)));
    return { status: 'RUNNING', startDate: 0 };
  };
const ownWatch =
  (rest: Item = {}) =>
  (name: string) =>
    watchItem(EMAIL, 1, { watchId: name, scanCount: 0, verdict: undefined, open: [], lastScan: undefined, ...rest });
const started = () => requests.filter(({ operation }) => operation === 'StartExecution').map(({ input }) => input);

describe('watch', () => {
  test('starts an execution with what the flags say, and prints when the watch is due', async () => {
    described = [running(), running(ownWatch())];
    const { code, stdout, stderr } = await run(
      'watch Ana@example.com --due-in 8h --give-up-after 14d --cadence 30m,2h,1d --not-found-is-clear',
    );
    const [{ name, input, stateMachineArn } = {}] = started();
    expect([code, started().length, stateMachineArn]).toEqual([0, 1, STATE_MACHINE]);
    expect(name).toMatch(/^watch-\d{8}T\d{6}Z-[0-9a-f]{8}$/);
    expect(JSON.parse(String(input))).toEqual({
      email: 'Ana@example.com',
      cadenceSeconds: [1_800, 7_200, 86_400],
      dueInSeconds: 28_800,
      giveUpAfterSeconds: 1_209_600,
      notFoundIsClear: true,
    });
    expect(stdout).toBe(
      `Watch ${name} of ana@example.com started 2026-11-01 09:00:00Z. ` +
        'It is due 2026-11-02 09:00:00Z, and ends 2026-11-21 09:00:00Z in any case.\n',
    );
    expect(stderr).toBe(
      `The watch continues in AWS. To see it, run: user-access watches Ana@example.com ${flags}\n` +
        `To stop it, run: user-access unwatch Ana@example.com ${flags}\n`,
    );
  });

  test('sends only the email address if there are no other flags, and prints the record as JSON', async () => {
    described = [running(ownWatch())];
    const { code, stdout, stderr } = await run('watch ana@example.com --json');
    expect([code, stderr, started()[0]?.input]).toEqual([0, '', '{"email":"ana@example.com"}']);
    expect(JSON.parse(stdout)).toMatchObject({ email: EMAIL, status: 'WATCHING', joined: false, dueAt: at(2) });
    expect(JSON.parse(stdout)).not.toHaveProperty('revision');
  });

  describe('of a person who is being watched', () => {
    const requester = (name: string, dueAt: string) => ({
      executionName: name,
      requestedAt: at(1, '12:00:00.000'),
      dueAt,
    });
    const joined = (dueAt: string, rest: Item = {}) => {
      const watch = watchItem(EMAIL, 1);
      return (name: string) =>
        watchItem(EMAIL, 1, { requesters: [...watch.requesters, requester(name, dueAt)], ...rest });
    };

    test('joins that watch, and says since when, due when, and what the latest verdict is', async () => {
      await table.put(watchItem(EMAIL, 1));
      described = [running(joined(at(3)))];
      const { code, stdout } = await run('watch ana@example.com');
      expect([code, stdout]).toEqual([
        0,
        'ana@example.com is being watched since 2026-11-01 09:00:00Z, and this request has joined that watch (w-1). ' +
          'It is due 2026-11-02 09:00:00Z, and ends 2026-11-21 09:00:00Z in any case. The latest verdict is OPEN.\n',
      ]);
    });

    test('says that the request made it due earlier', async () => {
      const dueAt = at(1, '20:00:00.000');
      described = [running(joined(dueAt, { dueAt }))];
      expect((await run('watch ana@example.com')).stdout).toContain(
        'By this request, it is due earlier: 2026-11-01 20:00:00Z. It ends 2026-11-21 09:00:00Z in any case.',
      );
      expect(JSON.parse((await run('watch ana@example.com --json')).stdout)).toMatchObject({ joined: true, dueAt });
    });

    test('says that the watch is overdue', async () => {
      described = [running(joined(at(9), { overdueAt: at(2) }))];
      expect((await run('watch ana@example.com')).stdout).toContain(' It is overdue. The latest verdict is OPEN.\n');
    });

    test('notices it by the output if the record has no room for the request', async () => {
      await table.put(watchItem(EMAIL, 1));
      const output = JSON.stringify({ next: 'END', status: 'JOINED', joined: 'w-1' });
      described = [() => ({ status: 'SUCCEEDED', startDate: 0, output })];
      expect((await run('watch ana@example.com')).stdout).toContain('has joined that watch (w-1)');
    });
  });

  test('that does not begin is one line, with the reason', async () => {
    const cause = JSON.stringify({ errorType: 'InvalidWatchRequest', errorMessage: 'giveUpAfterSeconds is too long.' });
    described = [running(), () => ({ status: 'FAILED', startDate: 0, error: 'InvalidWatchRequest', cause })];
    const { code, stdout, stderr } = await run('watch ana@example.com');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe('user-access: The watch did not begin: InvalidWatchRequest: giveUpAfterSeconds is too long.\n');
  });

  test('needs no permission to describe the execution', async () => {
    described = [
      async (name) => {
        await table.put(ownWatch()(name));
        return new ServiceError('AccessDeniedException');
      },
    ];
    expect((await run('watch ana@example.com')).code).toBe(0);
  });

  test('is not started if the table cannot be read', async () => {
    const { code } = await userAccess([
      'watch',
      EMAIL,
      '--watch-state-machine',
      STATE_MACHINE,
      '--table',
      `not-${TABLE_NAME}`,
    ]);
    expect([code, started()]).toEqual([1, []]);
  });
});

describe('watch --follow', () => {
  let id = '';
  const scan = (turn: number, time: string, rest: Item = {}) => ({
    ...personScanItem(EMAIL, `${id}-${turn}`, 1),
    sk: `SCAN#${time}#${id}-${turn}`,
    startedAt: time,
    endedAt: time.replace(':00:00.000Z', ':00:04.000Z'),
    ...rest,
  });
  const own = (rest: Item = {}) => ownWatch(rest)(id);
  const later = at(1, '10:00:00.000');
  const cleared = { verdict: 'CLEAR', coverage: { counted: 2, asked: 2, answered: 2 } };
  const counts = (OPEN: number, BLOCKED: number) => ({ accessCounts: { OPEN, BLOCKED, NONE: 0, UNKNOWN: 0 } });
  const blocked = () =>
    changeItem(EMAIL, 'SLACK', 1, {
      from: answer(1, { access: 'OPEN', userStatus: 'ACTIVE' }),
      to: answer(1, { access: 'BLOCKED', scanId: `${id}-2`, recordedAt: later }),
    });
  const OVERDUE = {
    overdueAt: at(2),
    scanCount: 1,
    verdict: 'OPEN',
    open: [{ app: 'SLACK', tenantId: 'T0123', confirmed: false, recordedAt: at(1) }],
    unknown: [{ app: 'ZOOM', tenantId: 'z-1', reason: 'RECONNECT' }],
    lastScan: { scanId: 'x', reviewedAt: at(1) },
  };

  /** Writes the items of each step when the one before has been shown. */
  function steps(...writes: (() => Item[])[]) {
    described = [
      async (name) => {
        id = name;
        await table.put(own());
        void (async () => {
          for (const write of writes) {
            await new Promise((done) => setTimeout(done, 400));
            await table.put(...write());
          }
        })();
        return { status: 'RUNNING', startDate: 0 };
      },
    ];
  }
  const end =
    (status: string, rest: Item = {}) =>
    () => [
      scan(2, later, { ...cleared, ...counts(0, 2) }),
      blocked(),
      own({
        ...OVERDUE,
        status,
        endedAt: at(2, '12:00:00.000'),
        scanCount: 2,
        lastScan: { scanId: 'x', reviewedAt: at(2, '12:00:00.000') },
        ...rest,
      }),
    ];

  test('shows each scan, what changed, that it is overdue, and how long it took', async () => {
    steps(
      () => [scan(1, at(1), counts(2, 0))],
      () => [own(OVERDUE)],
      end('CLEARED', { open: [], unknown: [] }),
    );
    const { code, stdout, stderr } = await run('watch ana@example.com --follow');
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(1)).toEqual([
      '2026-11-01 09:00:04Z  Scan: OPEN. 2 accounts can still be used.',
      '2026-11-02 09:00:00Z  OVERDUE after 1 d. Open: SLACK T0123 (not confirmed). No answer: ZOOM z-1 (RECONNECT).',
      '2026-11-01 10:00:04Z  Scan: CLEAR. Nothing is open. 2 of 2 apps answered; 2 accounts are blocked.',
      '  BLOCKED SLACK T0123: OPEN (ACTIVE) on 2026-11-01 09:00:02Z, now BLOCKED.',
      '2026-11-02 12:00:00Z  CLEARED after 1 d 3 h, with 2 scans. It was overdue since 2026-11-02 09:00:00Z.',
      '',
    ]);
    expect(stderr).toBe(`To see where this person stands now, run: user-access results ana@example.com ${flags}\n`);
  });

  test('prints the watch with its scans and changes as one JSON object', async () => {
    steps(() => [scan(1, at(1)), own(OVERDUE)], end('CLEARED'));
    const { code, stdout, stderr } = await run('watch ana@example.com --follow --json');
    expect([code, stderr]).toEqual([0, '']);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ watchId: id, status: 'CLEARED', joined: false, changes: [{ kind: 'BLOCKED' }] });
    expect(report.scans.map(({ scanId }: { scanId: string }) => scanId)).toEqual([`${id}-1`, `${id}-2`]);
  });

  test('ends with 3, and says why, if the watch has given up', async () => {
    steps(end('GIVEN_UP', { failedScanCount: 1 }));
    const { code, stdout, stderr } = await run('watch ana@example.com --follow');
    expect(code).toBe(3);
    expect(stdout).toContain(
      'GIVEN UP after 1 d 3 h, with 2 scans, 1 of them failed. It was overdue since 2026-11-02 09:00:00Z. ' +
        'Open: SLACK T0123 (not confirmed). No answer: ZOOM z-1 (RECONNECT).\n',
    );
    // What the record has now is not what was open when the watch was found to be overdue.
    expect(stdout).toContain('OVERDUE after 1 d.\n');
    expect(stderr).toContain('Exit code 3: the watch has given up, and the person is not clear.\n');
  });

  test('ends with 1 if the watch was stopped', async () => {
    const error = { name: 'WatchStopped', message: 'Somebody stopped it.' };
    steps(end('STOPPED', { error, overdueAt: undefined, verdict: undefined, open: [], unknown: [] }));
    const { code, stdout } = await run('watch ana@example.com --follow');
    expect(code).toBe(1);
    expect(stdout).toContain('STOPPED after 1 d 3 h, with 2 scans. WatchStopped: Somebody stopped it. No scan has ');
  });

  test('shows a scan that failed, and a scan of somebody else', async () => {
    const error = { name: 'AppBundleNotFound', message: 'Check it.' };
    const failed = { status: 'FAILED', verdict: undefined, accessCounts: undefined, error };
    const other = { ...personScanItem(EMAIL, 'mine', 1), ...counts(1, 0) };
    steps(() => [scan(1, at(1), failed), other], end('CLEARED'));
    const { stdout } = await run('watch ana@example.com --follow');
    expect(stdout).toContain('09:00:04Z  Scan: failed: AppBundleNotFound: Check it.\n');
    expect(stdout).toMatch(/ {2}Scan \(another scan, mine\): OPEN\. 1 account can still be used/);
  });

  test('says on a terminal when the next scan starts', async () => {
    steps(() => [own({ nextScanAt: at(1, '10:00:00.000') })], end('CLEARED'));
    const { stderr } = await run('watch ana@example.com --follow', { terminal: { columns: 100 } });
    expect(stderr).toContain('Watching: next scan 2026-11-01 10:00:00Z, due 2026-11-02 09:00:00Z');
  });

  test('leaves the watch running after Ctrl-C, and says so', async () => {
    const controller = new AbortController();
    steps(() => {
      controller.abort();
      return [];
    });
    const { code, stderr } = await run('watch ana@example.com --follow', { signal: controller.signal });
    expect(code).toBe(130);
    expect(stderr).toContain(
      `The watch continues in AWS. To see it, run: user-access watches ana@example.com ${flags}\n`,
    );
    expect(requests.map(({ operation }) => operation)).not.toContain('StopExecution');
  });
});

describe('unwatch', () => {
  const STOPPED = {
    status: 'STOPPED',
    endedAt: at(1, '10:30:00.000'),
    error: { name: 'WatchStopped', message: 'The execution was stopped.' },
  };

  test("stops the watch's execution, and waits for the record", async () => {
    await table.put(watchItem(EMAIL, 1));
    stopAnswer = () => {
      setTimeout(() => void table.put(watchItem(EMAIL, 1, STOPPED)), 600);
      return { stopDate: 0 };
    };
    const { code, stdout, stderr } = await run('unwatch Ana@example.com', {
      terminal: { columns: 200 },
      env: { NO_COLOR: '1' },
    });
    expect(code).toBe(0);
    expect(requests).toEqual([
      {
        operation: 'StopExecution',
        input: {
          executionArn: 'arn:aws:states:eu-west-1:111122223333:execution:Watch:w-1',
          error: 'WatchStopped',
          cause: 'Stopped with user-access unwatch.',
        },
      },
    ]);
    expect(stderr).toContain('Stopped. Waiting for the record, 0 s');
    expect(stdout).toBe(
      'ana@example.com: STOPPED after 1 h 30 min, with 1 scan. WatchStopped: The execution was stopped. Open: SLACK T0123.\n',
    );
  });

  test('prints the record as JSON', async () => {
    await table.put(watchItem(EMAIL, 1));
    stopAnswer = async () => {
      await table.put(watchItem(EMAIL, 1, STOPPED));
      return { stopDate: 0 };
    };
    const { code, stdout, stderr } = await run('unwatch ana@example.com --json');
    expect([code, stderr, JSON.parse(stdout).status]).toEqual([0, '', 'STOPPED']);
  });

  test('of a person who is not being watched ends with 1, and stops nothing', async () => {
    const never = await run('unwatch ana@example.com');
    expect([never.code, never.stdout, never.stderr]).toEqual([
      1,
      '',
      'user-access: ana@example.com is not being watched, and never was.\n',
    ]);
    await table.put(watchItem(EMAIL, 1, { ...STOPPED, status: 'GIVEN_UP' }));
    expect((await run('unwatch ana@example.com')).stderr).toBe(
      'user-access: ana@example.com is not being watched: the last watch ended 2026-11-01 10:30:00Z (GIVEN UP).\n',
    );
    expect(requests).toEqual([]);
  });

  test('says that the watch is one of another state machine', async () => {
    await table.put(watchItem(EMAIL, 1));
    stopAnswer = () => new ServiceError('ExecutionDoesNotExist');
    const { code, stderr } = await run('unwatch ana@example.com');
    expect([code, stderr]).toEqual([
      1,
      'user-access: Watch w-1 does not run in this state machine: check --watch-state-machine, --outputs or USER_ACCESS_WATCH_STATE_MACHINE_ARN.\n',
    ]);
  });

  test('can be left with Ctrl-C, and the record follows', async () => {
    await table.put(watchItem(EMAIL, 1));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const { code, stderr } = await run('unwatch ana@example.com', { signal: controller.signal });
    expect([code, stderr]).toEqual([
      130,
      `The watch is stopped. To see its record, run: user-access watches ana@example.com ${flags}\n`,
    ]);
  });
});

describe('watches', () => {
  const list = (line: string) => userAccess([...line.split(' '), '--table', TABLE_NAME]);

  beforeEach(() =>
    table.put(
      watchItem('late@example.com', 1, { overdueAt: at(2) }),
      watchItem('due@example.com', 3, { verdict: undefined, open: [], lastScan: undefined, scanCount: 0 }),
      watchItem('fine@example.com', 4, { dueAt: '2999-01-01T00:00:00.000Z' }),
      watchItem('done@example.com', 2, {
        status: 'CLEARED',
        endedAt: at(3),
        verdict: 'CLEAR',
        open: [],
        nextScanAt: undefined,
      }),
    ),
  );

  test('lists who is being watched, those that are due first come first', async () => {
    const { code, stdout, stderr } = await list('watches');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        '3 people are being watched, 1 overdue.',
        'STATUS    EMAIL             SINCE              VERDICT  SCANS  LAST SCAN          NEXT SCAN          DUE                OPEN',
        'OVERDUE   late@example.com  2026-11-01 09:00Z  OPEN     1      2026-11-01 09:00Z  2026-11-01 10:00Z  2026-11-02 09:00Z  SLACK T0123',
        'WATCHING  due@example.com   2026-11-03 09:00Z  –        0      –                  2026-11-03 10:00Z  2026-11-04 09:00Z  –',
        'WATCHING  fine@example.com  2026-11-04 09:00Z  OPEN     1      2026-11-04 09:00Z  2026-11-04 10:00Z  2999-01-01 00:00Z  SLACK T0123',
        '',
      ].join('\n'),
    );
  });

  test('--overdue lists who is due before now, and who is overdue by the record', async () => {
    const emails = async (line: string) =>
      JSON.parse((await list(`${line} --json`)).stdout).map(({ email }: { email: string }) => email);
    expect(await emails('watches --overdue')).toEqual(['late@example.com', 'due@example.com']);
    expect(await emails('watches --overdue --limit 1')).toEqual(['late@example.com']);
    expect(await list('watches --overdue --limit 1')).toMatchObject({
      stdout: expect.stringMatching(
        /^More than 1 watch, of which 1 is shown\. 1 person is being watched, 1 overdue\.\n/,
      ),
      stderr: 'This is the first. There are more: use a higher --limit, or none.\n',
    });
    expect(await list('watches --limit 2')).toMatchObject({
      stdout: expect.stringMatching(
        /^More than 2 watches, of which 2 are shown\. 2 people are being watched, 1 overdue\.\n/,
      ),
      stderr: 'These are the first 2. There are more: use a higher --limit, or none.\n',
    });
    expect((await list('watches --overdue --limit 2')).stderr).toBe('');
    await table.put(
      watchItem('ahead@example.com', 3, { dueAt: '2990-01-01T00:00:00.000Z', overdueAt: '2990-01-01T00:00:00.000Z' }),
    );
    expect(await emails('watches --overdue')).toEqual(['late@example.com', 'due@example.com', 'ahead@example.com']);
  });

  test('--status lists those that ended', async () => {
    const { stdout } = await list('watches --status cleared');
    expect(stdout).toMatch(/^1 watch that ended, the last one first\.\nSTATUS +EMAIL +SINCE .* ENDED\nCLEARED +done@/);
    const [, row] = (await list('watches --status cleared --csv')).stdout.split('\r\n');
    expect(row).toMatch(/^w-2,done@example\.com,CLEARED,2026-11-02T09:00:00\.000Z,/);
    const none = await list('watches --status given-up');
    expect([none.code, none.stdout, none.stderr]).toEqual([0, '', 'There are no such watches.\n']);
  });

  test('of a person is the one that goes on, or else the last one', async () => {
    expect(JSON.parse((await list('watches DONE@example.com --json')).stdout)).toMatchObject([{ status: 'CLEARED' }]);
    expect((await list('watches late@example.com')).stdout).toMatch(/^STATUS .*\nOVERDUE +late@example\.com /);
    const never = await list('watches nobody@example.com');
    expect([never.code, never.stderr]).toEqual([
      1,
      `nobody@example.com was never watched. To start a watch, run: user-access watch nobody@example.com --table ${TABLE_NAME}\n`,
    ]);
  });

  test('says that nobody is watched', async () => {
    const empty = await tableInMemory();
    process.env.AWS_ENDPOINT_URL = empty.endpoint;
    const [going, overdue] = [await list('watches'), await list('watches --overdue')];
    await empty.stop();
    expect(going.stderr).toBe('Nobody is being watched.\n');
    expect(overdue).toEqual({ code: 0, stdout: '', stderr: 'Nobody is overdue.\n' });
  });
});
