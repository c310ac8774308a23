import { type Surroundings, userAccess } from '../support/command';
import { commandTable } from '../support/command-table';
import { TABLE_NAME, type TableInMemory } from '../support/table-in-memory';
import { answer, changeItem, scanItem, standingItem, taskItem } from '../support/table-items';

let table: TableInMemory;

beforeAll(async () => {
  table = await commandTable();
  const gone = { kind: 'REMOVED', tenantId: 'z-1', to: answer(3, { access: 'NONE', accountFound: false }) };
  await table.put(
    changeItem('ana@example.com', 'SLACK', 2, { tenantDisplayName: 'Example Ltd' }),
    changeItem('ana@example.com', 'SLACK', 3, {
      tenantDisplayName: 'Example Ltd',
      kind: 'REOPENED',
      from: answer(2, { access: 'BLOCKED', userStatus: 'suspended' }),
      to: answer(3, { access: 'OPEN', userStatus: 'ACT\u001b[31mIVE' }),
    }),
    changeItem('ana@example.com', 'ZOOM', 3, gone),
    changeItem('ben@example.com', 'SLACK', 4, { tenantId: 'T9' }),
    standingItem('ana@example.com', 'SLACK', 'T0123'),
    standingItem('cem@example.com', 'OKTA', 'o-1'),
    standingItem('cem@example.com', 'GITHUB', 'g-1', false),
    scanItem('s-3', 3, { unknown: [{ app: 'ASANA', tenantId: 'a-9', reason: 'NOT_ASKED' }] }),
    taskItem('s-3', 'id-1', 'SLACK'),
    taskItem('s-3', 'id-2', 'GITHUB', { tenantId: 'g-1' }),
    scanItem('s-4', 4, { email: undefined, verdict: undefined }),
    taskItem('s-4', 'id-1', 'SLACK', { email: 'ben@example.com', tenantId: 'T9', scanId: 's-4' }),
    taskItem('s-4', 'id-2', 'SLACK', { email: 'dee@example.com', tenantId: 'T9', scanId: 's-4' }),
  );
});
afterAll(() => table.stop());

const read = (line: string, surroundings?: Surroundings) =>
  userAccess([...line.split(' '), '--table', TABLE_NAME], surroundings);
const json = async (line: string) => JSON.parse((await read(`${line} --json`)).stdout);

describe('the changes of a person', () => {
  test('are listed newest first, with both answers', async () => {
    const { code, stdout, stderr } = await read('changes Ana@Example.com');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        'ana@example.com: 3 changes, newest first.',
        'RECORDED           CHANGE    APP    TENANT               FROM                 TO                   ANSWERED BEFORE',
        '2026-11-03 09:00Z  REMOVED   ZOOM   z-1                  ● OPEN ACTIVE        ○ NONE               2026-11-02 09:00Z',
        '2026-11-03 09:00Z  REOPENED  SLACK  T0123 (Example Ltd)  ◐ BLOCKED suspended  ● OPEN ACT�[31mIVE   2026-11-02 09:00Z',
        '2026-11-02 09:00Z  BLOCKED   SLACK  T0123 (Example Ltd)  ● OPEN ACTIVE        ◐ BLOCKED suspended  2026-11-01 09:00Z',
        '',
      ].join('\n'),
    );
  });

  test('have the same values as JSON and as CSV', async () => {
    const [removed] = await json('changes ana@example.com --limit 1');
    expect(removed).toMatchObject({
      id: 'changed:s-3:ZOOM-z-1',
      kind: 'REMOVED',
      from: { access: 'OPEN', userStatus: 'ACTIVE', scanId: 's-2' },
      to: { access: 'NONE', accountFound: false, scanId: 's-3' },
    });
    const [header, first] = (await read('changes ana@example.com --csv')).stdout.split('\r\n');
    expect(header).toBe(
      'email,app,tenantId,tenantDisplayName,kind,fromAccess,fromUserStatus,fromRecordedAt,fromScanId,' +
        'toAccess,toUserStatus,toRecordedAt,toScanId,id',
    );
    expect(first).toBe(
      'ana@example.com,ZOOM,z-1,,REMOVED,OPEN,ACTIVE,2026-11-02T09:00:02.500Z,s-2,' +
        'NONE,,2026-11-03T09:00:02.500Z,s-3,changed:s-3:ZOOM-z-1',
    );
  });

  test('since a time, and since a duration ago', async () => {
    const { stdout } = await read('changes ana@example.com --since 2026-11-03T10:00+01:00');
    expect(stdout).toMatch(/^ana@example\.com: 2 changes since 2026-11-03 09:00:00Z, newest first\.\n/);
    expect(stdout.split('\n')).toHaveLength(5);
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const recorded = (hours: number) => answer(9, { access: 'BLOCKED', scanId: `s-${hours}`, recordedAt: ago(hours) });
    await table.put(...[3, 50].map((hours) => changeItem('eve@example.com', 'JIRA', 9, { to: recorded(hours) })));
    expect(await json('changes eve@example.com --since 4h')).toMatchObject([{ to: { scanId: 's-3' } }]);
    expect(await json('changes eve@example.com --since 120m')).toEqual([]);
    expect(await json('changes eve@example.com --since 3d')).toHaveLength(2);
  });

  test('that are none are said to be none only if there are answers', async () => {
    const { code, stdout, stderr } = await read('changes cem@example.com');
    expect([code, stdout, stderr]).toEqual([
      0,
      '',
      'cem@example.com: no changes. The first answer of a tenant is no change.\n',
    ]);
    expect((await read('changes ana@example.com --since 2026-11-09')).stderr).toBe(
      'ana@example.com: no changes since 2026-11-09 00:00:00Z. The first answer of a tenant is no change.\n',
    );
    const nobody = await read('changes nobody@example.com --json');
    expect([nobody.code, nobody.stdout]).toEqual([1, '[]\n']);
    expect(nobody.stderr).toBe(
      `There are no results for nobody@example.com. To start a scan, run: user-access scan nobody@example.com --table ${TABLE_NAME}\n`,
    );
  });

  test('have the color of what they mean, on a terminal', async () => {
    const { stdout } = await read('changes ana@example.com', { terminal: { columns: 160 } });
    expect(stdout).toContain('\u001b[31mREOPENED\u001b[39m');
    expect(stdout).toContain('\u001b[32mREMOVED \u001b[39m');
  });
});

