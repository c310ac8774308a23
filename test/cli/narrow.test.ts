import { stripVTControlCharacters, styleText } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import type { ScanWithResults } from '../../cli/connection/read';
import type { CommandContext } from '../../cli/context';
import { Progress } from '../../cli/print/progress';
import type { StandingRow } from '../../cli/print/standing-row';
import { StatusLine } from '../../cli/print/status-line';
import { table as asTable } from '../../cli/print/table';
import { findingsView } from '../../cli/print/views/findings';
import { standingsView } from '../../cli/print/views/standings';
import { wrapLines } from '../../cli/print/wrap';
import { userAccess } from '../support/command';
import { commandTable } from '../support/command-table';
import { TABLE_NAME, type TableInMemory } from '../support/table-in-memory';
import {
  answer,
  changeItem,
  OPEN_ACCOUNT,
  personItem,
  personScanItem,
  scanItem,
  standingItem,
  taskItem,
  watchItem,
} from '../support/table-items';

const EMAIL = 'maximiliane-alexandra.von-hohenfels@research.subsidiary.example-company.com';
const SCAN = `scan-${'20261101T090000Z-'.repeat(4)}1f2e3d4`;
const TENANT = 'organization:example-engineering-and-research-in-the-north-and-south';
const NAME = 'Example Engineering and Research in the North and in the South';
const STATUS = 'suspended by an administrator of the organization';

let table: TableInMemory;

beforeAll(async () => {
  table = await commandTable();
  const tenant = { tenantId: TENANT, tenantDisplayName: NAME, userStatus: STATUS };
  const lists = {
    open: [{ app: 'SALESFORCE', ...tenant, confirmed: true, recordedAt: '2026-11-01T09:00:00.000Z' }],
    unknown: [{ app: 'SERVICENOW', ...tenant, status: 'FAILED', reason: 'APP_UNAVAILABLE' }],
  };
  const trigger = {
    id: 'e'.repeat(70),
    source: 'com.example.human-resources.offboarding',
    time: '2026-11-01T08:59:00Z',
  };
  const error = { errorCode: 'APPLICATION_UNAVAILABLE', errorMessage: `The application at ${'x'.repeat(70)} is away` };
  const unknown = { access: 'UNKNOWN', reason: 'APP_UNAVAILABLE', status: 'FAILED', accountFound: undefined };
  const standing = (app: string) => ({ ...standingItem(EMAIL, app, TENANT), ...tenant, userFullName: NAME });
  await table.put(
    scanItem(SCAN, 1, { email: EMAIL, ...lists, trigger }),
    taskItem(SCAN, 'id-1', 'SALESFORCE', { email: EMAIL, ...OPEN_ACCOUNT, ...tenant }),
    taskItem(SCAN, 'id-2', 'SERVICENOW', { email: EMAIL, ...unknown, ...tenant, error, userStatus: undefined }),
    personItem(EMAIL, 2, { scanId: SCAN }),
    { ...personScanItem(EMAIL, SCAN, 1), trigger },
    standing('SALESFORCE'),
    changeItem(EMAIL, 'SALESFORCE', 2, tenant),
    changeItem('ed@example.com', 'ZOOM', 2, {
      ...tenant,
      kind: 'REOPENED',
      from: answer(1, { access: 'BLOCKED', userStatus: STATUS }),
      to: answer(2, { access: 'OPEN', userStatus: STATUS }),
    }),
    watchItem(EMAIL, 1, lists),
  );
});
afterAll(() => table.stop());

const squashed = (text: string) => text.replace(/\s/g, '');

interface Shown {
  readonly line: string;
  /** What is needed to act. */
  readonly needed: readonly string[];
  /** What a wider terminal cuts or leaves out, so that there is room for columns. */
  readonly more?: readonly string[];
}

