import { ACCESSES } from '../../lib/contract/access/access';
import type { Access, UnknownReason } from '../../results';
import { userAccess } from '../support/command';
import { commandTable } from '../support/command-table';
import { TABLE_NAME, type TableInMemory } from '../support/table-in-memory';
import { at, personItem, scanItem, standingItem, taskItem } from '../support/table-items';

/** One fact must not have opposite answers: table, JSON and CSV are held together for every combination. */

const REASONS: readonly UnknownReason[] = [
  'RECONNECT',
  'PERMISSION',
  'APP_UNAVAILABLE',
  'EXPIRED',
  'TIMED_OUT',
  'NOT_STARTED',
  'NOT_ASKED',
  'OTHER',
];
const WORDS: Record<Access, string> = { OPEN: '● OPEN', BLOCKED: '◐ BLOCKED', NONE: '○ NONE', UNKNOWN: '? UNKNOWN' };
const ACCOUNTS = { OPEN: true, BLOCKED: true, NONE: false, UNKNOWN: undefined };

interface Combination {
  readonly access: Access;
  readonly confirmed: boolean;
  readonly reason?: UnknownReason;
}

/** A standing is confirmed, or there is a reason why it is not. An unknown one cannot be confirmed. */
const standings = ACCESSES.flatMap((access): Combination[] => [
  ...(access === 'UNKNOWN' ? [] : [{ access, confirmed: true }]),
  ...REASONS.map((reason) => ({ access, confirmed: false, reason })),
]);

/** A result has a reason only if it is unknown. */
const results: readonly Combination[] = [
  ...ACCESSES.filter((access) => access !== 'UNKNOWN').map((access) => ({ access, confirmed: true })),
  ...REASONS.map((reason) => ({ access: 'UNKNOWN' as const, confirmed: false, reason })),
];
const isAsked = ({ reason }: Combination) => reason !== 'NOT_ASKED';

/** The app of a combination, so that its row can be found. It sorts as the combinations do. */
const appOf = (place: number) => `APP${String(place).padStart(2, '0')}`;

let table: TableInMemory;

beforeAll(async () => {
  table = await commandTable();
  const answer = (access: Access) => (access === 'UNKNOWN' ? {} : { access, accountFound: ACCOUNTS[access] });
  await table.put(
    scanItem('s-2', 2, { unknown: [] }),
    scanItem('s-3', 3, {
      unknown: results.flatMap(({ reason }, place) =>
        reason ? { app: appOf(place), tenantId: 'T0123', tenantDisplayName: 'Example Ltd', reason } : [],
      ),
    }),
    personItem('ana@example.com', 2),
    ...results.flatMap((result, place) => {
      const { access, reason } = result;
      if (!isAsked(result)) return [];
      return taskItem('s-3', `id-${place}`, appOf(place), { access, reason, accountFound: ACCOUNTS[access] });
    }),
    ...standings.map(({ access, confirmed, reason }, place) => {
      const { lastAnswer, ...item } = standingItem('ana@example.com', appOf(place), 'T1', Boolean(ACCOUNTS[access]));
      // What the newest scan did not ask still has the result of an earlier scan, which was an answer.
      const isLeft = reason === 'NOT_ASKED';
      return {
        ...item,
        ...(isLeft && { scanId: 's-1', scanStartedAt: at(1) }),
        access,
        accountFound: ACCOUNTS[access],
        confirmed: isLeft || confirmed,
        reason: isLeft ? undefined : reason,
        lastAnswer: access === 'UNKNOWN' ? undefined : { ...lastAnswer, ...answer(access) },
      };
    }),
  );
});
afterAll(() => table.stop());

const run = async (line: string) => (await userAccess([...line.split(' '), '--table', TABLE_NAME])).stdout;

/** The rows of a CSV without quotes or line breaks in its values, by app. */
function csvRows(csv: string): Map<string, Record<string, string>> {
  const [names = [], ...rows] = csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  const records = rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
  return new Map(records.map((record) => [record.app ?? '', record]));
}

const lineOf = (text: string, app: string) => text.split('\n').find((line) => line.includes(app)) ?? '';
const text = (value: unknown) => (value === undefined || value === null ? '' : String(value));

describe('the results of a scan', () => {
  let [list, shown, csv] = ['', '', new Map<string, Record<string, string>>()];
  let json: Record<'results' | 'unknown', Record<string, unknown>[]>;
  beforeAll(async () => {
    [list = '', shown = ''] = (await run('scan-report s-3')).split('ACCESS ');
    json = JSON.parse(await run('scan-report s-3 --json'));
    csv = csvRows(await run('scan-report s-3 --csv'));
  });

  test.each(results.map((each, place) => [each, appOf(place)] as const))('%j', (result, app) => {
    const { access, reason } = result;
    const row = csv.get(app);
    expect(row).toMatchObject({ access, reason: text(reason), accountFound: text(ACCOUNTS[access]) });
    expect(row).toMatchObject({ tenantDisplayName: 'Example Ltd', verdict: 'OPEN', confirmed: 'true' });
    expect(json.unknown.find((tenant) => tenant.app === app)?.reason).toBe(reason);
    if (reason) expect(lineOf(list, app)).toContain(`  ? ${app} T0123 (Example Ltd): ${reason}: `);
    else expect(list).not.toContain(app);
    const found = json.results.find((each) => each.app === app);
    if (!isAsked(result)) {
      expect([found, lineOf(shown, app), row?.status]).toEqual([undefined, '', '']);
      return;
    }
    expect(found).toMatchObject({ access, reason: reason ?? null, accountFound: ACCOUNTS[access] ?? null });
    const cell = [WORDS[access], reason].filter(Boolean).join(' ');
    expect(lineOf(shown, app)).toMatch(new RegExp(`^${cell.replace('?', '\\?')} +${app} `));
  });
});

describe('where a person stands', () => {
  let [shown, json, csv] = ['', [] as Record<string, unknown>[], new Map<string, Record<string, string>>()];
  beforeAll(async () => {
    shown = (await run('results ana@example.com')).split('ACCESS ')[1] ?? '';
    json = JSON.parse(await run('results ana@example.com --json'));
    csv = csvRows(await run('results ana@example.com --csv'));
  });

  test.each(standings.map((each, place) => [each, appOf(place)] as const))('%j', (standing, app) => {
    const { access, confirmed, reason } = standing;
    const found = json.find((row) => row.app === app);
    expect(found).toMatchObject({ access, confirmed });
    expect(found?.reason).toBe(reason);
    expect(found?.accountFound).toBe(ACCOUNTS[access]);
    expect(csv.get(app)).toMatchObject({
      access,
      confirmed: String(confirmed),
      reason: text(reason),
      accountFound: text(ACCOUNTS[access]),
    });
    const line = lineOf(shown, app);
    expect(line.startsWith(`${WORDS[access]} `)).toBe(true);
    expect(line.split(/ {2,}/).at(-1)).toBe(reason ?? '–');
  });
});
