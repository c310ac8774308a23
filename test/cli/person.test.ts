import { type Surroundings, userAccess } from '../support/command';
import { commandTable } from '../support/command-table';
import { TABLE_NAME, type TableInMemory } from '../support/table-in-memory';
import {
  at,
  IN_PROGRESS,
  NOT_COMPLETED,
  OPEN_ACCOUNT,
  personItem,
  personScanItem,
  scanItem,
  standingItem,
  taskItem,
} from '../support/table-items';

let table: TableInMemory;

beforeEach(async () => {
  table = await commandTable();
});
afterEach(() => table.stop());

const read = async (line: string, surroundings?: Surroundings) =>
  (await userAccess([...line.split(' '), '--table', TABLE_NAME], surroundings)).stdout;

/** A standing whose latest result is an answer in the scan of a day. */
const answered = (app: string, day: number, rest: object = {}) => ({
  ...standingItem('ana@example.com', app, `${app}-1`),
  status: 'COMPLETED',
  confirmed: true,
  reason: undefined,
  scanId: `s-${day}`,
  scanStartedAt: at(day),
  tasksStartedAt: at(day),
  ...rest,
});
const BLOCKED = { access: 'BLOCKED', userStatus: 'suspended' };

const pending = { app: 'ASANA', tenantId: 'ASANA-1', reason: 'NOT_ASKED', authorizationStatus: 'PendingConnect' };
const gone = { app: 'SLACK', tenantId: 'SLACK-1', reason: 'NOT_ASKED', lastAccess: 'OPEN' };
const open = { app: 'SLACK', tenantId: 'SLACK-1', userStatus: 'ACTIVE', confirmed: false, recordedAt: at(1) };
const numbers = {
  confirmed: false,
  coverage: { counted: 3, asked: 1, answered: 1 },
  accessCounts: { OPEN: 0, BLOCKED: 1, NONE: 0, UNKNOWN: 2 },
};
const scan = (rest: object = {}) => scanItem('s-2', 2, { ...numbers, open: [open], unknown: [pending, gone], ...rest });

/** Of a scan that had nothing to ask. */
const nothing = {
  verdict: 'UNKNOWN',
  confirmed: false,
  coverage: { counted: 0, asked: 0, answered: 0 },
  accessCounts: { OPEN: 0, BLOCKED: 0, NONE: 0, UNKNOWN: 0 },
};

