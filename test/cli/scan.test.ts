import { type Surroundings, userAccess } from '../support/command';
import { ServiceError, stepFunctionsByHand } from '../support/step-functions-by-hand';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../support/table-in-memory';
import { at, IN_PROGRESS, NOT_COMPLETED, OPEN_ACCOUNT, scanItem, taskItem } from '../support/table-items';

const STATE_MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Scan';
const TASK_ID = '0f1e2d3c-4b5a-4678-9abc-def012345678';

let table: TableInMemory;
let stepFunctions: Awaited<ReturnType<typeof stepFunctionsByHand>>;
let started: Record<string, unknown>[];
/** The responses of DescribeExecution, one for each call. The last one is repeated. */
let described: (() => Promise<Record<string, unknown>> | Record<string, unknown> | ServiceError)[];
let startAnswer: () => Record<string, unknown> | ServiceError;

beforeEach(async () => {
  started = [];
  startAnswer = () => ({ executionArn: `${STATE_MACHINE}:s-1`.replace('stateMachine', 'execution'), startDate: 0 });
  table = await tableInMemory();
  stepFunctions = await stepFunctionsByHand(table.endpoint, (operation, input) => {
    if (operation === 'StartExecution') {
      started.push(input);
      return startAnswer();
    }
    const next = described.length > 1 ? described.shift() : described[0];
    return next?.() ?? {};
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: stepFunctions.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});
afterEach(async () => {
  await stepFunctions.stop();
  await table.stop();
});

const execution = (status: string, rest: object = {}) => ({ status, startDate: 0, stopDate: 4, ...rest });
const running = async (...items: Record<string, unknown>[]) => {
  await table.put(...items);
  return execution('RUNNING');
};
const ended =
  (status: string, rest: object, ...items: Record<string, unknown>[]) =>
  async () => {
    await table.put(...items);
    return execution(status, rest);
  };

const scan = (line: string, surroundings?: Surroundings) =>
  userAccess(['scan', ...line.split(' '), '--state-machine', STATE_MACHINE, '--table', TABLE_NAME], surroundings);

const open = { ...IN_PROGRESS, userStatus: undefined };
const slack = taskItem('s-1', 'id-1', 'SLACK', OPEN_ACCOUNT);
const zoom = taskItem('s-1', 'id-2', 'ZOOM');
const judged = {
  taskCount: 2,
  counts: undefined,
  coverage: { counted: 2, asked: 2, answered: 2 },
  accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 1, UNKNOWN: 0 },
  unknown: [],
};
const aScanThatCompletes = (rest: object = {}) => [
  () => execution('RUNNING'),
  () =>
    running(scanItem('s-1', 1, { ...NOT_COMPLETED, status: 'RUNNING' }), { ...slack, ...open }, { ...zoom, ...open }),
  () => running(slack),
  ended('SUCCEEDED', { output: '{"scanId":"s-1"}' }, zoom, scanItem('s-1', 1, { ...judged, ...rest })),
];

describe('a scan that completes', () => {
  beforeEach(() => {
    described = aScanThatCompletes();
  });

  test('starts an execution with the scan id as its name and the email address as written', async () => {
    const { code, stdout, stderr } = await scan('Ana@example.com --scan-id s-1');
    expect(code).toBe(0);
    expect(started).toEqual([{ stateMachineArn: STATE_MACHINE, name: 's-1', input: '{"email":"Ana@example.com"}' }]);
    expect(stdout).toMatch(/^ana@example\.com, 2026-11-01 09:00:00Z: OPEN\. 1 account can still be used\.\n/);
    expect(stdout).toContain('● OPEN  SLACK  T0123 (Example Ltd)  ACTIVE       ✓ completed\n');
    expect(stdout).toContain(
      '2 tasks: 2 completed, 0 failed, 0 expired, 0 timed out. Accounts found: 1 (1 open, 0 blocked).\n',
    );
    expect(stdout).not.toContain('Published');
    expect(stderr).toBe(
      'Scan s-1 of Ana@example.com has started.\nTo see where this person stands now, run: ' +
        `user-access results ana@example.com --state-machine ${STATE_MACHINE} --table ${TABLE_NAME}\n`,
    );
  });

  test('on a terminal, shows each task once when it ends', async () => {
    const { stderr } = await scan('ana@example.com --scan-id s-1', {
      terminal: { columns: 120 },
      env: { NO_COLOR: '1' },
    });
    const lines = stderr
      .replaceAll('\r\u001b[K', '\n')
      .split('\n')
      .filter((line) => /^[●○]/.test(line));
    expect(lines).toEqual([
      '● OPEN              SLACK T0123 (Example Ltd)  ACTIVE',
      '○ NONE              ZOOM T0123 (Example Ltd)',
    ]);
    expect(stderr).toMatch(/1 of 2 tasks ended/);
    // The result comes after an empty line.
    expect(stderr).toContain(' s\r\u001b[K\nTo see where');
  });

  test('with --json, prints only one JSON object', async () => {
    const { stdout, stderr } = await scan('ana@example.com --scan-id s-1 --json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      scanId: 's-1',
      email: 'ana@example.com',
      status: 'COMPLETED',
      startedAt: at(1),
      endedAt: at(1, '09:00:04.200'),
      verdict: 'OPEN',
      confirmed: true,
      coverage: { counted: 2, asked: 2, answered: 2 },
      accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 1, UNKNOWN: 0 },
      open: [{ app: 'SLACK', tenantId: 'T0123', userStatus: 'ACTIVE', confirmed: true, recordedAt: at(1) }],
      openTruncated: false,
      unknown: [],
      unknownTruncated: false,
      withoutUserAccess: [],
      authorizationsError: null,
      taskCount: 2,
      counts: { COMPLETED: 2, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 },
      accountsFound: 1,
      trigger: null,
      results: [
        expect.objectContaining({
          app: 'SLACK',
          taskId: 'id-1',
          access: 'OPEN',
          reason: null,
          accountFound: true,
          userStatus: 'ACTIVE',
          error: null,
        }),
        expect.objectContaining({ app: 'ZOOM', taskId: 'id-2', access: 'NONE', accountFound: false, error: null }),
      ],
      changes: [],
    });
  });

  test('has a generated id, and accepts task ids', async () => {
    const { stderr } = await scan(`--task-ids ${TASK_ID},${TASK_ID}`);
    expect(stderr).toMatch(/^Scan \S+ of 1 task has started\./);
    expect(started[0]?.name).toMatch(/^scan-\d{8}T\d{6}Z-[0-9a-f]{8}$/);
    expect(JSON.parse(String(started[0]?.input))).toEqual({ taskIds: [TASK_ID] });
  });
});

