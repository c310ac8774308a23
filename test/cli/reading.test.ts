import { type Surroundings, userAccess } from '../support/command';
import { commandTable } from '../support/command-table';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../support/table-in-memory';
import {
  at,
  NOT_COMPLETED,
  OPEN_ACCOUNT,
  personItem,
  personScanItem,
  scanItem,
  standingItem,
  taskItem,
} from '../support/table-items';

let table: TableInMemory;

beforeAll(async () => {
  table = await commandTable();
  await table.put(
    scanItem('s-1', 1),
    taskItem('s-1', 'id-1', 'SLACK', {
      ...OPEN_ACCOUNT,
      userId: 'U01',
      userFullName: '=HYPERLINK("x"), "Ana"',
    }),
    taskItem('s-1', 'id-2', 'ZOOM', { tenantId: 'z-1' }),
    taskItem('s-1', 'START-FAILED#ASANA#a-9', 'ASANA', {
      taskId: undefined,
      tenantId: 'a-9',
      tenantDisplayName: undefined,
      status: 'FAILED',
      access: 'UNKNOWN',
      reason: 'RECONNECT',
      accountFound: undefined,
      decidedBy: 'error code AUTH',
      error: { errorCode: 'AUTH', errorMessage: 'connect\u001b[31m \u202eagain' },
    }),
    scanItem('s-2', 2, { ...NOT_COMPLETED, status: 'RUNNING' }),
    scanItem('s-3', 3, {
      ...NOT_COMPLETED,
      status: 'FAILED',
      email: 'ben@example.com',
      endedAt: at(3, '09:00:04.200'),
      trigger: { id: 'e-1', source: 'com.example.hr', time: at(3) },
      error: { name: 'AppBundleNotFound', message: 'Check it.' },
    }),
    standingItem('ana@example.com', 'SLACK', 'T0123'),
    standingItem('ana@example.com', 'ZOOM', 'z-1', false),
    standingItem('ben@example.com', 'SLACK', 'T01'),
    personScanItem('ana@example.com', 's-1', 1),
    personScanItem('ana@example.com', 's-2', 2),
    personItem('ben@example.com', 3, { verdict: 'CLEAR' }),
    personItem('cem@example.com', 4, { confirmed: false }),
    personItem('dee@example.com', 9, {}, 2),
  );
});
afterAll(() => table.stop());

const read = (line: string, surroundings?: Surroundings) =>
  userAccess([...line.split(' '), '--table', TABLE_NAME], surroundings);
const json = async (line: string) => JSON.parse((await read(`${line} --json`)).stdout);

describe('results', () => {
  test('shows the last answer, and why the newest scan does not confirm it', async () => {
    const { code, stdout, stderr } = await read('results Ana@Example.com');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        'ana@example.com: no verdict, because no scan of this address has completed.',
        '',
        'ACCESS  APP    TENANT  USER STATUS  ANSWERED           UNCONFIRMED',
        '● OPEN  SLACK  T0123   ACTIVE       2026-11-01 09:00Z  TIMED_OUT',
        '○ NONE  ZOOM   z-1     –            2026-11-01 09:00Z  TIMED_OUT',
        '',
      ].join('\n'),
    );
  });

  test('prints the same values as JSON and as CSV', async () => {
    const [slack] = await json('results ana@example.com');
    expect(slack).toMatchObject({ app: 'SLACK', status: 'TIMED_OUT', lastAnswer: { userStatus: 'ACTIVE' } });
    const { stdout } = await read('results ana@example.com --csv');
    const [header, first] = stdout.split('\r\n');
    expect(header).toBe(
      'email,app,tenantId,tenantDisplayName,access,confirmed,reason,authorizationStatus,accountFound,userStatus,' +
        'userId,userFullName,userFirstName,userLastName,decidedBy,answeredAt,answeredInScan,latestStatus,errorCode,errorMessage,latestAt,latestScan',
    );
    expect(first).toBe(
      'ana@example.com,SLACK,T0123,,OPEN,false,TIMED_OUT,,true,ACTIVE,U01,Ana Díaz,,,a rule,' +
        '2026-11-01T09:00:02.000Z,s-1,TIMED_OUT,,,2026-11-02T09:30:00.000Z,s-2',
    );
  });

  test('says that there are no results for a person', async () => {
    const { code, stdout, stderr } = await read('results nobody@example.com');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `There are no results for nobody@example.com. To start a scan, run: user-access scan nobody@example.com --table ${TABLE_NAME}\n`,
    );
    expect(await json('results nobody@example.com')).toEqual([]);
  });
});