describe('results', () => {
  test('says the verdict, since when, by which scan, and what this scan did not ask', async () => {
    await table.put(
      personItem('ana@example.com', 2, numbers, 1),
      scan(),
      answered('SLACK', 1),
      answered('ZOOM', 2, BLOCKED),
    );
    expect(await read('results Ana@example.com')).toBe(
      [
        `ana@example.com: OPEN since 2026-11-01 09:00:00Z. 1 account can still be used by an earlier answer, not confirmed by this scan. 2 apps gave no answer (2 were not asked).`,
        'By the scan of 2026-11-02 09:00:00Z (s-2).',
        '',
        'ACCESS     APP    TENANT   USER STATUS  ANSWERED           UNCONFIRMED',
        '● OPEN     SLACK  SLACK-1  ACTIVE       2026-11-01 09:00Z  NOT_ASKED',
        '? UNKNOWN  ASANA  ASANA-1  –            –                  NOT_ASKED',
        '◐ BLOCKED  ZOOM   ZOOM-1   suspended    2026-11-01 09:00Z  –',
        '',
      ].join('\n'),
    );
    expect(JSON.parse(await read('results ana@example.com --json'))).toMatchObject([
      { app: 'ASANA', access: 'UNKNOWN', confirmed: false, reason: 'NOT_ASKED', authorizationStatus: 'PendingConnect' },
      { app: 'SLACK', access: 'OPEN', confirmed: false, reason: 'NOT_ASKED', accountFound: true },
      { app: 'ZOOM', access: 'BLOCKED', confirmed: true },
    ]);
    expect(await read('results ana@example.com --csv')).toContain(
      'ana@example.com,ASANA,ASANA-1,,UNKNOWN,false,NOT_ASKED,PendingConnect,,',
    );
  });

  test('shows what was never asked even if no app ever answered', async () => {
    const unknown = { ...numbers, verdict: 'UNKNOWN', coverage: { counted: 1, asked: 0, answered: 0 } };
    await table.put(personItem('ana@example.com', 2, unknown), scan({ ...unknown, open: [], unknown: [pending] }));
    expect(await read('results ana@example.com')).toMatch(/\? UNKNOWN {2}ASANA {2}ASANA-1 {2}NOT_ASKED\n/);
  });

  describe('where another scan found an open account', () => {
    const clear = {
      verdict: 'CLEAR',
      confirmed: true,
      coverage: { counted: 2, asked: 2, answered: 2 },
      accessCounts: { OPEN: 0, BLOCKED: 1, NONE: 1, UNKNOWN: 0 },
    };
    const foundIn = (day: number) => ({ lastAnswer: { scanId: `s-${day}`, access: 'OPEN', recordedAt: at(day) } });
    const arrange = (verdict: Record<string, unknown>, lists: object, ...standings: Record<string, unknown>[]) =>
      table.put(
        personItem('ana@example.com', 2, verdict),
        scan({ ...verdict, open: [], unknown: [], ...lists }),
        ...standings,
      );

    test('by newer tasks, does not say that nothing is open', async () => {
      await arrange(clear, {}, answered('SLACK', 3, foundIn(3)), answered('ZOOM', 2, BLOCKED));
      const [first, second] = (await read('results ana@example.com')).split('\n');
      expect([first, second]).toEqual([
        'ana@example.com: CLEAR since 2026-11-02 09:00:00Z, ' +
          'but 1 account found by another scan is OPEN: SLACK SLACK-1 (scan s-3).',
        'By the scan of 2026-11-02 09:00:00Z (s-2). 1 result below is newer (s-3), and not in this verdict.',
      ]);
    });

    test('that was older and ended later, does not say that nothing is open', async () => {
      await arrange(clear, {}, answered('SLACK', 1, foundIn(1)), answered('JIRA', 3, foundIn(3)));
      const shown = await read('results ana@example.com');
      expect(shown).toContain(
        ', but 2 accounts found by other scans are OPEN: JIRA JIRA-1 (scan s-3), SLACK SLACK-1 (scan s-1).\n',
      );
      expect(shown).not.toContain('Nothing is open');
    });

    test('still says why the verdict is UNKNOWN', async () => {
      const unknown = { ...numbers, verdict: 'UNKNOWN' };
      await arrange(unknown, { authorizationsError: 'HTTP 403', unknown: [pending] }, answered('SLACK', 1, foundIn(1)));
      expect(await read('results ana@example.com')).toMatch(
        /: UNKNOWN since \S+ \S+, but 1 account .* is OPEN: SLACK SLACK-1 \(scan s-1\)\. In the scan of this verdict, 2 of 3 apps gave no answer \(2 were not asked\), and an app may be missing: .*\n/,
      );
    });

    test('adds it to those of an OPEN verdict', async () => {
      const one = { accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 1, UNKNOWN: 0 }, coverage: clear.coverage };
      const listed = { open: [{ ...open, app: 'JIRA', tenantId: 'JIRA-1', confirmed: true }] };
      await arrange(one, listed, answered('SLACK', 3, foundIn(3)), answered('JIRA', 2, foundIn(2)));
      expect(await read('results ana@example.com')).toMatch(
        /: OPEN since \S+ \S+, and 1 more account found by another scan is OPEN: SLACK SLACK-1 \(scan s-3\)\. 1 account can still be used\.\n/,
      );
    });
  });

  test.each([
    ['RUNNING', {}, 'A newer scan (s-3, started 2026-11-03 09:00:00Z) is running.'],
    ['FAILED', {}, 'A newer scan (s-3, started 2026-11-03 09:00:00Z) failed.'],
    [
      'FAILED',
      { error: { name: 'AppBundleNotFound', message: 'Check it.' } },
      'A newer scan (s-3, started 2026-11-03 09:00:00Z) failed: AppBundleNotFound.',
    ],
  ])('says that a newer scan is %s', async (status, rest, line) => {
    const newer = { ...personScanItem('ana@example.com', 's-3', 3), ...NOT_COMPLETED, status, ...rest };
    await table.put(personItem('ana@example.com', 2), scan(), personScanItem('ana@example.com', 's-2', 2), newer);
    expect((await read('results ana@example.com')).split('\n')[2]).toBe(line);
  });

  test('says that the first scan has no result yet', async () => {
    await table.put({ ...personScanItem('ana@example.com', 's-3', 3), ...NOT_COMPLETED, status: 'RUNNING' });
    const { code, stderr } = await userAccess(['results', 'ana@example.com', '--table', TABLE_NAME]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The newest scan \(s-3, started 2026-11-03 09:00:00Z\) is running\.\nThere are no results for /,
    );
  });

  test.each(['--json', '--csv'])('with %s says the verdict on standard error', async (format) => {
    await table.put(
      personItem('ana@example.com', 2, nothing),
      scan({ ...nothing, open: [], unknown: [], authorizationsError: 'HTTP 403' }),
    );
    expect((await userAccess(['results', 'ana@example.com', format, '--table', TABLE_NAME])).stderr).toBe(
      'ana@example.com: UNKNOWN since 2026-11-02 09:00:00Z. No account is known to be open, but no app was asked, ' +
        'and an app may be missing: the app authorizations could not be listed (HTTP 403).\n' +
        'By the scan of 2026-11-02 09:00:00Z (s-2).\n',
    );
  });

  test('says the verdict after the record of its scan has expired', async () => {
    await table.put(personItem('ana@example.com', 2, numbers), answered('SLACK', 1));
    const shown = await read('results ana@example.com');
    expect(shown).toContain('OPEN since 2026-11-02 09:00:00Z. At least one account can still be used by earlier');
    expect(shown).toMatch(/● OPEN .* NOT_ASKED\n/);
  });
});