describe('--fail-on', () => {
  const scanned = async (rest: object, failOn: string) => {
    described = aScanThatCompletes(rest);
    const { code, stderr } = await scan(`ana@example.com --scan-id s-1 --json --fail-on ${failOn}`);
    return { code, stderr };
  };

  test.each([
    [{}, 'open'],
    [{ confirmed: false }, 'Open,UNKNOWN'],
    [{ verdict: 'UNKNOWN' }, 'not-found,unknown'],
    [{ verdict: 'NOT_FOUND' }, 'not_found'],
    [{ verdict: 'NOT_FOUND' }, 'NOT-FOUND'],
  ])('ends with 3, and says why, for %j and %s', async (rest, failOn) => {
    const verdict = 'verdict' in rest ? rest.verdict : 'OPEN';
    const line = `Exit code 3: the verdict is ${verdict}, which --fail-on names.\n`;
    expect(await scanned(rest, failOn)).toEqual({ code: 3, stderr: line });
  });

  test.each([
    [{}, 'unknown,not-found'],
    [{ verdict: 'CLEAR' }, 'open,unknown,not-found'],
    [{ verdict: 'UNKNOWN' }, 'open'],
  ])('ends with 0 for %j and %s', async (rest, failOn) => {
    expect(await scanned(rest, failOn)).toEqual({ code: 0, stderr: '' });
  });

  test('does not end with 0 for a scan that has no verdict', async () => {
    const { code, stderr } = await scanned({ verdict: undefined }, 'unknown');
    expect([code, stderr]).toEqual([1, expect.stringContaining('--fail-on needs a verdict')]);
  });

  test('does not change the exit code of a scan that fails', async () => {
    described = [ended('FAILED', { error: 'X' }, scanItem('s-1', 1, { ...NOT_COMPLETED, status: 'FAILED' }))];
    expect((await scan('ana@example.com --scan-id s-1 --json --fail-on unknown')).code).toBe(1);
  });
});