const VIEWS: readonly Shown[] = [
  { line: `results ${EMAIL}`, needed: [EMAIL, 'SALESFORCE', TENANT, '● OPEN', 'TIMED_OUT'], more: [STATUS, NAME] },
  { line: 'people', needed: [EMAIL, 'OPEN', '2026-11-02'] },
  {
    line: `scan-report ${SCAN}`,
    needed: [EMAIL, SCAN, 'SALESFORCE', TENANT, '● OPEN', STATUS, '? UNKNOWN APP_UNAVAILABLE'],
    more: ['APPLICATION_UNAVAILABLE'],
  },
  {
    line: `explain ${SCAN}`,
    needed: [EMAIL, 'SERVICENOW', TENANT, '? UNKNOWN APP_UNAVAILABLE', 'APPLICATION_UNAVAILABLE'],
  },
  { line: 'who SALESFORCE', needed: [EMAIL, TENANT, '● OPEN', 'TIMED_OUT'], more: [STATUS, NAME] },
  {
    line: `changes ${EMAIL}`,
    needed: [EMAIL, 'SALESFORCE', TENANT, 'BLOCKED', '● OPEN', '◐ BLOCKED'],
    more: ['◐ BLOCKED suspended', 'ANSWERED BEFORE'],
  },
  { line: 'changes --app SALESFORCE', needed: [EMAIL, TENANT, 'BLOCKED', '● OPEN', '◐ BLOCKED'] },
  { line: 'changes --app ZOOM', needed: [TENANT, 'REOPENED', '◐ BLOCKED', '● OPEN'] },
  { line: `history ${EMAIL}`, needed: [SCAN, 'OPEN'], more: ['com.example.human-resources.offboarding'] },
  { line: 'scans', needed: [EMAIL, SCAN, 'OPEN'], more: ['com.example.human-resources.offboarding'] },
  { line: 'watches', needed: [EMAIL, 'WATCHING', 'OPEN', '2026-11-02 09:00Z', 'SALESFORCE', TENANT] },
  { line: `watches ${EMAIL}`, needed: [EMAIL, 'WATCHING', 'SALESFORCE', TENANT] },
];

describe.each([40, 60, 80, 110, 140, 150, 160, 170, 200])('on a terminal with %d columns', (columns) => {
  test.each(VIEWS)('$line fits, and nothing is cut that is needed', async ({ line, needed, more = [] }) => {
    const { code, stdout } = await userAccess([...line.split(' '), '--table', TABLE_NAME], {
      terminal: { columns },
      env: { NO_COLOR: '1' },
    });
    expect(code).toBe(0);
    const widths = stdout.split('\n').map((each) => stringWidth(each));
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    for (const value of [...needed, ...(columns <= 60 ? more : [])]) {
      expect(squashed(stdout)).toContain(squashed(value));
    }
  });

  test('what doctor finds fits, too', () => {
    const finding = {
      check: 'point-in-time recovery',
      status: 'TO_DO' as const,
      found: 'Point-in-time recovery of the table UserAccess-ScannerTable5DD81694-1ABCDEFGHIJKL is off',
      advice: 'Run cdk deploy --revert-drift.',
    };
    const shown = asTable(findingsView.table, [finding, finding], (_style, text) => text, columns);
    expect(Math.max(...shown.split('\n').map((each) => stringWidth(each)))).toBeLessThanOrEqual(columns);
    expect(squashed(shown)).toContain(squashed(`${finding.found}. ${finding.advice}`));
  });
});