describe('the changes in an app', () => {
  test('are those of everybody, with the email address', async () => {
    const { code, stdout } = await read('changes --app SLACK --since 2026-11-03');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^SLACK: 2 changes since 2026-11-03 00:00:00Z, newest first\.\nRECORDED +CHANGE +EMAIL +APP /,
    );
    expect(stdout).toMatch(/2026-11-04 09:00Z {2}BLOCKED +ben@example\.com {2}SLACK {2}T9 /);
    expect((await json('changes --app SLACK')).map(({ to }: { to: { scanId: string } }) => to.scanId)).toEqual([
      's-4',
      's-3',
      's-2',
    ]);
  });

  test('can be those in one tenant', async () => {
    expect(await json('changes --app SLACK --tenant T9')).toMatchObject([{ email: 'ben@example.com' }]);
    expect(await read('changes --app SLACK --tenant T9 --limit 1')).toMatchObject({
      stdout: expect.stringContaining('SLACK T9: 1 change, newest'),
      stderr: '',
    });
  });

  test('are said to be more than those that are shown', async () => {
    expect(await read('changes --app SLACK --limit 2 --since 2026-11-01')).toMatchObject({
      stdout: expect.stringMatching(
        /^SLACK: more than 2 changes since 2026-11-01 00:00:00Z, of which 2 are shown, newest first\.\n/,
      ),
      stderr: 'These are the first 2. There are more: use a higher --limit, or none.\n',
    });
  });

  test.each([
    ['--app OKTA', 0, 'OKTA: no changes. The first answer of a tenant is no change.'],
    ['--app GITHUB', 0, 'GITHUB: no changes. The first answer of a tenant is no change.'],
    ['--app ASANA --tenant a-9', 0, 'ASANA a-9: no changes. The first answer of a tenant is no change.'],
    [
      '--app SLAK',
      1,
      'Nothing is known about SLAK: the newest scans include ASANA, GITHUB, SLACK. Did you mean SLACK?',
    ],
    [
      '--app SLACK --tenant T8',
      1,
      'Nothing is known about SLACK T8: the newest scans include T0123, T9. Did you mean T9?',
    ],
  ])('a misspelled name does not look as if nothing had changed: %s', async (flags, exitCode, line) => {
    const { code, stdout, stderr } = await read(`changes ${flags}`);
    expect([code, stdout, stderr]).toEqual([exitCode, '', `${line}\n`]);
  });
});

describe('the report of a scan', () => {
  test('shows under its table what its answers changed, and nothing that other scans did', async () => {
    const { stdout } = await read('scan-report s-3');
    expect(stdout).toContain(
      [
        'Changed since the last answer:',
        '  REOPENED SLACK T0123 (Example Ltd): BLOCKED (suspended) on 2026-11-02 09:00:02Z, now OPEN (ACT�[31mIVE).',
        '  REMOVED ZOOM z-1: OPEN (ACTIVE) on 2026-11-02 09:00:02Z, now NONE.',
        '',
        'Scan ✓ completed',
      ].join('\n'),
    );
    expect(stdout.indexOf('Changed')).toBeGreaterThan(stdout.indexOf('USER STATUS'));
    expect((await json('scan-report s-3')).changes).toEqual(
      (await json('changes ana@example.com --since 2026-11-03')).reverse(),
    );
  });

  test('of task ids names the people', async () => {
    expect((await read('scan-report s-4')).stdout).toContain(
      '  BLOCKED SLACK T9 of ben@example.com: OPEN (ACTIVE) on 2026-11-03 09:00:02Z, now BLOCKED (suspended).\n',
    );
    expect((await json('scan-report s-4')).changes).toMatchObject([{ email: 'ben@example.com' }]);
  });

  test('says nothing if nothing changed', async () => {
    await table.put(scanItem('s-9', 9, { email: 'cem@example.com' }));
    expect((await read('scan-report s-9')).stdout).not.toContain('Changed');
    expect((await json('scan-report s-9')).changes).toEqual([]);
  });
});