describe('scan-report', () => {
  test('says the verdict, what it is made of, and then the results, the most urgent first', async () => {
    const { code, stdout } = await read('scan-report s-1');
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'ana@example.com, 2026-11-01 09:00:00Z: OPEN. 1 account can still be used, 1 app gave no answer.',
        'Open accounts:',
        '  ● SLACK T0123: ACTIVE',
        'No answer:',
        '  ? ASANA a-9: RECONNECT: connect the app authorization again.',
        '',
        'ACCESS               APP    TENANT               USER STATUS  RESULT',
        '● OPEN               SLACK  T0123 (Example Ltd)  ACTIVE       ✓ completed',
        '? UNKNOWN RECONNECT  ASANA  a-9                  –            ✗ failed: AUTH: connect�[31m �again',
        '○ NONE               ZOOM   z-1 (Example Ltd)    –            ✓ completed',
        '',
        'Scan ✓ completed in 4.2 s (s-1).',
        '3 tasks: 2 completed, 1 failed, 0 expired, 0 timed out. Accounts found: 1 (1 open, 0 blocked).',
        '',
      ].join('\n'),
    );
  });

  test('as JSON has every key of every result', async () => {
    const report = await json('scan-report s-1');
    expect(report).toMatchObject({
      scanId: 's-1',
      email: 'ana@example.com',
      status: 'COMPLETED',
      counts: { COMPLETED: 2, FAILED: 1, EXPIRED: 0, TIMED_OUT: 0 },
      verdict: 'OPEN',
      confirmed: true,
      coverage: { counted: 3, asked: 3, answered: 2 },
      accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 1, UNKNOWN: 1 },
      open: [{ app: 'SLACK', tenantId: 'T0123', userStatus: 'ACTIVE', confirmed: true }],
      unknown: [{ app: 'ASANA', tenantId: 'a-9', reason: 'RECONNECT', status: 'FAILED' }],
      withoutUserAccess: [],
      authorizationsError: null,
    });
    expect(report.results[0]).toEqual({
      app: 'ASANA',
      tenantId: 'a-9',
      email: 'ana@example.com',
      status: 'FAILED',
      access: 'UNKNOWN',
      reason: 'RECONNECT',
      accountFound: null,
      decidedBy: 'error code AUTH',
      userStatus: null,
      error: { errorCode: 'AUTH', errorMessage: 'connect\u001b[31m \u202eagain' },
      recordedAt: at(1, '09:00:02.500'),
    });
  });

  test('shows its trigger', async () => {
    expect((await read('scan-report s-3')).stdout).toContain('Triggered by com.example.hr at ');
    expect(await json('scan-report s-3')).toMatchObject({ trigger: { id: 'e-1', source: 'com.example.hr' } });
  });

  test('as CSV has quoted values and no formulas', async () => {
    const { stdout } = await read('scan-report s-1 --csv');
    expect(stdout).toContain(`,"'=HYPERLINK(""x""), ""Ana""",`);
  });

  test('counts the results so far while the scan runs', async () => {
    expect(await json('scan-report s-2')).toMatchObject({
      status: 'RUNNING',
      counts: { COMPLETED: 0, FAILED: 0, EXPIRED: 0, TIMED_OUT: 0 },
      verdict: null,
      confirmed: null,
      coverage: null,
      accessCounts: { OPEN: 0, BLOCKED: 0, NONE: 0, UNKNOWN: 0 },
      open: [],
      unknown: [],
    });
  });

  test('says that the scan does not exist', async () => {
    const { code, stderr } = await read('scan-report s-404');
    expect([code, stderr]).toEqual([
      1,
      `user-access: There is no scan s-404 in this table. To list the scans, run: user-access scans --table ${TABLE_NAME}\n`,
    ]);
  });
});

