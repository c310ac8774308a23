import { Rules } from '../../../lambda/access/rules';
import { isoTime } from '../../../lambda/common/clock';
import { ItemStore } from '../../../lambda/store/item-store';
import { Tasks, taskKeyOf } from '../../../lambda/store/tasks';
import { personOf } from '../../../lib/contract/person';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../../support/table-in-memory';
import { someTelemetry } from '../../support/telemetry';

let table: TableInMemory;
let items: ItemStore;
let tasks: Tasks;

beforeAll(async () => {
  table = await tableInMemory();
  items = new ItemStore(table.client, TABLE_NAME);
  tasks = new Tasks(items, 3600, new Rules(), someTelemetry());
});

afterAll(() => table.stop());

const STARTED_AT = '2026-11-16T09:00:00.500Z';
const TEN = Date.parse('2026-11-16T10:00:00.000Z');
const ELEVEN = TEN + 3_600_000;
const ana = personOf('ana@example.com').key;
const scanOf = (scanId: string) => ({
  scanId,
  startedAt: STARTED_AT,
  tasksStartedAt: '2026-11-16T09:00:01.000Z',
  email: ana,
  trigger: { id: 'event-1', source: 'com.example.hr', time: '2026-11-16T08:59:00Z' },
});
const idsOf = (scanId: string) => ({ scanId, startedAt: STARTED_AT });
const taskOf = (scanId: string, taskKey = 't1') => items.get({ pk: `SCAN#${scanId}`, sk: `TASK#${taskKey}` });
const common = (scanId: string, taskKey = 't1') => {
  const { startedAt, ...scan } = scanOf(scanId);
  return {
    ...scan,
    pk: `SCAN#${scanId}`,
    sk: `TASK#${taskKey}`,
    type: 'TASK',
    scanStartedAt: startedAt,
    taskKey,
    expiresAt: TEN / 1000,
  };
};
const user = { userId: 'U1', userFullName: 'Ana Díaz', userFirstName: 'Ana', userLastName: 'Díaz', userStatus: 'ok' };

describe('the key of a task', () => {
  it('is its id, or made of its app and tenant if it could not be started', () => {
    expect(taskKeyOf({ taskId: 't1', app: 'SLACK', tenantId: 'T1' })).toBe('t1');
    expect(taskKeyOf({ app: 'SLACK', tenantId: 'T1' })).toBe('START-FAILED#SLACK#T1');
    expect(taskKeyOf({ taskId: 't1', app: 'SLACK', tenantId: 'T1', error: {} })).toBe('START-FAILED#SLACK#T1');
    expect(taskKeyOf({})).toBe('START-FAILED##');
  });
});

describe('an open task', () => {
  const started = { taskId: 't1', app: 'SLACK', tenantId: 'T1' };

  it('has what is known of its scan', async () => {
    await tasks.open(scanOf('opened'), started);
    expect(await taskOf('opened')).toEqual({ ...common('opened'), ...started, status: 'IN_PROGRESS' });
  });

  it('is recorded once: a result stays', async () => {
    const result = await tasks.recordTimeout(scanOf('opened late'), 't1', TEN);
    await tasks.open(scanOf('opened late'), started);
    expect(await taskOf('opened late')).toEqual(result);
  });
});

describe('an answer', () => {
  it('is recorded with the account, and with the app and the tenant of the task', async () => {
    await tasks.open(scanOf('answered'), { taskId: 't1', app: 'SLACK', tenantId: 'T1' });
    const answer = { ...user, app: 'OTHER', tenantId: 'T2', email: 'bob@x', tenantDisplayName: 'Example Ltd' };
    const result = await tasks.recordAnswer(scanOf('answered'), 't1', 'COMPLETED', answer, TEN);
    expect(result).toEqual({
      ...common('answered'),
      ...user,
      taskId: 't1',
      app: 'SLACK',
      tenantId: 'T1',
      tenantDisplayName: 'Example Ltd',
      status: 'COMPLETED',
      access: 'OPEN',
      accountFound: true,
      decidedBy: 'a user, and no rule for the user status',
      recordedAt: isoTime(TEN),
    });
    expect(await taskOf('answered')).toEqual(result);
  });

  it('can be that the person has no account, or an error', async () => {
    const nobody = await tasks.recordAnswer(scanOf('nobody'), 't1', 'COMPLETED', {}, TEN);
    expect(nobody).toMatchObject({ status: 'COMPLETED', access: 'NONE', accountFound: false });
    const taskError = { errorCode: '403', errorMessage: 'no luck' };
    const failed = await tasks.recordAnswer(scanOf('error'), 't1', 'FAILED', { taskError }, TEN);
    expect(failed).toMatchObject({ status: 'FAILED', access: 'UNKNOWN', reason: 'OTHER', error: taskError });
    expect(failed).not.toHaveProperty('accountFound');
  });

  it('names the person, the app and the tenant of a task that was started elsewhere', async () => {
    const answer = { app: 'SLACK', tenantId: 'T1', email: 'Ana@Example.com' };
    expect(await tasks.recordAnswer(idsOf('elsewhere'), 't1', 'COMPLETED', answer, TEN)).toMatchObject({
      app: 'SLACK',
      tenantId: 'T1',
      email: ana,
      taskKey: 't1',
    });
  });

  it('is about the person of the scan, whatever address AppFabric returns', async () => {
    const answer = { app: 'SLACK', tenantId: 'T1', email: 'bob@x' };
    expect(await tasks.recordAnswer(scanOf('asked'), 't1', 'COMPLETED', answer, TEN)).toMatchObject({ email: ana });
    await tasks.identify(scanOf('asked'), 't2', answer);
    expect(await taskOf('asked', 't2')).toMatchObject({ email: ana });
  });

  it('is recorded once: the first result stays', async () => {
    const first = await tasks.recordAnswer(scanOf('twice'), 't1', 'COMPLETED', user, TEN);
    expect(await tasks.recordAnswer(scanOf('twice'), 't1', 'EXPIRED', {}, ELEVEN)).toEqual(first);
    expect(await tasks.recordTimeout(scanOf('twice'), 't1', ELEVEN)).toEqual(first);
    expect(await taskOf('twice')).toEqual(first);
  });
});