describe('the report of a scan', () => {
  const withoutUserAccess = [{ app: 'CONFLUENCE', tenantId: 'c-1' }];
  const failed = { access: 'UNKNOWN', accountFound: undefined, status: 'FAILED', tenantDisplayName: undefined };

  test('lists what is open, what nobody knows and why, and what does not count', async () => {
    await table.put(scan({ withoutUserAccess }), taskItem('s-2', 'id-1', 'ZOOM', { ...BLOCKED, accountFound: true }));
    const shown = await read('scan-report s-2');
    expect(shown.split('\n').slice(1, 8)).toEqual([
      'Open accounts:',
      '  ● SLACK SLACK-1: ACTIVE, by the answer of 2026-11-01 09:00:00Z, not confirmed by this scan',
      'No answer:',
      '  ? ASANA ASANA-1: NOT_ASKED: the app authorization is PendingConnect.',
      '  ? SLACK SLACK-1: NOT_ASKED: the app bundle has no such app authorization any more; ' +
        'the last answer was OPEN on 2026-11-01 09:00:00Z.',
      'Does not count, because the app gives audit logs only: CONFLUENCE c-1.',
      '',
    ]);
    expect(shown).toContain('Accounts found: 1 (0 open, 1 blocked).\n');
  });

  test('says that its lists are incomplete', async () => {
    await table.put(scan({ openTruncated: true, unknownTruncated: true }));
    const shown = await read('scan-report s-2');
    expect(shown).toContain('  … and more. This list is incomplete.\n');
  });

  const csv = async () => userAccess(['scan-report', 's-2', '--csv', '--table', TABLE_NAME]);

  test('as CSV has a row for what was not asked, and names on standard error why an app may be missing', async () => {
    const named = { ...pending, tenantDisplayName: 'Example Ltd' };
    await table.put(scan({ unknown: [named, gone] }), taskItem('s-2', 'id-1', 'ZOOM'));
    const [, zoom, ...others] = (await csv()).stdout.trimEnd().split('\r\n');
    expect(zoom).toMatch(/^s-2,ana@example\.com,ZOOM,.*,OPEN,false$/);
    expect(others).toEqual([
      's-2,ana@example.com,ASANA,ASANA-1,Example Ltd,UNKNOWN,NOT_ASKED,,,,,,,,,,,,,OPEN,false',
      's-2,ana@example.com,SLACK,SLACK-1,,UNKNOWN,NOT_ASKED,,,,,,,,,,,,,OPEN,false',
    ]);
    expect((await csv()).stderr).toBe('');
    await table.put(scan({ unknownTruncated: true, authorizationsError: 'AccessDeniedException, HTTP 403' }));
    expect((await csv()).stderr).toBe(
      'A tenant that was not asked may be missing in these rows.\n' +
        'An app may be missing in these rows: the app authorizations could not be listed (AccessDeniedException, HTTP 403).\n',
    );
  });

  test('as CSV without a row still says the verdict', async () => {
    await table.put(scan({ ...nothing, open: [], unknown: [] }));
    expect((await csv()).stderr).toBe(
      'ana@example.com, 2026-11-02 09:00:00Z: UNKNOWN. No account is known to be open, but no app was asked.\n',
    );
  });

  test('of a scan of task ids says whose accounts they are, and has no verdict', async () => {
    const ids = { email: undefined, verdict: undefined, confirmed: undefined, coverage: undefined };
    await table.put(
      scanItem('s-2', 2, { ...ids, taskCount: 1 }),
      taskItem('s-2', 'id-1', 'ZOOM', { ...OPEN_ACCOUNT, email: 'ben@example.com' }),
    );
    const shown = await read('scan-report s-2');
    expect(shown).toMatch(/^1 task, 2026-11-02 09:00:00Z: no verdict, because the scan is one of task ids\. /);
    expect(shown).toMatch(/\nEMAIL +ACCESS .*\nben@example\.com {2}● OPEN /);
    expect(shown).not.toContain('Open accounts:');
  });

  test('fits a screen of 80 columns with the longest words', async () => {
    const long = { tenantDisplayName: 'The Example Company with a Name', error: { errorMessage: 'long '.repeat(30) } };
    await table.put(
      scan({ authorizationsError: 'AccessDeniedException, HTTP 403', withoutUserAccess }),
      taskItem('s-2', 'id-1', 'SALESFORCE', { ...failed, ...long, reason: 'APP_UNAVAILABLE' }),
      taskItem('s-2', 'id-2', 'SERVICENOW', { ...BLOCKED, ...long, userStatus: 'DEPROVISIONED', accountFound: true }),
      personItem('ana@example.com', 2, numbers),
      answered('SALESFORCE', 2, { ...long, confirmed: false, reason: 'APP_UNAVAILABLE', userStatus: 'DEPROVISIONED' }),
    );
    for (const line of ['scan-report s-2', 'explain s-2', 'results ana@example.com']) {
      const shown = await read(line, { terminal: { columns: 80 }, env: { NO_COLOR: '1' } });
      const widths = shown.split('\n').map((each) => each.length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(80);
    }
  });
});

test('a scan that runs says nothing of its tasks in progress, and counts what it has', async () => {
  await table.put(
    scan({ ...NOT_COMPLETED, status: 'RUNNING' }),
    taskItem('s-2', 'id-1', 'SLACK', OPEN_ACCOUNT),
    taskItem('s-2', 'id-2', 'ASANA', { ...IN_PROGRESS, accountFound: undefined }),
    taskItem('s-2', 'id-3', 'ZOOM', { status: 'FAILED', access: 'UNKNOWN', reason: 'OTHER', accountFound: undefined }),
  );
  const report = JSON.parse(await read('scan-report s-2 --json'));
  expect(report).toMatchObject({
    verdict: null,
    accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 0, UNKNOWN: 1 },
    open: [{ app: 'SLACK', confirmed: true }],
    unknown: [{ app: 'ZOOM', status: 'FAILED', reason: 'OTHER' }],
  });
  expect(report.unknown).toHaveLength(1);
});