describe('people', () => {
  test('are shown with the most urgent verdict first, and who has had it longest first', async () => {
    const { code, stdout } = await read('people');
    expect([code, stdout]).toEqual([
      0,
      [
        '2 OPEN, 1 CLEAR, by the newest scan of each.',
        'VERDICT            EMAIL            SINCE       SCANNED            OPEN  UNKNOWN',
        'OPEN               dee@example.com  2026-11-02  2026-11-09 09:00Z  1     1',
        'OPEN, unconfirmed  cem@example.com  2026-11-04  2026-11-04 09:00Z  1     1',
        'CLEAR              ben@example.com  2026-11-03  2026-11-03 09:00Z  1     1',
        '',
      ].join('\n'),
    ]);
  });

  test('can be those with one verdict, and as many as wanted', async () => {
    const emails = async (line: string) => (await json(line)).map(({ email }: { email: string }) => email);
    expect(await emails('people --verdict clear')).toEqual(['ben@example.com']);
    expect(await emails('people --verdict Open')).toEqual(['dee@example.com', 'cem@example.com']);
    expect(await emails('people --limit 2')).toEqual(['dee@example.com', 'cem@example.com']);
    expect(await read('people --limit 2')).toMatchObject({
      stdout: expect.stringMatching(/^More than 2 people, of whom 2 are shown: 2 OPEN, by the newest scan of each\.\n/),
      stderr: 'These are the first 2. There are more: use a higher --limit, or none.\n',
    });
    expect(await read('people --limit 1 --json')).toMatchObject({
      stderr: 'This is the first. There are more: use a higher --limit, or none.\n',
    });
    expect(await read('people --limit 3')).toMatchObject({
      stdout: expect.stringMatching(/^2 OPEN, 1 CLEAR, by the newest scan of each\.\n/),
      stderr: '',
    });
    expect(await read('people --verdict not_found')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Nobody has the verdict NOT_FOUND.\n',
    });
    expect((await read('people --verdict clear --csv')).stdout).toBe(
      'email,verdict,confirmed,since,scanId,scanStartedAt,tasksStartedAt,recordedAt,' +
        'counted,asked,answered,open,blocked,none,unknown\r\n' +
        `ben@example.com,CLEAR,true,${at(3)},s-3,${at(3)},${at(3)},${at(3, '09:00:04.200')},3,3,2,1,0,1,1\r\n`,
    );
  });
});

describe('explain', () => {
  test('says for each result what AppFabric said and which rule decided', async () => {
    const { code, stdout } = await read('explain s-1');
    expect(code).toBe(0);
    expect(stdout).toContain(
      '● OPEN  SLACK T0123 (Example Ltd)\n  AppFabric said: ✓ completed, a user, user status ACTIVE\n',
    );
    expect(stdout).toContain(
      [
        '? UNKNOWN RECONNECT  ASANA a-9',
        '  AppFabric said: ✗ failed: AUTH: connect�[31m �again',
        '  Decided by: error code AUTH',
        '',
      ].join('\n'),
    );
    expect(await json('explain s-1')).toEqual(await json('scan-report s-1'));
    expect((await read('explain s-1 --csv')).stdout).toContain(',error code AUTH,');
    expect((await read('explain s-404')).code).toBe(1);
  });
});

describe('who', () => {
  test('lists the people with an account in an app', async () => {
    const { stdout } = await read('who SLACK');
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 4))).toEqual([
      ['SLACK: 2 accounts, 2 OPEN, by the last answer about each.'],
      ['ACCESS', 'EMAIL', 'TENANT', 'NAME'],
      ['● OPEN', 'ben@example.com', 'T01', 'Ana Díaz'],
      ['● OPEN', 'ana@example.com', 'T0123', 'Ana Díaz'],
      [''],
    ]);
  });

  test('does not look like everybody if the list is cut', async () => {
    expect(await read('who SLACK --limit 1')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^SLACK: more than 1 account, of which 1 is shown: 1 OPEN, by the last answer about each\.\n/,
      ),
      stderr: 'This is the first. There are more: use a higher --limit, or none.\n',
    });
    expect((await read('who SLACK --limit 2')).stderr).toBe('');
  });

  test('lists the people with an account in one tenant', async () => {
    expect((await json('who SLACK --tenant T01')).map(({ email }: { email: string }) => email)).toEqual([
      'ben@example.com',
    ]);
  });

  test('reports that no account was found only if the app answered', async () => {
    expect(await read('who ZOOM')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'No account was found in ZOOM.\n',
    });
    expect(await read('who slak')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Nothing is known about slak: the newest scans include ASANA, SLACK, ZOOM. Did you mean SLACK?\n',
    });
    expect((await read('who ASANA')).stderr).toBe(
      'Nothing is known about ASANA: it did not answer in the newest scans.\n',
    );
    expect((await read('who MIRO')).stderr).toBe(
      'Nothing is known about MIRO: the newest scans include ASANA, SLACK, ZOOM.\n',
    );
    expect((await read('who SLACK --tenant T012')).stderr).toBe(
      'Nothing is known about SLACK T012: the newest scans include T0123. Did you mean T0123?\n',
    );
  });
});