describe('a scan that fails', () => {
  test('exits with 1 and prints the error in its record', async () => {
    const error = { name: 'AppBundleNotFound', message: 'Check the app bundle.' };
    described = [
      ended(
        'FAILED',
        { error: 'AppBundleNotFound', cause: '{}' },
        scanItem('s-1', 1, { ...NOT_COMPLETED, status: 'FAILED', error }),
      ),
    ];
    const { code, stdout } = await scan('ana@example.com --scan-id s-1 --json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'FAILED', error, results: [] });
  });

  test('prints the error from Step Functions if the table has none', async () => {
    const cause = JSON.stringify({ errorType: 'InvalidScanRequest', errorMessage: 'email is missing.' });
    described = [ended('FAILED', { error: 'InvalidScanRequest', cause })];
    const { code, stdout } = await scan('ana@example.com --scan-id s-1');
    expect(code).toBe(1);
    expect(stdout).toContain('Scan ✗ failed');
    expect(stdout).toContain('InvalidScanRequest: email is missing.\n');
  });

  test('is reported as failed if it was stopped, even if its record has another status', async () => {
    described = [ended('ABORTED', {}, scanItem('s-1', 1, { ...NOT_COMPLETED, status: 'RUNNING' }))];
    const { code, stdout } = await scan('ana@example.com --scan-id s-1 --json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'FAILED', error: { name: 'ExecutionStopped' } });
  });
});

test('a scan that repeats another shows the results of the original', async () => {
  const output = JSON.stringify({ scanId: 's-2', duplicateOf: 's-1', done: true });
  described = [ended('SUCCEEDED', { output }, scanItem('s-1', 1), slack)];
  const { stdout } = await scan('ana@example.com --scan-id s-2 --json');
  expect(JSON.parse(stdout)).toMatchObject({ scanId: 's-2', duplicateOf: 's-1', results: [{ app: 'SLACK' }] });
});

test('the id of a recorded scan is rejected, because its results may be about another person', async () => {
  await table.put(scanItem('s-1', 1));
  const { code, stdout, stderr } = await scan('ben@example.com --scan-id s-1 --json');
  expect([code, stdout, started]).toEqual([1, '', []]);
  expect(stderr).toBe('user-access: A scan with this id already exists: choose another --scan-id, or leave it out.\n');
});

test('a running scan is followed if it is started again', async () => {
  await table.put(scanItem('s-1', 1, { ...NOT_COMPLETED, status: 'RUNNING' }));
  described = aScanThatCompletes();
  expect((await scan('ana@example.com --scan-id s-1')).code).toBe(0);
});

test('Ctrl-C stops following, and prints that the scan continues', async () => {
  const controller = new AbortController();
  described = [
    () => {
      controller.abort();
      return execution('RUNNING');
    },
  ];
  const { code, stderr } = await scan('ana@example.com --scan-id s-1', { signal: controller.signal });
  expect(code).toBe(130);
  expect(stderr).toContain('The scan continues in AWS. To see it, run: user-access scan-report s-1');
});

test('an error while following also prints that the scan continues', async () => {
  described = [() => new ServiceError('AccessDeniedException')];
  const { code, stderr } = await scan('ana@example.com --scan-id s-1');
  expect(code).toBe(1);
  expect(stderr).toContain('The scan continues in AWS. To see it, run: user-access scan-report s-1');
  expect(stderr).toContain('user-access: AWS denied the request');
});

test.each([
  ['StateMachineDoesNotExist', /no such state machine/],
  ['ExecutionAlreadyExists', /A scan with this id already exists/],
  ['AccessDeniedException', /AWS denied the request/],
  ['ExpiredTokenException', /refused the credentials/],
])('%s is one line, and ends with 1', async (type, line) => {
  startAnswer = () => new ServiceError(type);
  const { code, stdout, stderr } = await scan('ana@example.com');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(line);
  expect(stderr.split('\n')).toHaveLength(2);
});
