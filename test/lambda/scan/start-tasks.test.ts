import { startTasks } from '../../../lambda/scan/start-tasks';
import { APP_BUNDLE_ARN } from '../../../simulator/world/scanner';
import { EXCEPTION, outcomeOf, type Services, STARTED_AT, scanSteps } from '../../support/scan-steps';

const EMAIL = 'Ana@example.com';
const SLACK = { app: 'SLACK', tenantId: 'T1', taskId: '11111111-2222-4333-8444-555555555555' };
const ASANA = { app: 'ASANA', tenantId: 'A1', taskId: '66666666-2222-4333-8444-555555555555' };
const UNAVAILABLE = EXCEPTION('InternalServerException');
const unavailableFor = (retryAfter: string) => EXCEPTION('InternalServerException', {}, { 'retry-after': retryAfter });

/** Starts the tasks. Each request takes no time, so that the pauses can be told exactly. */
async function started(start: NonNullable<Services['start']>, secondsLeft = 150) {
  const { world, dependencies, requests } = await scanSteps({ start });
  world.network.use({ course: () => ({ there: 0, back: 0 }) });
  const { result: tasks, error } = await world.run(() =>
    outcomeOf(startTasks(EMAIL, world.clock.now() + secondsLeft * 1000, dependencies)),
  );
  const seconds = requests.map(({ sentAt }) => (sentAt - Date.parse(STARTED_AT)) / 1000);
  return { tasks, error, requests, seconds, endedAfter: (world.clock.now() - Date.parse(STARTED_AT)) / 1000 };
}

const listed = (...userAccessTasksList: unknown[]) => started(() => ({ json: { userAccessTasksList } }));

describe('the tasks that AppFabric starts', () => {
  it('are those of the app bundle and of the address as it was written', async () => {
    const { requests, tasks } = await listed(SLACK, ASANA);
    expect(requests.map(({ input }) => input)).toEqual([{ appBundleIdentifier: APP_BUNDLE_ARN, email: EMAIL }]);
    expect(tasks).toEqual([SLACK, ASANA]);
  });

  it('can have an error instead of an id, or both', async () => {
    const error = { errorCode: '403', errorMessage: 'token revoked' };
    const { tasks } = await listed({ app: 'SLACK', tenantId: 'T1', error }, { ...ASANA, error });
    expect(tasks).toEqual([
      { app: 'SLACK', tenantId: 'T1', error },
      { ...ASANA, error },
    ]);
  });

  it.each([['11111111'], [SLACK.taskId.replace('1', 'F')], [''], [undefined]])(
    'have an error if the id is %j, which no request can contain',
    async (taskId) => {
      const { tasks } = await listed({ ...SLACK, taskId }, ASANA);
      const error = { errorCode: 'NoTask', errorMessage: 'AppFabric returned neither a task id nor an error.' };
      expect(tasks).toEqual([{ app: 'SLACK', tenantId: 'T1', error }, ASANA]);
    },
  );

  it('keep the error of AppFabric if the id is not valid', async () => {
    const error = { errorCode: '403', errorMessage: 'token revoked' };
    expect((await listed({ ...SLACK, taskId: 'x', error })).tasks).toEqual([
      { app: 'SLACK', tenantId: 'T1', taskId: undefined, error },
    ]);
  });

  it('are each there once, even if AppFabric lists one twice or lists nothing in between', async () => {
    expect((await listed(SLACK, null, ASANA, SLACK)).tasks).toEqual([SLACK, ASANA]);
  });

  it('fit into one item with the longest strings, for as many apps as AppFabric supports', async () => {
    const long = '語'.repeat(5000);
    const error = { errorCode: long, errorMessage: long };
    const tasks = Array.from({ length: 50 }, (_, index) => ({
      app: long,
      tenantId: `${index} ${long}`,
      taskId: `${SLACK.taskId.slice(0, -2)}${10 + index}`,
      error,
    }));
    const { world, dependencies, itemsOf } = await scanSteps({
      start: () => ({ json: { userAccessTasksList: tasks } }),
    });
    await world.run(async () => {
      await dependencies.scans.open({ scanId: 'long', startedAt: STARTED_AT });
      const list = await startTasks(EMAIL, world.clock.now() + 1000, dependencies);
      await dependencies.scans.commitTasks('long', { taskCount: 50, tasks: list, tasksStartedAt: STARTED_AT });
    });
    const [record] = await itemsOf('SCAN');
    expect(record?.tasks).toHaveLength(50);
  });
});

describe('one task id for several tenants', () => {
  const shared = { errorCode: 'SharedTask', errorMessage: 'AppFabric returned the same task id for several tenants.' };
  const error = { errorCode: 'TOKEN_REVOKED' };

  it('says nothing about any of them, and none is left out', async () => {
    const other = { ...SLACK, tenantId: 'other' };
    const failed = { ...SLACK, tenantId: 'failed', error };
    const { app, tenantId } = SLACK;
    expect((await listed(SLACK, ASANA, other, failed)).tasks).toEqual([
      { app, tenantId, error: shared },
      ASANA,
      { app, tenantId: 'other', error: shared },
      { app, tenantId: 'failed', error },
    ]);
  });

  it('says nothing even if there are two of them', async () => {
    const { app, tenantId } = SLACK;
    expect((await listed(SLACK, { ...SLACK, tenantId: 'other' })).tasks).toEqual([
      { app, tenantId, error: shared },
      { app, tenantId: 'other', error: shared },
    ]);
  });
});

