import { userAccess } from '../support/command';
import { commandTable } from '../support/command-table';
import { TABLE_NAME, type TableInMemory } from '../support/table-in-memory';
import {
  changeItem,
  OPEN_ACCOUNT,
  personItem,
  personScanItem,
  scanItem,
  standingItem,
  taskItem,
  watchItem,
} from '../support/table-items';

let table: TableInMemory;

beforeAll(async () => {
  table = await commandTable();
  await table.put(
    scanItem('s-1', 1),
    taskItem('s-1', 'id-1', 'SLACK', { ...OPEN_ACCOUNT, userStatus: 'on | off' }),
    taskItem('s-1', 'id-2', 'ZOOM'),
    personItem('ana@example.com', 2),
    personScanItem('ana@example.com', 's-1', 1),
    standingItem('ana@example.com', 'SLACK', 'T0123'),
    changeItem('ana@example.com', 'SLACK', 2),
    watchItem('ana@example.com', 1),
  );
});
afterAll(() => table.stop());

const run = (line: string, surroundings = {}) => userAccess([...line.split(' '), '--table', TABLE_NAME], surroundings);

const READING = [
  'results ana@example.com',
  'people',
  'scan-report s-1',
  'explain s-1',
  'who SLACK',
  'changes ana@example.com',
  'history ana@example.com',
  'scans',
  'watches',
];

describe.each(READING)('%s', (line) => {
  test('--output json and --output csv are --json and --csv', async () => {
    expect(await run(`${line} --output json`)).toEqual(await run(`${line} --json`));
    expect(await run(`${line} -o csv`)).toEqual(await run(`${line} --csv`));
  });

  test('--output table is the same as no --output', async () => {
    expect(await run(`${line} -o table`)).toEqual(await run(line));
  });

  test('--output markdown prints on a terminal what it prints elsewhere', async () => {
    const { code, stdout } = await run(`${line} -o markdown`);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/\n{3}|^\n|\n\n$/);
    const surroundings = { terminal: { columns: 40 }, env: { FORCE_COLOR: '1' } };
    expect(await run(`${line} -o markdown`, surroundings)).toMatchObject({ stdout });
  });
});

describe('--output markdown', () => {
  test('prints sentences, lists and a table', async () => {
    expect((await run('scan-report s-1 --output markdown')).stdout).toBe(
      [
        'ana@example.com, 2026-11-01 09:00:00Z: OPEN. 1 account can still be used, 1 app gave no answer.',
        '',
        'Open accounts:',
        '',
        '- ● SLACK T0123: ACTIVE',
        '',
        'No answer:',
        '',
        '- ? ASANA a-9: RECONNECT: connect the app authorization again.',
        '',
        '| ACCESS | APP | TENANT | USER STATUS | RESULT |',
        '| --- | --- | --- | --- | --- |',
        '| ● OPEN | SLACK | T0123 (Example Ltd) | on \\| off | ✓ completed |',
        '| ○ NONE | ZOOM | T0123 (Example Ltd) | – | ✓ completed |',
        '',
        'Scan ✓ completed in 4.2 s (s-1).',
        '',
        '3 tasks: 2 completed, 1 failed, 0 expired, 0 timed out. Accounts found: 1 (1 open, 0 blocked).',
        '',
      ].join('\n'),
    );
  });

  test('prints the verdict of a person above the table', async () => {
    const { stdout, stderr } = await run('results ana@example.com -o markdown');
    expect(stdout).toMatch(/^ana@example\.com: OPEN since [^\n]*\n\nBy the scan of [^\n]*\n\n\| ACCESS \|/);
    expect(stderr).toBe('');
  });

  test('prints nothing but the hint if there is nothing', async () => {
    const { stdout, stderr } = await run('people --verdict clear -o markdown');
    expect([stdout, stderr]).toEqual(['', 'Nobody has the verdict CLEAR.\n']);
  });
});

describe('color', () => {
  const terminal = { columns: 100 };
  const isColored = async (line: string, surroundings: object) => {
    const { stdout, stderr } = await run(line, surroundings);
    return `${stdout}${stderr}`.includes('\u001b[');
  };

  test.each([
    ['on a terminal', '', true, {}, true],
    ['elsewhere', '', false, {}, false],
    ['with --no-color', '--no-color', true, {}, false],
    ['with NO_COLOR', '', true, { NO_COLOR: '1' }, false],
    ['with an empty NO_COLOR', '', true, { NO_COLOR: '' }, true],
    ['on a terminal without color', '', true, { TERM: 'dumb' }, false],
    ['with FORCE_COLOR', '', false, { FORCE_COLOR: '1' }, true],
    ['with an empty FORCE_COLOR', '', false, { FORCE_COLOR: '' }, false],
    ['with FORCE_COLOR=0', '', true, { FORCE_COLOR: '0' }, false],
    ['with FORCE_COLOR=false', '', true, { FORCE_COLOR: 'false' }, false],
    ['with FORCE_COLOR and NO_COLOR', '', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['with FORCE_COLOR and --no-color', '--no-color', true, { FORCE_COLOR: '1' }, false],
  ])('%s', async (_name, flag, isTerminal, env, expected) => {
    const surroundings = { env, ...(isTerminal && { terminal }) };
    const flags = flag ? ` ${flag}` : '';
    expect(await isColored(`results ana@example.com${flags}`, surroundings)).toBe(expected);
    // A mistake is found before the command runs.
    expect(await isColored(`results ana${flags}`, surroundings)).toBe(expected);
  });

  test('is never in JSON and CSV', async () => {
    const surroundings = { env: { FORCE_COLOR: '1' }, terminal };
    expect(await isColored('people --json', surroundings)).toBe(false);
    expect(await isColored('people --csv', surroundings)).toBe(false);
  });
});