describe('who, if the app did not answer about everybody', () => {
  const noAnswer = { status: 'FAILED', access: 'UNKNOWN', reason: 'RECONNECT', accountFound: undefined };
  const bob = { email: 'bob@example.com' };
  let own: TableInMemory;
  beforeEach(async () => {
    own = await tableInMemory();
    process.env.AWS_ENDPOINT_URL = own.endpoint;
    await own.put(scanItem('s-1', 1), taskItem('s-1', 'id-1', 'MIRO'));
  });
  afterEach(async () => {
    process.env.AWS_ENDPOINT_URL = table.endpoint;
    await own.stop();
  });

  test('does not say that there is no account', async () => {
    await own.put(scanItem('s-2', 2, bob), taskItem('s-2', 'id-2', 'MIRO', { ...noAnswer, ...bob }));
    expect(await read('who MIRO')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'No account is known in MIRO, but it gave no answer about 1 person in the newest scans.\n',
    });
  });

  test('counts what was not asked', async () => {
    const notAsked = { app: 'MIRO', tenantId: 'T0123', reason: 'NOT_ASKED', authorizationStatus: 'PendingConnect' };
    await own.put(
      scanItem('s-2', 2, { ...bob, unknown: [notAsked] }),
      scanItem('s-3', 3, { email: 'cem@example.com', unknown: [notAsked] }),
    );
    const { code, stderr } = await read('who MIRO');
    expect([code, stderr]).toEqual([1, expect.stringContaining('it gave no answer about 2 people')]);
  });

  test('is satisfied if a newer scan got an answer', async () => {
    await own.put(scanItem('s-2', 2, bob), taskItem('s-2', 'id-2', 'MIRO', { ...noAnswer, ...bob }));
    await own.put(scanItem('s-3', 3, bob), taskItem('s-3', 'id-3', 'MIRO', bob));
    expect(await read('who MIRO')).toMatchObject({ code: 0, stderr: 'No account was found in MIRO.\n' });
  });
});

describe('history and scans', () => {
  test("show a person's scans, newest first", async () => {
    const { stdout } = await read('history ANA@example.com');
    expect(stdout).toBe(
      [
        'ana@example.com: 2 scans, newest first.',
        'STARTED               SCAN  VERDICT  STATUS       TASKS  ACCOUNTS  TOOK',
        '2026-11-02 09:00:00Z  s-2   OPEN     ✓ completed  3      1         4.2 s',
        '2026-11-01 09:00:00Z  s-1   OPEN     ✓ completed  3      1         4.2 s',
        '',
      ].join('\n'),
    );
    expect(await json('history ana@example.com --limit 1')).toHaveLength(1);
    expect(await read('history ana@example.com --limit 1')).toMatchObject({
      stdout: expect.stringMatching(/^ana@example\.com: more than 1 scan, of which 1 is shown, newest first\.\n/),
      stderr: 'This is the first. There are more: use a higher --limit, or none.\n',
    });
  });

  test('show the newest scans in all states or in one', async () => {
    const ids = async (line: string) => (await json(line)).map(({ scanId }: { scanId: string }) => scanId);
    expect(await ids('scans')).toEqual(['s-3', 's-2', 's-1']);
    expect(await ids('scans --status failed')).toEqual(['s-3']);
    expect(await ids('scans --limit 2')).toEqual(['s-3', 's-2']);
    expect((await read('scans --limit 2')).stderr).toBe(
      'These are the first 2. There are more: use a higher --limit.\n',
    );
    expect((await read('scans --limit 3')).stderr).toBe('');
    expect((await read('scans --status FAILED --csv')).stdout).toContain(
      's-3,ben@example.com,,,FAILED,2026-11-03T09:00:00.000Z,2026-11-03T09:00:04.200Z,,,,,,,,,,,,,,e-1,com.example.hr,' +
        'AppBundleNotFound,Check it.\r\n',
    );
  });
});

describe('color', () => {
  const color = '\u001b[';

  test('is used on a terminal', async () => {
    expect((await read('results ana@example.com', { terminal: { columns: 200 } })).stdout).toContain(color);
    expect((await read('results ana@example.com')).stdout).not.toContain(color);
  });

  test('is not used if it is turned off', async () => {
    const { stdout } = await read('results ana@example.com', { terminal: { columns: 200 }, env: { NO_COLOR: '1' } });
    expect(stdout).not.toContain(color);
  });

  test("cuts a table to a terminal's width", async () => {
    const { stdout } = await read('scan-report s-1', { terminal: { columns: 80 }, env: { NO_COLOR: '1' } });
    const widths =
      stdout
        .split('\n\n')[0]
        ?.split('\n')
        .map((line) => line.length) ?? [];
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
    expect(stdout).toContain('…');
  });
});

test('the scans in one state are said to be more than those that are shown', async () => {
  await table.put(scanItem('s-0', 1));
  expect(await read('scans --status completed --limit 1')).toMatchObject({
    stdout: expect.stringMatching(/^STARTED .*\n[^\n]+\n$/),
    stderr: 'This is the first. There are more: use a higher --limit.\n',
  });
  expect((await read('scans --status completed --limit 2')).stderr).toBe('');
});