describe('several errors for one tenant', () => {
  const revoked = { errorCode: 'TOKEN_REVOKED', errorMessage: 'Revoked.' };
  const nobody = { errorCode: 'USER_NOT_FOUND' };
  const both = { errorCode: 'SeveralErrors', errorMessage: 'TOKEN_REVOKED: Revoked.; USER_NOT_FOUND' };

  it.each([[{ app: 'SLACK', tenantId: 'T1' }], [{}]])('are one error that no rule lists: %j', async (tenant) => {
    const { tasks } = await listed({ ...tenant, error: revoked }, ASANA, { ...tenant, error: nobody });
    expect(tasks).toEqual([{ ...tenant, error: both }, ASANA]);
  });

  it('are one if they are the same', async () => {
    const failed = { app: 'SLACK', tenantId: 'T1', error: nobody };
    expect((await listed(failed, failed)).tasks).toEqual([failed]);
  });
});

describe('an answer without tasks', () => {
  it.each([[[]], [[null]]])('is one without tasks if the list is %j', async (list) => {
    const { tasks, requests } = await started(() => ({ json: { userAccessTasksList: list } }));
    expect(tasks).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it.each([[{}], [{ userAccessTasksList: null }], [{ userAccessTasksList: 'Ana Díaz' }]])(
    'is tried again by the state machine if it is %j',
    async (json) => {
      const { error, requests } = await started(() => ({ json }));
      expect(error).toMatchObject({
        name: 'AppFabricUnavailable',
        message: "AppFabric's answer to StartUserAccessTasks has no list of tasks.",
      });
      expect(requests).toHaveLength(1);
    },
  );
});

describe('while AppFabric does not start the tasks', () => {
  it('the state machine tries again, if AppFabric does not say when to', async () => {
    const { error, endedAfter } = await started(() => UNAVAILABLE);
    expect(error).toMatchObject({
      name: 'AppFabricUnavailable',
      message: 'AppFabric did not accept StartUserAccessTasks (InternalServerException, HTTP 500).',
    });
    expect(endedAfter).toBeLessThan(15);
  });

  it('the function waits for as long as AppFabric asks, if there is time', async () => {
    const { tasks, seconds } = await started((_, call) =>
      call <= 2 ? unavailableFor('20') : { json: { userAccessTasksList: [SLACK] } },
    );
    expect(tasks).toEqual([SLACK]);
    expect(seconds).toEqual([0, 20, 40]);
  });

  it('the function does not wait until it must return', async () => {
    const early = await started(() => unavailableFor('20'), 65);
    expect(early).toMatchObject({ seconds: [0], endedAfter: 0, error: { name: 'AppFabricUnavailable' } });
    const late = await started(() => unavailableFor('20'), 65.001);
    expect(late).toMatchObject({ seconds: [0, 20], endedAfter: 20, error: { name: 'AppFabricUnavailable' } });
  });

  it('a Retry-After of 0 does not result in thousands of calls: the pauses double', async () => {
    const { error, requests, endedAfter } = await started(() => unavailableFor('0'), 645);
    expect(error).toMatchObject({ name: 'AppFabricUnavailable' });
    expect(endedAfter).toBeGreaterThan(250);
    expect(requests.length).toBeGreaterThan(8);
    expect(requests.length).toBeLessThan(50);
  });

  it('the pauses are of 1 s, 2 s and so on if AppFabric asks for less', async () => {
    // The SDK tries no more than this often on its own, within a few seconds.
    const { seconds } = await started(() => unavailableFor('6'), 105);
    expect(seconds).toEqual([0, 6, 12, 18, 26, 42]);
  });

  it('a Retry-After of 600 ends the try at once', async () => {
    const { error, seconds, endedAfter } = await started(() => unavailableFor('600'));
    expect(error).toMatchObject({ name: 'AppFabricUnavailable' });
    expect(seconds).toEqual([0]);
    expect(endedAfter).toBe(0);
  });

  it.each([['10000000000000'], ['soon'], ['-5']])('a Retry-After of %s is ignored', async (retryAfter) => {
    const { error, requests, endedAfter } = await started(() => unavailableFor(retryAfter), 645);
    expect(error).toMatchObject({ name: 'AppFabricUnavailable' });
    expect(requests.length).toBeLessThan(6);
    expect(endedAfter).toBeLessThan(15);
  });

  it.each([
    ['AccessDeniedException', 'AppFabricAccessDenied'],
    ['ResourceNotFoundException', 'AppBundleNotFound'],
    ['ValidationException', 'AppFabricRequestRejected'],
  ])('%s ends the scan, because no retry can help', async (name, scanError) => {
    const { error, requests } = await started(() => EXCEPTION(name, {}, { 'retry-after': '1' }));
    expect(error).toMatchObject({ name: scanError, message: expect.stringContaining(`StartUserAccessTasks (${name}`) });
    expect(error?.message).not.toContain('Ana');
    expect(requests).toHaveLength(1);
  });
});

describe('tasks with texts of the greatest length', () => {
  const longest = (count: number) =>
    listed(
      ...Array.from({ length: count }, (_, index) => ({
        app: `${index}-`.padEnd(5000, '佐'),
        tenantId: `${index}-`.padEnd(5000, '佐'),
        error: { errorCode: '佐'.repeat(5000), errorMessage: '佐'.repeat(5000) },
      })),
    );
  const MAX_ITEM_BYTES = 400 * 1024;

  it.each([
    [50, 1024],
    [60, 100],
  ])('fit in an item of the table: %d tasks, with error messages of %d characters', async (count, length) => {
    const { tasks = [] } = await longest(count);
    expect(tasks).toHaveLength(count);
    expect(Buffer.byteLength(JSON.stringify(tasks))).toBeLessThan(MAX_ITEM_BYTES);
    for (const { error } of tasks) expect(error?.errorMessage).toHaveLength(length);
  });
});
