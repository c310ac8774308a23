import { Rules } from '../../../lambda/access/rules';
import type { AppFabricClient } from '../../../lambda/appfabric';
import { beginScan } from '../../../lambda/scan/begin-scan';
import { listAuthorizations, notAskedOf } from '../../../lambda/scan/list-authorizations';
import { EXCEPTION, type Services, STARTED_AT, scanSteps } from '../../support/scan-steps';

const authorization = (app: string, tenantIdentifier: string, status = 'Connected') => ({
  appAuthorizationArn: `arn:aws:appfabric:us-east-1:111122223333:appauthorization/${app}`,
  appBundleArn: 'arn',
  app,
  tenant: { tenantIdentifier, tenantDisplayName: `${app} Ltd` },
  status,
  updatedAt: '2026-11-01T08:00:00Z',
});
const page = (list: unknown, nextToken?: string) => ({ json: { appAuthorizationSummaryList: list, nextToken } });

/** What listing leads to, and how long it took. */
async function listed(list: NonNullable<Services['list']>) {
  const { world, dependencies, requests } = await scanSteps({ list });
  const begin = world.clock.now();
  const result = await world.run(() => listAuthorizations(dependencies));
  return { result, requests, seconds: (world.clock.now() - begin) / 1000 };
}

describe('the app authorizations', () => {
  it('are those of all pages, connected or not', async () => {
    const { result, requests } = await listed((_, call) =>
      call === 1 ? page([authorization('SLACK', 'T1')], 'more') : page([authorization('ZOOM', 'Z1', 'PendingConnect')]),
    );
    expect(result).toEqual({
      authorizations: [
        { app: 'SLACK', tenantId: 'T1', tenantDisplayName: 'SLACK Ltd', authorizationStatus: 'Connected' },
        { app: 'ZOOM', tenantId: 'Z1', tenantDisplayName: 'ZOOM Ltd', authorizationStatus: 'PendingConnect' },
      ],
    });
    expect(requests.map(({ input }) => input.nextToken)).toEqual([undefined, 'more']);
  });

  it('are asked for with a limit of 10 s, so that a call that hangs leaves time for another', async () => {
    const { dependencies } = await scanSteps();
    const send = jest.fn(async () => ({ appAuthorizationSummaryList: [] }));
    await listAuthorizations({ ...dependencies, appFabric: { send } as unknown as AppFabricClient });
    expect(send).toHaveBeenCalledWith(expect.anything(), { requestTimeout: 10_000 });
  });

  it('can be none', async () => {
    expect((await listed(() => page([]))).result).toEqual({ authorizations: [] });
  });

  it.each(['ThrottlingException', 'InternalServerException'])('are listed after a %s that passes', async (name) => {
    const { result } = await listed((_, call) => (call <= 4 ? EXCEPTION(name) : page([])));
    expect(result).toEqual({ authorizations: [] });
  });

  it('are listed after the time that AppFabric asks to wait', async () => {
    const wait = { 'retry-after': '12' };
    const { result, seconds } = await listed((_, call) =>
      call === 1 ? EXCEPTION('ThrottlingException', {}, wait) : page([]),
    );
    expect(result).toEqual({ authorizations: [] });
    expect(seconds).toBeGreaterThanOrEqual(12);
  });
});

describe('the app authorizations are not known', () => {
  it.each<[string, NonNullable<Services['list']>, string]>([
    [
      'access is denied',
      () => ({ ...EXCEPTION('AccessDeniedException'), status: 403 }),
      'AccessDeniedException, HTTP 403',
    ],
    ['the request is rejected', () => EXCEPTION('ValidationException'), 'ValidationException, HTTP 400'],
    ['AppFabric fails for long', () => EXCEPTION('InternalServerException'), 'InternalServerException, HTTP 500'],
    [
      'AppFabric throttles for long',
      () => EXCEPTION('ThrottlingException', {}, { 'retry-after': '60' }),
      'ThrottlingException, HTTP 429',
    ],
    ['a page has no list', () => page(undefined), 'a page has no list'],
    ['a page has another thing', () => page('Ana Díaz'), 'a page has no list'],
    [
      'a later page fails',
      (_, call) => (call === 1 ? page([authorization('A', '1')], 'more') : EXCEPTION('ValidationException')),
      'ValidationException, HTTP 400',
    ],
    ['there is no last page', () => page([authorization('A', '1')], 'more'), 'more than 20 pages'],
    ['one has no app', () => page([authorization('', '1')]), 'an app authorization has no app or no tenant'],
    ['one has no tenant', () => page([{ app: 'A' }]), 'an app authorization has no app or no tenant'],
    ['one is nothing', () => page([null]), 'an app authorization has no app or no tenant'],
  ])('if %s: the scan goes on in time', async (_, list, reason) => {
    const { result, seconds } = await listed(list);
    expect(result).toEqual({ authorizationsError: expect.stringContaining(reason) });
    expect(JSON.stringify(result)).not.toContain('Ana');
    expect(seconds).toBeLessThan(60);
  });
});

