import type { Clock } from '../../cli/context';
import { userAccess } from '../support/command';
import { commandTable } from '../support/command-table';
import { TABLE_NAME, type TableInMemory } from '../support/table-in-memory';
import { personItem } from '../support/table-items';

let table: TableInMemory;

beforeAll(async () => {
  table = await commandTable();
  await table.put(personItem('ana@example.com', 2));
});
afterAll(() => table.stop());

/** What the screen shows at each view, until Ctrl-C is pressed in the last of these waits. */
async function screens(line: string, terminal: { columns: number; rows?: number }, ...meanwhile: (() => unknown)[]) {
  const ctrlC = new AbortController();
  const waits: number[] = [];
  const clock: Clock = {
    now: () => new Date(Date.UTC(2026, 10, 28, 9, 0, waits.reduce((sum, each) => sum + each, 0) / 1000)),
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
      await meanwhile.shift()?.();
      if (meanwhile.length === 0) ctrlC.abort();
    },
  };
  const { code, stdout, stderr } = await userAccess([...line.split(' '), '--table', TABLE_NAME], {
    terminal,
    clock,
    signal: ctrlC.signal,
    env: { NO_COLOR: '1' },
  });
  const shown = stdout
    .split('\u001b[H')
    .slice(1)
    .map((screen) => screen.replace('\u001b[J', '').replaceAll('\u001b[K', ''));
  return { code, stdout, stderr, shown, waits };
}

const nothing = () => {};

describe('--watch', () => {
  test('shows the view again and again, until Ctrl-C', async () => {
    const bo = () => table.put(personItem('bo@example.com', 3));
    const { code, shown, waits, stderr } = await screens('people --watch', { columns: 100, rows: 40 }, bo, nothing);
    expect(shown).toHaveLength(2);
    expect(shown[0]).toMatch(
      /^2026-11-28 09:00:00Z, every 5 s\. To stop, press Ctrl-C\.\n\n1 OPEN, .*\nVERDICT .*\nOPEN +ana@example\.com .*\n$/,
    );
    expect(shown[1]).toMatch(/^2026-11-28 09:00:05Z, every 5 s\..*\n\n2 OPEN, .*\nVERDICT .*\n.*ana@.*\n.*bo@.*\n$/);
    expect([waits, stderr, code]).toEqual([[5000, 5000], '', 130]);
  });

  test('clears the screen once, and later overwrites it line by line', async () => {
    const { stdout } = await screens('people --watch --interval 2', { columns: 100 }, nothing, nothing);
    expect(stdout.split('\u001b[2J')).toHaveLength(2);
    const lines = stdout.split('\n').slice(0, -1);
    expect(lines.every((line) => line.endsWith('\u001b[K'))).toBe(true);
    expect(stdout.endsWith('\u001b[J')).toBe(true);
  });

  test('waits as long as --interval says', async () => {
    const { waits, shown } = await screens('people --watch --interval 60', { columns: 100 }, nothing, nothing);
    expect(waits).toEqual([60_000, 60_000]);
    expect(shown[1]).toContain('2026-11-28 09:01:00Z, every 60 s.');
  });

  test('shows what fits on the screen, from the top', async () => {
    const { shown } = await screens('people --watch', { columns: 100, rows: 6 }, nothing);
    expect(shown[0]?.split('\n')).toEqual([
      expect.stringContaining('every 5 s'),
      '',
      expect.stringContaining('2 OPEN'),
      expect.stringContaining('VERDICT'),
      '… 2 more lines',
      '',
    ]);
    const narrow = await screens('people --watch', { columns: 30, rows: 10 }, nothing);
    expect(narrow.shown[0]?.split('\n')).toHaveLength(10);
  });

  test('shows hints in the view, too, and goes on when there is nothing', async () => {
    const { shown, stderr } = await screens('people --verdict clear --watch', { columns: 100 }, nothing, nothing);
    expect(shown.map((screen) => screen.split('\n')[2])).toEqual(Array(2).fill('Nobody has the verdict CLEAR.'));
    expect(stderr).toBe('');
  });

  test('ends with an error in the first view', async () => {
    const { code, stdout, stderr } = await screens('results ana --watch', { columns: 100 }, nothing);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe('user-access: ana is not an email address: write it as person@example.com.\n');
  });

  test('shows an error later, and tries again', async () => {
    const { AWS_ENDPOINT_URL } = process.env;
    const away = () => Object.assign(process.env, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    const back = () => Object.assign(process.env, { AWS_ENDPOINT_URL });
    const { shown } = await screens('people --watch', { columns: 100 }, away, back, nothing);
    expect(shown[1]).toMatch(/\n\nuser-access: .* does not respond \(ECONNREFUSED\).*\n$/);
    expect(shown[2]).toContain('2 OPEN');
  });
});