describe('on a narrow terminal', () => {
  const result = { app: 'SALESFORCE', tenantId: TENANT, access: 'OPEN', userStatus: STATUS };

  test('the progress of a scan has no line that is too long', () => {
    let written = '';
    const stderr = { isTTY: true, columns: 40, write: (text: string) => (written += text) };
    const progress = new Progress({ env: { NO_COLOR: '1' }, stderr } as unknown as CommandContext);
    const report = { results: [result] } as unknown as ScanWithResults;
    progress.show(report, report.results);
    new StatusLine({ stderr } as unknown as CommandContext).show(
      'Waiting until the ends of the executions are recorded',
    );
    const lines = written.split(/[\n\r]/).map((line) => stripVTControlCharacters(line));
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBe(40);
    // A status line that fills the terminal could move the cursor to the next line.
    expect(stringWidth(lines.at(-1) ?? '')).toBe(39);
    expect(squashed(lines.join(''))).toContain(squashed(`SALESFORCE ${TENANT} ${STATUS}`));
  });

  test.each([
    ['', 100],
    ['', 72],
    ['', 40],
    ['watches', 60],
    ['watches', 40],
    ['serve', 50],
    ['completion', 40],
  ])('the help of %j fits %d columns, except for what can be copied', async (name, columns) => {
    const { stdout } = await userAccess(name === '' ? ['--help'] : [name, '--help'], { terminal: { columns } });
    const lines = stdout.split('\n').filter((line) => !/^(Usage:| )? user-access /.test(line));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test('the help has what an option means below it if there is no room beside it', async () => {
    const { stdout } = await userAccess(['completion', '--help'], { terminal: { columns: 40 } });
    expect(stdout).toContain('\n  -h, --help\n      Show this help.\n');
    const wide = await userAccess(['completion', '--help'], { terminal: { columns: 80 } });
    expect(wide.stdout).toContain('\n  -h, --help     Show this help.\n');
  });

  test('the help says the same on every terminal', async () => {
    const said = async (columns: number) => squashed((await userAccess(['--help'], { terminal: { columns } })).stdout);
    expect([await said(40), await said(90)]).toEqual([await said(200), await said(200)]);
  });

  test('where a person stands is a table on 80 columns, without the times of answers', () => {
    const row = {
      email: EMAIL,
      app: 'SALESFORCE',
      tenantId: 'organization:example-engineering',
      tenantDisplayName: NAME,
    };
    const answered = {
      scanId: SCAN,
      scanStartedAt: '',
      recordedAt: '2026-11-01T09:00:00.000Z',
      access: 'OPEN' as const,
    };
    const rows = [{ ...row, access: 'OPEN' as const, confirmed: true, userStatus: STATUS, lastAnswer: answered }];
    const titles = (screen: number) =>
      asTable(standingsView.table, rows as StandingRow[], (_style, text) => text, screen)
        .split('\n')[0]
        ?.split(/ {2,}/);
    expect(titles(80)).toEqual(['ACCESS', 'APP', 'TENANT', 'USER STATUS']);
    expect(titles(100)).toEqual(['ACCESS', 'APP', 'TENANT', 'USER STATUS', 'ANSWERED']);
  });

  test('facts have the color of their cells', async () => {
    const { stdout } = await userAccess(['who', 'SALESFORCE', '--table', TABLE_NAME], { terminal: { columns: 40 } });
    expect(stdout).toContain(`${styleText('bold', 'ACCESS', { validateStream: false })}       `);
    expect(stdout).toContain(styleText('red', '● OPEN', { validateStream: false }));
  });
});

describe('a table', () => {
  interface Row {
    readonly id: string;
    readonly name: string;
    readonly note?: string;
  }
  const columns = [
    { title: 'ID', text: ({ id, name }: Row) => `${id} (${name})`, isElastic: true, keep: ({ id }: Row) => id },
    { title: 'NOTE', text: ({ note }: Row) => note, isOptional: true },
  ];
  const row = { id: 'T0123456', name: 'Example', note: 'seen today' };
  const shown = (screen: number | undefined, rows: readonly Row[] = [row]) =>
    asTable(columns, rows, (_style, text) => text, screen)
      .split('\n')
      .slice(0, -1);

  test.each([
    ['shows everything where there is room', 30, ['ID                  NOTE', 'T0123456 (Example)  seen today']],
    ['cuts what may be cut', 24, ['ID            NOTE', 'T0123456 (E…  seen today']],
    ['leaves out a column that is not needed', 18, ['ID', 'T0123456 (Example)']],
    ['cuts nothing of an id', 9, ['ID', 'T0123456…']],
    [
      'shows one fact a line where an id would be cut',
      8,
      ['ID', '  T01234', '  56', '  (Examp', '  le)', 'NOTE', '  seen', '  today'],
    ],
  ])('%s', (_name, screen, lines) => {
    expect(shown(screen)).toEqual(lines);
  });

  test('has an empty line between two rows of facts, and leaves out what is not known', () => {
    const long = { ...row, id: 'T01234567890123456789' };
    expect(shown(20, [long, { ...long, note: undefined }])).toEqual([
      'ID',
      '  T01234567890123456',
      '  789 (Example)',
      'NOTE  seen today',
      '',
      'ID',
      '  T01234567890123456',
      '  789 (Example)',
    ]);
  });

  test('begins a fact below its title where that leaves more room', () => {
    const prose = [{ title: 'WHAT WAS FOUND', text: () => 'a few short words' }, ...columns];
    const lines = (screen: number) =>
      asTable(prose, [{ id: 'x'.repeat(60), name: '' }], (_style, text) => text, screen);
    expect(lines(32)).toMatch(/^WHAT WAS FOUND\n {2}a few short words\n/);
    expect(lines(33)).toMatch(/^WHAT WAS FOUND {2}a few short words\n/);
  });

  test('breaks prose within its column where that is wide enough', () => {
    const prose = [
      { title: 'A', text: () => 'x' },
      { title: 'B', text: () => 'some words '.repeat(8).trim(), isProse: true },
    ];
    const lines = (screen: number) =>
      asTable(prose, [row], (_style, text) => text, screen)
        .split('\n')
        .slice(0, -1);
    expect(lines(43)).toEqual([
      'A  B',
      'x  some words some words some words some',
      '   words some words some words some words',
      '   some words',
    ]);
    expect(lines(42)[1]).toBe('B  some words some words some words some');
  });
});

test('a text that is broken into lines is complete, and no line is too long', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((each) => !/[\p{Cc}\u200b-\u200f]/u.test(each));
  fc.assert(
    fc.property(text, fc.integer({ min: 4, max: 20 }), fc.integer({ min: 4, max: 20 }), (given, columns, first) => {
      const lines = wrapLines(given, columns, first);
      const widths = lines.map((line) => stringWidth(line));
      expect(widths[0]).toBeLessThanOrEqual(first);
      expect(Math.max(0, ...widths.slice(1))).toBeLessThanOrEqual(columns);
      expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
    }),
  );
});