describe('a list that is not there', () => {
  it.each<[string, NonNullable<Services['list']>, number]>([
    ['access is denied', () => ({ ...EXCEPTION('AccessDeniedException'), status: 403 }), 1],
    ['the request is rejected', () => EXCEPTION('ValidationException'), 1],
    ['a page has no list', () => page(undefined), 1],
    ['there is no last page', () => page([], 'more'), 20],
  ])('is not asked for again if %s', async (_, list, calls) => {
    expect((await listed(list)).requests).toHaveLength(calls);
  });
});

describe('what was not asked', () => {
  const rules = new Rules({ appsWithoutUserAccess: ['AUDIT'] });
  const tenant = (app: string, tenantId: string) => ({ app, tenantId, authorizationStatus: 'Connected' });

  it('is every authorization that has no task, also if the task could not be started', () => {
    const authorizations = [tenant('SLACK', 'T1'), tenant('SLACK', 'T2'), tenant('ZOOM', 'Z1'), tenant('AUDIT', 'A1')];
    const tasks = [
      { app: 'SLACK', tenantId: 'T1', taskId: 'x' },
      { app: 'ZOOM', tenantId: 'Z1', error: { errorCode: '403' } },
    ];
    expect(notAskedOf({ authorizations }, tasks, rules)).toEqual({
      authorizations: [tenant('SLACK', 'T2'), { ...tenant('AUDIT', 'A1'), withoutUserAccess: true }],
    });
  });

  it('is not known if the authorizations are not known, or do not fit in the record', () => {
    expect(notAskedOf({ authorizationsError: 'HTTP 500' }, [], rules)).toEqual({ authorizationsError: 'HTTP 500' });
    const authorizations = Array.from({ length: 400 }, (_, index) => tenant(`APP${index}`, 't'.repeat(1024)));
    expect(notAskedOf({ authorizations }, [], rules)).toEqual({ authorizationsError: 'too many to record' });
  });
});

describe('a scan', () => {
  const begun = async (list: NonNullable<Services['list']>) => {
    const steps = await scanSteps({
      list,
      start: () => ({
        status: 201,
        json: {
          userAccessTasksList: [{ app: 'SLACK', tenantId: 'T1', taskId: '5f0c1a7e-3b9d-4c52-8e61-000000000001' }],
        },
      }),
    });
    const execution = { scanId: 'scan', startedAt: STARTED_AT, redriveCount: 0, input: { email: 'ana@example.com' } };
    await steps.world.run(async () => {
      const returnBy = steps.world.clock.now() + 300_000;
      await beginScan({ ...execution, returnBy }, steps.dependencies);
    });
    const [record] = await steps.itemsOf('SCAN');
    return { record, operations: steps.requests.map(({ operation }) => operation) };
  };

  it('records what was not asked before it asks for anything', async () => {
    const { record, operations } = await begun(() => page([authorization('ZOOM', 'Z1'), authorization('SLACK', 'T1')]));
    expect(operations).toEqual(['ListAppAuthorizations', 'StartUserAccessTasks']);
    expect(record).toMatchObject({ taskCount: 1, authorizations: [{ app: 'ZOOM', tenantId: 'Z1' }] });
    expect(record).not.toHaveProperty('authorizationsError');
  });

  it('begins although the authorizations can not be listed, and records why', async () => {
    const { record } = await begun(() => ({ ...EXCEPTION('AccessDeniedException'), status: 403 }));
    expect(record).toMatchObject({ taskCount: 1, authorizationsError: 'AccessDeniedException, HTTP 403' });
    expect(record).not.toHaveProperty('authorizations');
  });
});
