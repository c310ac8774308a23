import { type Surroundings, userAccess } from '../support/command';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../support/table-in-memory';
import { at, OPEN_ACCOUNT, personItem, scanItem, standingItem, taskItem } from '../support/table-items';

let table: TableInMemory;

beforeEach(async () => {
  table = await tableInMemory();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: table.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
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

  test('does not contradict a verdict that newer results are not part of', async () => {
    await table.put(
      personItem('ana@example.com', 2, { ...numbers, verdict: 'CLEAR', confirmed: true }),
      scan({ verdict: 'CLEAR', open: [], unknown: [] }),
      answered('SLACK', 3),
      answered('ZOOM', 2, BLOCKED),
    );
    expect(await read('results ana@example.com')).toContain(
      'By the scan of 2026-11-02 09:00:00Z (s-2). 1 result below is newer (s-3), 1 of them OPEN, and not in this verdict.\n',
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
    expect(shown.split('\n').slice(1, 6)).toEqual([
      'Open accounts:',
      '  ● SLACK SLACK-1: ACTIVE, by the answer of 2026-11-01 09:00:00Z, not confirmed by this scan',
      'No answer:',
      '  ? ASANA ASANA-1: not asked: its app authorization is PendingConnect.',
      '  ? SLACK SLACK-1: not asked: it is no longer connected; the last answer was OPEN on 2026-11-01 09:00:00Z.',
    ]);
    expect(shown).toContain('Does not count, because the app gives audit logs only: CONFLUENCE c-1.\n');
  });

  test('says that its lists are incomplete', async () => {
    await table.put(scan({ openTruncated: true, unknownTruncated: true }));
    const shown = await read('scan-report s-2');
    expect(shown).toContain('  … and more. This list is incomplete.\n');
  });

  test('as CSV names on standard error what was not asked, and why an app may be missing', async () => {
    const line = ['scan-report', 's-2', '--csv', '--table', TABLE_NAME];
    await table.put(scan());
    expect((await userAccess(line)).stderr).toBe(
      'Not in these rows: ASANA ASANA-1, not asked: its app authorization is PendingConnect.\n' +
        'Not in these rows: SLACK SLACK-1, not asked: it is no longer connected.\n',
    );
    await table.put(scan({ unknown: [gone], authorizationsError: 'AccessDeniedException, HTTP 403' }));
    expect((await userAccess(line)).stderr).toBe(
      'Not in these rows: SLACK SLACK-1, not asked, and its app authorization is not known.\n' +
        'An app may be missing in these rows: the app authorizations could not be listed (AccessDeniedException, HTTP 403).\n',
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