describe('a task that timed out', () => {
  it('keeps its app and tenant, and has the error if there is one', async () => {
    await tasks.open(scanOf('timed out'), { taskId: 't1', app: 'SLACK', tenantId: 'T1' });
    const error = { errorCode: 'ResourceNotFoundException', errorMessage: 'AppFabric did not find this task.' };
    expect(await tasks.recordTimeout(scanOf('timed out'), 't1', TEN, error)).toEqual({
      ...common('timed out'),
      taskId: 't1',
      app: 'SLACK',
      tenantId: 'T1',
      status: 'TIMED_OUT',
      access: 'UNKNOWN',
      reason: 'TIMED_OUT',
      decidedBy: 'status TIMED_OUT',
      error,
      recordedAt: isoTime(TEN),
    });
    expect(await tasks.recordTimeout(scanOf('timed out'), 't2', TEN)).not.toHaveProperty('error');
  });
});

describe('a task that could not be started', () => {
  it('is a result with the error of AppFabric', async () => {
    const error = { errorCode: '403', errorMessage: 'no luck' };
    const failed = { app: 'SLACK', tenantId: 'T1', error };
    expect(await tasks.recordStartFailure(scanOf('not started'), failed, TEN)).toEqual({
      ...common('not started', 'START-FAILED#SLACK#T1'),
      ...failed,
      status: 'FAILED',
      access: 'UNKNOWN',
      reason: 'NOT_STARTED',
      decidedBy: 'not started, and no rule for the error',
      recordedAt: isoTime(TEN),
    });
    const withId = { ...failed, tenantId: 'T2', taskId: 't2' };
    expect(await tasks.recordStartFailure(scanOf('not started'), withId, TEN)).toMatchObject(withId);
  });
});

describe('a task that was started elsewhere', () => {
  const answer = { app: 'SLACK', tenantId: 'T1', email: 'Ana@Example.com', tenantDisplayName: 'Example Ltd' };

  it('is named by its first answer, and stays open', async () => {
    await tasks.open(idsOf('named'), { taskId: 't1' });
    await tasks.identify(idsOf('named'), 't1', answer);
    const named = { ...answer, email: ana, taskId: 't1', status: 'IN_PROGRESS' };
    expect(await taskOf('named')).toMatchObject(named);
    await tasks.identify(idsOf('named'), 't1', { ...answer, app: 'OTHER', tenantDisplayName: 'New Ltd' });
    expect(await taskOf('named')).toMatchObject({ ...named, tenantDisplayName: 'New Ltd' });
  });

  it('gets a record if it has none', async () => {
    await tasks.identify(scanOf('named first'), 't1', answer);
    expect(await taskOf('named first')).toEqual({
      ...common('named first'),
      ...answer,
      email: ana,
      taskId: 't1',
      status: 'IN_PROGRESS',
    });
  });

  it('is not changed once it is final', async () => {
    const result = await tasks.recordTimeout(idsOf('named late'), 't1', TEN);
    await tasks.identify(idsOf('named late'), 't1', answer);
    expect(await taskOf('named late')).toEqual(result);
  });
});

test('the tasks of a scan are all of them, and no other item', async () => {
  await items.putIfAbsent({ pk: 'SCAN#all', sk: 'SCAN' }, {});
  await tasks.open(scanOf('all'), { taskId: 't1' });
  await tasks.recordTimeout(scanOf('all'), 't2', TEN);
  await tasks.open(scanOf('all but another'), { taskId: 't3' });
  expect((await tasks.ofScan('all')).map(({ taskKey }) => taskKey)).toEqual(['t1', 't2']);
});
