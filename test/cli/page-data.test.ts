import { readOverview, readPersonPage, readScanPage } from '../../cli/page/data';
import { UserAccessResults } from '../../results';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../support/table-in-memory';
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
  watchItem,
} from '../support/table-items';

let table: TableInMemory;
let results: UserAccessResults;

const days = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const unanswered = { app: 'ZOOM', tenantId: 'T0123', taskId: 'id-2', status: 'FAILED', reason: 'RECONNECT' };
const notAsked = { app: 'OKTA', tenantId: 'o-1', reason: 'NOT_ASKED', authorizationStatus: 'PendingConnect' };

beforeAll(async () => {
  table = await tableInMemory();
  results = new UserAccessResults({ client: table.client, tableName: TABLE_NAME });
  await table.put(
    ...days(12).map((day) => scanItem(`s-${day}`, day, day === 12 ? { unknown: [notAsked, unanswered] } : {})),
    taskItem('s-12', 'id-1', 'SLACK', OPEN_ACCOUNT),
    taskItem('s-12', 'id-2', 'ZOOM', {
      ...{ status: 'FAILED', access: 'UNKNOWN', reason: 'RECONNECT', accountFound: undefined },
      error: { errorCode: 'AUTH', errorMessage: 'Connect it.' },
    }),
    scanItem('failed', 13, {
      ...{ ...NOT_COMPLETED, status: 'FAILED' },
      error: { name: 'AppBundleNotFound', message: 'Check it.' },
    }),
    // Of task ids: nobody knows yet which apps two of them are about.
    scanItem('running', 14, { ...NOT_COMPLETED, email: undefined, status: 'RUNNING' }),
    ...['id-1', 'id-2'].map((id) =>
      taskItem('running', id, 'SLACK', { ...IN_PROGRESS, app: undefined, tenantId: undefined, email: undefined }),
    ),
    taskItem('running', 'id-3', 'ZOOM'),
    ...days(201).map((number) => personItem(`person-${number}@example.com`, 1, { verdict: 'CLEAR' })),
    personItem('ana@example.com', 12, { confirmed: false }),
    personScanItem('ana@example.com', 's-12', 12),
    standingItem('ana@example.com', 'ASANA', 'a-1', false),
    standingItem('ana@example.com', 'SLACK', 'T0123'),
    { ...standingItem('ana@example.com', 'ZOOM', 'z-1', false), confirmed: true, scanId: 's-12', reason: undefined },
  );
});
afterAll(() => table.stop());

test('the overview has the scans that run and the newest that ended, and says where a list of people is cut', async () => {
  const { scans, people, watches, isCut } = await readOverview(results);
  expect(isCut).toEqual({ scans: false, watches: false });
  expect(scans.map(({ scanId }) => scanId)).toEqual(
    ['running', 'failed', 12, 11, 10, 9, 8, 7, 6, 5, 4].map((id) => (typeof id === 'number' ? `s-${id}` : id)),
  );
  expect(scans[0]).toMatchObject({ taskCount: 3, endedTasks: 1 });
  expect(scans.filter(({ endedTasks }) => endedTasks !== undefined)).toHaveLength(1);
  expect(people.map((group) => [group.verdict, group.people.length, group.isCut])).toEqual([
    ['OPEN', 1, false],
    ['UNKNOWN', 0, false],
    ['CLEAR', 200, true],
    ['NOT_FOUND', 0, false],
  ]);
  expect(people[0]?.people).toEqual([
    { email: 'ana@example.com', since: at(12), confirmed: false, open: 1, unknown: 1 },
  ]);
  expect(watches).toEqual([]);
});

test('a person has every tenant that counts, the most urgent first, and why an answer is not confirmed', async () => {
  const { verdict, sentences, tenants, scans } = await readPersonPage(results, 'Ana@Example.com');
  expect([verdict, sentences[0], scans.map(({ scanId }) => scanId)]).toEqual([
    'OPEN',
    expect.stringMatching(/^OPEN since 2026-11-12 09:00:00Z/),
    ['s-12'],
  ]);
  const asked = 'NOT_ASKED: the app bundle has no such app authorization any more.';
  expect(tenants.map(({ access, app, answeredAt, remark }) => [access, app, answeredAt, remark])).toEqual([
    ['OPEN', 'SLACK', at(1, '09:00:02.000'), asked],
    ['UNKNOWN', 'OKTA', undefined, 'NOT_ASKED: the app authorization is PendingConnect.'],
    ['NONE', 'ASANA', at(1, '09:00:02.000'), asked],
    ['NONE', 'ZOOM', at(1, '09:00:02.000'), undefined],
  ]);
});

test('a scan has its results, what was not asked, and what it says', async () => {
  const page = await readScanPage(results, 's-12');
  expect(page).toMatchObject({ taskCount: 3, endedTasks: 2, sentences: [expect.stringMatching(/^OPEN\. 1 account/)] });
  expect(page?.tenants).toMatchObject([
    { taskId: 'id-1', access: 'OPEN', app: 'SLACK', answeredAt: at(1, '09:00:02.500'), remark: '✓ completed' },
    { access: 'UNKNOWN', app: 'ZOOM', remark: 'RECONNECT: connect the app authorization again. AUTH: Connect it.' },
    { access: 'UNKNOWN', app: 'OKTA', tenantId: 'o-1', remark: 'NOT_ASKED: the app authorization is PendingConnect.' },
  ]);
  expect(page?.tenants[1]?.answeredAt).toBeUndefined();
});

test('a scan that runs has a line for each of its tasks, whatever is known of them', async () => {
  const page = await readScanPage(results, 'running');
  expect(page?.sentences).toEqual(['No verdict yet, because the scan runs. No account is known to be open so far.']);
  expect(page?.tenants.map(({ taskId, access, app, remark }) => [taskId, access, app, remark])).toEqual([
    ['id-3', 'NONE', 'ZOOM', '✓ completed'],
    ['id-1', undefined, undefined, '… in progress'],
    ['id-2', undefined, undefined, '… in progress'],
  ]);
});

test('a scan that failed says why', async () => {
  const page = await readScanPage(results, 'failed');
  expect(page?.sentences).toEqual([
    'No verdict, because the scan failed. No account is known to be open so far.',
    'AppBundleNotFound: Check it.',
  ]);
});

test('the overview says that more scans run, and more people are watched, than it shows', async () => {
  const more = days(28).map((day) => scanItem(`more-${day}`, day, { ...NOT_COMPLETED, status: 'RUNNING' }));
  await table.put(
    ...more,
    ...['1', '2'].map((id) => scanItem(`more-${id}b`, 1, { ...NOT_COMPLETED, status: 'RUNNING' })),
  );
  await table.put(...days(201).map((number) => watchItem(`person-${number}@example.com`, 1)));
  const { scans, watches, isCut } = await readOverview(results);
  expect(isCut).toEqual({ scans: true, watches: true });
  expect([scans.filter(({ status }) => status === 'RUNNING').length, watches.length]).toEqual([30, 200]);
});
