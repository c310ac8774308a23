import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppFabricEndpoint } from '../../local/appfabric/endpoint';
import { parseScenario } from '../../local/scenario';

const appBundleId = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
const appBundleArn = `arn:aws:appfabric:us-east-1:111122223333:appbundle/${appBundleId}`;
const unknownTask = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
const signature =
  'AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/appfabric/aws4_request, SignedHeaders=host, Signature=00';

const company = {
  appBundleArn,
  authorizations: [
    { app: 'SLACK', tenantId: 'T1', tenantDisplayName: 'Example Ltd' },
    { app: 'MIRO', tenantId: 'm-1', tenantDisplayName: 'Example Miro' },
  ],
  defaultSeconds: 1.5,
  users: [
    {
      email: 'ana@example.com',
      access: [
        { app: 'ZOOM', tenantId: 'z-1', startError: { errorCode: 'NOT_CONNECTED', errorMessage: 'Connect again.' } },
        {
          app: 'SLACK',
          tenantId: 'T1',
          seconds: 2.5,
          result: {
            resultStatus: 'COMPLETED',
            userId: 'U01',
            userFullName: 'Ana Díaz',
            userFirstName: 'Ana',
            userLastName: 'Díaz',
            userStatus: 'ACTIVE',
          },
        },
        {
          app: 'ASANA',
          tenantId: 'a-9',
          seconds: 3,
          result: { resultStatus: 'FAILED', taskError: { errorCode: 'DENIED', errorMessage: 'The token expired.' } },
        },
      ],
    },
  ],
};

interface Item {
  app?: string;
  taskId?: string;
  resultStatus?: string;
  [member: string]: unknown;
}

interface Summary {
  appAuthorizationArn: string;
  app: string;
  tenant: { tenantIdentifier: string };
  status: string;
}

interface Answer {
  userAccessTasksList: Item[];
  appAuthorizationSummaryList: Summary[];
  nextToken?: string;
  userAccessResultsList: Item[];
}

let server: Server;
let endpoint: AppFabricEndpoint;
let now: number;
let ids: number;

function nextId(): string {
  ids += 1;
  return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
}

function mount(scenario: object): void {
  now = Date.UTC(2026, 10, 22);
  ids = 0;
  endpoint = new AppFabricEndpoint(parseScenario(JSON.stringify(scenario), 'test.json'), {
    now: () => now,
    randomUUID: nextId,
  });
}

beforeAll((done) => {
  server = createServer((request, response) => endpoint.handle(request, response)).listen(0, '127.0.0.1', done);
});

afterAll((done) => {
  server.close(done);
});

beforeEach(() => mount(company));

async function call(path: string, body: unknown, { method = 'POST', authorization = signature } = {}) {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}

const start = (email: unknown, appBundleIdentifier: unknown = appBundleArn) =>
  call('/useraccess/start', { appBundleIdentifier, email });

const batchGet = (taskIdList: unknown, appBundleIdentifier: unknown = appBundleArn) =>
  call('/useraccess/batchget', { appBundleIdentifier, taskIdList });

const list = (query = '', identifier = appBundleArn) =>
  call(`/appbundles/${encodeURIComponent(identifier)}/appauthorizations${query}`, undefined, { method: 'GET' });

async function startedIds(email = 'ana@example.com'): Promise<string[]> {
  const { body } = await start(email);
  return body.userAccessTasksList.flatMap(({ taskId }) => taskId ?? []);
}

async function results(taskIds: readonly string[]): Promise<Item[]> {
  return (await batchGet(taskIds)).body.userAccessResultsList;
}

function faulty(faults: object): void {
  mount({ ...company, faults });
}

describe('StartUserAccessTasks', () => {
  test('returns 201 with a task or an error for every authorization, and the person’s own ones last', async () => {
    const { status, headers, body } = await start('ana@example.com');
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    const taskId = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(body).toEqual({
      userAccessTasksList: [
        { app: 'SLACK', tenantId: 'T1', taskId },
        { app: 'MIRO', tenantId: 'm-1', taskId },
        { app: 'ZOOM', tenantId: 'z-1', error: { errorCode: 'NOT_CONNECTED', errorMessage: 'Connect again.' } },
        { app: 'ASANA', tenantId: 'a-9', taskId },
      ],
    });
  });

  test('is not idempotent: a second call starts new tasks', async () => {
    const [first, second] = [await startedIds(), await startedIds()];
    expect(new Set([...first, ...second]).size).toBe(6);
  });

  test('ignores the case of the email address, and results have the address of the request', async () => {
    const taskIds = await startedIds('ANA@Example.com');
    now += 10_000;
    const [slack] = await results(taskIds);
    expect(slack).toMatchObject({ email: 'ANA@Example.com', userId: 'U01' });
  });

  test('a person who is not in the scenario has no account', async () => {
    const taskIds = await startedIds('nobody@example.com');
    now += 1500;
    expect(await results(taskIds)).toEqual(
      company.authorizations.map((tenant, index) => ({
        ...tenant,
        taskId: taskIds[index],
        email: 'nobody@example.com',
        resultStatus: 'COMPLETED',
      })),
    );
  });

  test('also accepts the id of the app bundle', async () => {
    expect((await start('ana@example.com', appBundleId)).status).toBe(201);
  });
});

describe('BatchGetUserAccessTasks', () => {
  test('returns 200, and a task is IN_PROGRESS until its seconds have passed', async () => {
    const [slack, miro, asana] = await startedIds();
    const status = async () => (await results([slack, miro, asana] as string[])).map((item) => item.resultStatus);
    now += 1499;
    expect(await status()).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'IN_PROGRESS']);
    now += 1;
    expect(await status()).toEqual(['IN_PROGRESS', 'COMPLETED', 'IN_PROGRESS']);
    now += 1000;
    expect(await status()).toEqual(['COMPLETED', 'COMPLETED', 'IN_PROGRESS']);
    now += 500;
    expect(await status()).toEqual(['COMPLETED', 'COMPLETED', 'FAILED']);
    expect((await batchGet([slack])).status).toBe(200);
  });

  test('a result in progress has only the tenant, the task and the email address', async () => {
    const [taskId] = (await startedIds()) as [string];
    expect(await results([taskId])).toEqual([
      {
        app: 'SLACK',
        tenantId: 'T1',
        tenantDisplayName: 'Example Ltd',
        taskId,
        email: 'ana@example.com',
        resultStatus: 'IN_PROGRESS',
      },
    ]);
  });

  test('a final result has everything in the scenario', async () => {
    const [slack, , asana] = (await startedIds()) as [string, string, string];
    now += 5000;
    expect(await results([slack, asana])).toEqual([
      {
        app: 'SLACK',
        tenantId: 'T1',
        tenantDisplayName: 'Example Ltd',
        taskId: slack,
        email: 'ana@example.com',
        resultStatus: 'COMPLETED',
        userId: 'U01',
        userFullName: 'Ana Díaz',
        userFirstName: 'Ana',
        userLastName: 'Díaz',
        userStatus: 'ACTIVE',
      },
      {
        app: 'ASANA',
        tenantId: 'a-9',
        taskId: asana,
        email: 'ana@example.com',
        resultStatus: 'FAILED',
        taskError: { errorCode: 'DENIED', errorMessage: 'The token expired.' },
      },
    ]);
  });

  test('leaves out unknown ids, and returns a repeated id once', async () => {
    const [taskId] = (await startedIds()) as [string];
    expect((await results([unknownTask, taskId, taskId])).map((item) => item.taskId)).toEqual([taskId]);
  });

  test('returns the tasks of several people, including seeded tasks', async () => {
    const ana = endpoint.seedTasks('ana@example.com');
    const bo = await startedIds('bo@example.com');
    expect(ana).toHaveLength(3);
    expect((await results([...ana, ...bo])).map((item) => item.email)).toEqual([
      ...ana.map(() => 'ana@example.com'),
      ...bo.map(() => 'bo@example.com'),
    ]);
  });
});

describe('ListAppAuthorizations', () => {
  const tenants = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ app: 'SLACK', tenantId: `T${index}` }));
  const ids = ({ body }: { body: Answer }) =>
    body.appAuthorizationSummaryList.map(({ tenant }) => tenant.tenantIdentifier);

  const mixed = [
    { app: 'SLACK', tenantId: 'T1', tenantDisplayName: 'Example Ltd' },
    { app: 'MIRO', tenantId: 'm-1', status: 'PendingConnect' },
    { app: 'ZOOM', tenantId: 'z-1', status: 'TokenAutoRotationFailed' },
    { app: 'OKTA', tenantId: 'o-1', status: 'ConnectionValidationFailed', userAccess: false },
    { app: 'CONFLUENCE', tenantId: 'c-1', userAccess: false },
  ];

  test.each([appBundleArn, appBundleId])('returns 200 with the authorizations of %s, connected or not', async (id) => {
    mount({ ...company, users: [], authorizations: mixed });
    const { status, headers, body } = await list('', id);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json');
    expect(body).not.toHaveProperty('nextToken');
    const item = (app: string, tenantIdentifier: string, tenantDisplayName: string, its: string) => ({
      appAuthorizationArn: expect.stringMatching(
        /^arn:aws:appfabric:us-east-1:111122223333:appbundle\/[0-9a-f-]{36}\/appauthorization\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      ),
      appBundleArn,
      app,
      tenant: { tenantIdentifier, tenantDisplayName },
      status: its,
      updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(body).toEqual({
      appAuthorizationSummaryList: [
        item('SLACK', 'T1', 'Example Ltd', 'Connected'),
        item('MIRO', 'm-1', 'm-1', 'PendingConnect'),
        item('ZOOM', 'z-1', 'z-1', 'TokenAutoRotationFailed'),
        item('OKTA', 'o-1', 'o-1', 'ConnectionValidationFailed'),
        item('CONFLUENCE', 'c-1', 'c-1', 'Connected'),
      ],
    });
  });

  test('gives each authorization an ARN of its own, the same in each run', async () => {
    const arns = async () =>
      (await list()).body.appAuthorizationSummaryList.map(({ appAuthorizationArn }) => appAuthorizationArn);
    mount({ ...company, users: [], authorizations: mixed });
    const first = await arns();
    expect(new Set(first).size).toBe(mixed.length);
    mount({ ...company, users: [], authorizations: mixed.toReversed() });
    expect(await arns()).toEqual(first.toReversed());
  });

  test('does not list the tenants that only one person has', async () => {
    expect(ids(await list())).toEqual(['T1', 'm-1']);
  });

  test('a task starts only for what is connected and gives user access, unless the person has a startError', async () => {
    const startError = { errorCode: 'TOKEN_REVOKED' };
    const access = [{ app: 'ZOOM', tenantId: 'z-1', startError }];
    mount({ ...company, authorizations: mixed, users: [{ email: 'ana@example.com', access }] });
    const started = async (email: string) => (await start(email)).body.userAccessTasksList;
    const slack = { app: 'SLACK', tenantId: 'T1', taskId: expect.any(String) };
    expect(await started('ana@example.com')).toEqual([slack, { app: 'ZOOM', tenantId: 'z-1', error: startError }]);
    expect(await started('bo@example.com')).toEqual([slack]);
  });

  test.each([
    ['', [10, 10, 5]],
    ['maxResults=100', [10, 10, 5]],
    ['maxResults=10', [10, 10, 5]],
    ['maxResults=9', [9, 9, 7]],
    ['maxResults=1', Array.from({ length: 25 }, () => 1)],
  ])('returns pages of at most 10, or maxResults: %s', async (query, sizes) => {
    mount({ ...company, users: [], authorizations: tenants(25) });
    const pages: string[][] = [];
    let next = '';
    for (;;) {
      const page = await list(`?${query}${next}`);
      pages.push(ids(page));
      if (page.body.nextToken === undefined) break;
      next = `&nextToken=${encodeURIComponent(page.body.nextToken)}`;
    }
    expect(pages.map((page) => page.length)).toEqual(sizes);
    expect(pages.flat()).toEqual(tenants(25).map(({ tenantId }) => tenantId));
  });

  test('has no next page after exactly 10, and an empty page without authorizations', async () => {
    mount({ ...company, users: [], authorizations: tenants(10) });
    expect((await list()).body).not.toHaveProperty('nextToken');
    mount({ ...company, users: [], authorizations: [] });
    expect((await list()).body).toEqual({ appAuthorizationSummaryList: [] });
  });

  test('a token can be used for 24 hours', async () => {
    mount({ ...company, users: [], authorizations: tenants(11) });
    const query = `?nextToken=${encodeURIComponent((await list()).body.nextToken ?? '')}`;
    now += 24 * 60 * 60 * 1000;
    expect(ids(await list(query))).toEqual(['T10']);
    now += 1;
    expect((await list(query)).body).toMatchObject({ fieldList: [{ name: 'nextToken' }] });
  });

  test('sees changes of the scenario between calls, as StartUserAccessTasks does', async () => {
    const scenario = parseScenario(JSON.stringify({ ...company, users: [] }), 'test.json');
    endpoint = new AppFabricEndpoint(scenario, { now: () => now, randomUUID: nextId });
    expect(ids(await list())).toEqual(['T1', 'm-1']);
    Object.assign(scenario, {
      authorizations: [
        { app: 'MIRO', tenantId: 'm-1', status: 'PendingConnect' },
        { app: 'ZOOM', tenantId: 'z-1' },
      ],
    });
    expect(ids(await list())).toEqual(['m-1', 'z-1']);
    expect((await start('ana@example.com')).body.userAccessTasksList.map(({ app }) => app)).toEqual(['ZOOM']);
  });

  test.each([
    ['?maxResults=0', 'maxResults', 'greater than or equal to 1'],
    ['?maxResults=-1', 'maxResults', 'greater than or equal to 1'],
    ['?maxResults=101', 'maxResults', 'less than or equal to 100'],
    ['?maxResults=ten', 'maxResults', 'integer'],
    ['?maxResults=1.5', 'maxResults', 'integer'],
    ['?maxResults=', 'maxResults', 'integer'],
    ['?nextToken=', 'nextToken', 'Member must'],
    ['?nextToken=abc', 'nextToken', 'nextToken of a page'],
    [`?nextToken=${'x'.repeat(2049)}`, 'nextToken', 'less than or equal to 2048'],
  ])('%.30s: ValidationException names the field', async (query, name, message) => {
    const { status, headers, body } = await list(query);
    expect(status).toBe(400);
    expect(headers.get('x-amzn-errortype')).toBe('ValidationException');
    expect(body).toMatchObject({
      reason: 'fieldValidationFailed',
      fieldList: [{ name, message: expect.stringContaining(message) }],
    });
  });

  test.each([
    ['a name instead of an ARN', '/appbundles/main/appauthorizations', 400, 'fieldValidationFailed'],
    ['no app bundle', '/appbundles//appauthorizations', 400, 'fieldValidationFailed'],
    ['an ARN that is not encoded', `/appbundles/${appBundleArn}/appauthorizations`, 400, 'unknownOperation'],
    ['a path that is encoded incorrectly', '/appbundles/%E0%A4%A/appauthorizations', 400, 'cannotParse'],
    ['more of a path', `/appbundles/${appBundleId}/appauthorizations/x`, 400, 'unknownOperation'],
  ])('%s: ValidationException', async (_, path, status, reason) => {
    const response = await call(path, undefined, { method: 'GET' });
    expect(response).toMatchObject({ status, body: { reason } });
  });

  test('another app bundle: ResourceNotFoundException', async () => {
    const other = appBundleArn.replace('us-east-1', 'eu-west-1');
    const { status, headers, body } = await list('', other);
    expect(status).toBe(404);
    expect(headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
    expect(body).toMatchObject({ resourceId: other, resourceType: 'AppBundle' });
  });

  test('a request that is not signed for AppFabric: AccessDeniedException', async () => {
    const path = `/appbundles/${appBundleId}/appauthorizations`;
    const { status } = await call(path, undefined, { method: 'GET', authorization: 'Bearer abc' });
    expect(status).toBe(403);
  });
});

describe('a request that breaks a limit or a pattern', () => {
  const taskIds = (count: number) => Array.from({ length: count }, () => unknownTask);
  const bundle = { appBundleIdentifier: appBundleArn };
  const email = 'ana@example.com';

  test.each<[string, string, object, string[]]>([
    ['no members', '/useraccess/start', {}, ['appBundleIdentifier', 'email']],
    ['no app bundle', '/useraccess/start', { email }, ['appBundleIdentifier']],
    ['an app bundle that is null', '/useraccess/start', { appBundleIdentifier: null, email }, ['appBundleIdentifier']],
    ['an empty app bundle', '/useraccess/start', { appBundleIdentifier: '', email }, ['appBundleIdentifier']],
    ['an app bundle by a name', '/useraccess/start', { appBundleIdentifier: 'main', email }, ['appBundleIdentifier']],
    [
      'an app bundle in capitals',
      '/useraccess/start',
      { appBundleIdentifier: appBundleId.toUpperCase(), email },
      ['appBundleIdentifier'],
    ],
    [
      'an app bundle of 1012 characters',
      '/useraccess/start',
      { appBundleIdentifier: `arn:${'x'.repeat(1008)}`, email },
      ['appBundleIdentifier'],
    ],
    ['no email', '/useraccess/start', bundle, ['email']],
    ['an email that is a number', '/useraccess/start', { ...bundle, email: 5 }, ['email']],
    ['an email without @', '/useraccess/start', { ...bundle, email: 'ana' }, ['email']],
    ['an email with a space around it', '/useraccess/start', { ...bundle, email: ` ${email}` }, ['email']],
    ['an email with a line break after it', '/useraccess/start', { ...bundle, email: `${email}\n` }, ['email']],
    ['an email with an umlaut', '/useraccess/start', { ...bundle, email: 'jürgen@example.com' }, ['email']],
    ['an email with an empty label', '/useraccess/start', { ...bundle, email: 'ana@example..com' }, ['email']],
    [
      'an email of 321 characters',
      '/useraccess/start',
      { ...bundle, email: `${'a'.repeat(309)}@example.com` },
      ['email'],
    ],
    ['no task ids', '/useraccess/batchget', bundle, ['taskIdList']],
    ['task ids in text', '/useraccess/batchget', { ...bundle, taskIdList: unknownTask }, ['taskIdList']],
    ['an empty list of task ids', '/useraccess/batchget', { ...bundle, taskIdList: [] }, ['taskIdList']],
    ['51 task ids', '/useraccess/batchget', { ...bundle, taskIdList: taskIds(51) }, ['taskIdList']],
    [
      'task ids that are no lower-case UUIDs',
      '/useraccess/batchget',
      { ...bundle, taskIdList: ['x', unknownTask, unknownTask.toUpperCase(), `${unknownTask}0`, null, 7] },
      [0, 2, 3, 4, 5].map((index) => `taskIdList[${index}]`),
    ],
  ])('%s: ValidationException names the fields', async (_, path, body, fields) => {
    const response = await call(path, body);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('ValidationException');
    expect(response.body).toMatchObject({
      message: expect.stringContaining('validation error'),
      reason: 'fieldValidationFailed',
      fieldList: fields.map((name) => ({ name, message: expect.stringContaining('Member must') })),
    });
  });

  test('the longest values are accepted', async () => {
    expect((await start(`${'a'.repeat(308)}@example.com`)).status).toBe(201);
    expect((await batchGet(taskIds(50))).body).toEqual({ userAccessResultsList: [] });
    expect((await start(email, `arn:${'x'.repeat(1007)}`)).status).toBe(404);
    expect((await start('!#$%&’*+/=?^_`{|}~-.a@example')).status).toBe(201);
  });

  test.each(['', '{', 'nonsense', '[]', 'null', '"text"', '7'])('a body of %j: cannotParse', async (body) => {
    const response = await call('/useraccess/start', body);
    expect(response.status).toBe(400);
    expect(response.body).toEqual({ message: expect.stringContaining('body'), reason: 'cannotParse' });
  });

  test('a body that is not UTF-8: cannotParse', () => {
    const body = Buffer.from(`{"email":"\xff"}`, 'latin1');
    const headers = { authorization: signature };
    const response = endpoint.respond({ method: 'POST', path: '/useraccess/start', headers, body });
    expect(JSON.parse(response.body)).toMatchObject({ reason: 'cannotParse' });
  });

  test.each([
    ['POST', '/useraccess/stop'],
    ['POST', '/'],
    ['GET', '/useraccess/start'],
    ['POST', `/appbundles/${appBundleId}/appauthorizations`],
  ])('%s %s: unknownOperation', async (method, path) => {
    const response = await call(path, {}, { method });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('ValidationException');
    expect(response.body).toMatchObject({
      reason: 'unknownOperation',
      message: `There is no such operation: ${method} ${path}.`,
    });
  });

  test.each([appBundleId.replace('0a', '0b'), appBundleArn.replace('us-east-1', 'eu-west-1')])(
    'another app bundle, %s: ResourceNotFoundException',
    async (identifier) => {
      for (const response of [await start(email, identifier), await batchGet([unknownTask], identifier)]) {
        expect(response.status).toBe(404);
        expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
        expect(response.body).toEqual({
          message: expect.any(String),
          resourceId: identifier,
          resourceType: 'AppBundle',
        });
      }
    },
  );

  test.each(['', 'Bearer abc', signature.replace('appfabric', 'dynamodb'), 'AWS4-HMAC-SHA256 Credential=appfabric'])(
    'Authorization %j: AccessDeniedException',
    async (authorization) => {
      const response = await call('/useraccess/start', { ...bundle, email }, { authorization });
      expect(response.status).toBe(403);
      expect(response.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
      expect(response.body).toEqual({ message: expect.stringContaining('signed') });
    },
  );

  test('no error contains personal data from the request', async () => {
    const { body } = await start('ana díaz@example.com');
    expect(JSON.stringify(body)).not.toContain('díaz');
  });
});

describe('later results', () => {
  const begin = Date.UTC(2026, 10, 22);
  const account = (userStatus: string) => ({ resultStatus: 'COMPLETED', userId: 'U1', userStatus });
  const access = [
    {
      app: 'SLACK',
      tenantId: 'T1',
      seconds: 2,
      result: account('ACTIVE'),
      later: [
        { afterSeconds: 3600, result: account('deactivated') },
        { afterSeconds: 60, result: account('GUEST') },
      ],
    },
    { app: 'ZOOM', tenantId: 'z-1', later: [{ afterSeconds: 60, result: account('ACTIVE') }] },
  ];
  const users = ['ana@example.com', 'bo@example.com'].map((address) => ({ email: address, access }));

  /** The status in Slack in tasks that start at a time, as soon as they have ended. */
  async function slackAt(seconds: number, address = 'ana@example.com'): Promise<unknown> {
    now = begin + seconds * 1000;
    const [taskId = ''] = await startedIds(address);
    now += 1999;
    expect(await results([taskId])).toMatchObject([{ resultStatus: 'IN_PROGRESS' }]);
    now += 1;
    return (await results([taskId]))[0]?.userStatus;
  }

  beforeEach(() => mount({ ...company, authorizations: [], users }));

  test('tasks that start that long after the first question about the person answer them', async () => {
    const seen = [];
    for (const seconds of [0, 59.999, 60, 3599.999, 3600, 1e7]) seen.push(await slackAt(seconds));
    expect(seen).toEqual(['ACTIVE', 'ACTIVE', 'GUEST', 'GUEST', 'deactivated', 'deactivated']);
  });

  test('the time is counted for each person, however the address is written', async () => {
    expect(await slackAt(0)).toBe('ACTIVE');
    expect(await slackAt(3600, 'bo@example.com')).toBe('ACTIVE');
    expect(await slackAt(3600, 'ANA@example.com')).toBe('deactivated');
    expect(await slackAt(3660, 'bo@example.com')).toBe('GUEST');
  });

  test('a task that has started keeps its result', async () => {
    now = begin;
    const [taskId = ''] = await startedIds('ana@example.com');
    now += 4_000_000;
    expect(await results([taskId])).toMatchObject([{ userStatus: 'ACTIVE' }]);
  });

  test('without a first result, there is no account until then', async () => {
    now = begin;
    const [, before = ''] = await startedIds('ana@example.com');
    now += 60_000;
    const [, after = ''] = await startedIds('ana@example.com');
    now += 60_000;
    const found = (await results([before, after])).map(({ taskId, userId }) => [taskId, userId]);
    expect(new Map(found as [string, string][])).toEqual(
      new Map([
        [before, undefined],
        [after, 'U1'],
      ]),
    );
  });

  test('a question that fails does not count', async () => {
    mount({
      ...company,
      authorizations: [],
      users,
      faults: { throttle: { first: 1, operations: ['StartUserAccessTasks'] } },
    });
    now = begin;
    expect((await start('ana@example.com')).status).toBe(429);
    expect(await slackAt(3600)).toBe('ACTIVE');
  });
});

describe('faults of a task', () => {
  const withAccess = (entry: object) =>
    mount({
      ...company,
      authorizations: [],
      users: [{ email: 'ana@example.com', access: [{ app: 'SLACK', tenantId: 'T1', ...entry }] }],
    });

  async function statusAt(taskIds: readonly string[], seconds: number): Promise<string | undefined> {
    now = Date.UTC(2026, 10, 22) + seconds * 1000;
    return (await results(taskIds))[0]?.resultStatus;
  }

  test('missing: no response has the task', async () => {
    withAccess({ missing: true });
    const taskIds = await startedIds();
    expect(taskIds).toHaveLength(1);
    expect(await statusAt(taskIds, 0)).toBeUndefined();
    expect(await statusAt(taskIds, 1e6)).toBeUndefined();
  });

  test('missingSeconds: responses leave the task out for this long', async () => {
    withAccess({ missingSeconds: 2 });
    const taskIds = await startedIds();
    expect(await statusAt(taskIds, 1.9)).toBeUndefined();
    expect(await statusAt(taskIds, 2)).toBe('COMPLETED');
  });

  test('changes: later results differ, whatever their order in the file is', async () => {
    const change = (afterSeconds: number, resultStatus: string) => ({ afterSeconds, result: { resultStatus } });
    withAccess({ seconds: 2, changes: [change(5, 'FAILED'), change(1, 'QUEUED'), change(3, 'IN_PROGRESS')] });
    const taskIds = await startedIds();
    const seen = [];
    for (const seconds of [0, 1, 2, 3, 5, 99]) seen.push(await statusAt(taskIds, seconds));
    expect(seen).toEqual(['IN_PROGRESS', 'QUEUED', 'COMPLETED', 'IN_PROGRESS', 'FAILED', 'FAILED']);
  });

  test('a result can have another person and another tenant name than the request', async () => {
    withAccess({
      tenantDisplayName: 'One',
      result: { resultStatus: 'COMPLETED', email: 'bo@example.com', tenantDisplayName: 'Two' },
    });
    const taskIds = await startedIds();
    expect(await results(taskIds)).toMatchObject([{ email: 'ana@example.com', tenantDisplayName: 'One' }]);
    now += 1500;
    expect(await results(taskIds)).toMatchObject([{ email: 'bo@example.com', tenantDisplayName: 'Two' }]);
  });
});

describe('faults of the service', () => {
  const statuses = async (count: number, request: () => Promise<{ status: number }>) => {
    const seen: number[] = [];
    for (let index = 0; index < count; index += 1) seen.push((await request()).status);
    return seen;
  };
  const starts = (count: number) => statuses(count, () => start('ana@example.com'));
  const batchGets = (count: number) => statuses(count, () => batchGet([unknownTask]));
  const lists = (count: number) => statuses(count, () => list());

  test('throttle: the first requests of each operation, with Retry-After and the codes', async () => {
    faulty({ throttle: { first: 2, retryAfterSeconds: 3 } });
    const response = await start('ana@example.com');
    expect(response.headers.get('x-amzn-errortype')).toBe('ThrottlingException');
    expect(response.headers.get('retry-after')).toBe('3');
    expect(response.body).toEqual({
      message: expect.any(String),
      serviceCode: 'appfabric',
      quotaCode: expect.any(String),
    });
    expect(await starts(2)).toEqual([429, 201]);
    expect(await batchGets(3)).toEqual([429, 429, 200]);
    expect(await lists(3)).toEqual([429, 429, 200]);
  });

  test('internalError: each nth request of the operations that it lists', async () => {
    faulty({ internalError: { every: 2, operations: ['BatchGetUserAccessTasks'] } });
    expect(await starts(3)).toEqual([201, 201, 201]);
    expect(await batchGets(5)).toEqual([200, 500, 200, 500, 200]);
    const response = await batchGet([unknownTask]);
    expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerException');
    expect(response.headers.get('retry-after')).toBeNull();
    expect(response.body).toEqual({ message: expect.any(String) });
    faulty({ internalError: { first: 1, operations: ['ListAppAuthorizations'] } });
    expect([...(await starts(1)), ...(await batchGets(1)), ...(await lists(2))]).toEqual([201, 200, 500, 200]);
  });

  test('first, every, throttle and internalError together', async () => {
    faulty({ throttle: { first: 1, every: 4 }, internalError: { first: 2 } });
    expect(await starts(8)).toEqual([429, 500, 201, 429, 201, 201, 201, 429]);
  });

  test('a rejected start starts nothing', async () => {
    faulty({ throttle: { first: 1 } });
    await starts(1);
    expect(await startedIds()).toHaveLength(3);
    expect(endpoint.requests.map(({ status }) => status)).toEqual([429, 201]);
  });

  test.each([
    [true, 403, 403, 403],
    [false, 201, 200, 200],
    ['StartUserAccessTasks', 403, 200, 200],
    ['BatchGetUserAccessTasks', 201, 403, 200],
    ['ListAppAuthorizations', 201, 200, 403],
  ])('deny: %p', async (deny, started, collected, listed) => {
    faulty({ deny });
    expect([...(await starts(1)), ...(await batchGets(1)), ...(await lists(1))]).toEqual([started, collected, listed]);
  });

  test('appBundleMissing: ResourceNotFoundException for the right app bundle', async () => {
    faulty({ appBundleMissing: true });
    expect([...(await starts(1)), ...(await batchGets(1)), ...(await lists(1))]).toEqual([404, 404, 404]);
  });

  test('duplicate: each result twice', async () => {
    faulty({ duplicate: true });
    const taskIds = endpoint.seedTasks('ana@example.com');
    expect((await results(taskIds)).map((item) => item.taskId)).toEqual([...taskIds, ...taskIds]);
  });

  test('extra: a result for a task that was not requested', async () => {
    faulty({ extra: true });
    const taskIds = endpoint.seedTasks('ana@example.com');
    const answer = await results(taskIds);
    expect(answer).toHaveLength(taskIds.length + 1);
    expect(answer.filter((item) => !taskIds.includes(item.taskId ?? ''))).toHaveLength(1);
  });

  test('shuffle: the order of the results changes, in the same way in each run', async () => {
    const play = async () => {
      faulty({ shuffle: true });
      const taskIds = endpoint.seedTasks('ana@example.com');
      const orders: string[] = [];
      for (let turn = 0; turn < 8; turn += 1) {
        const answered = (await results(taskIds)).map((item) => item.taskId);
        expect([...answered].sort()).toEqual([...taskIds].sort());
        orders.push(answered.join());
      }
      return orders;
    };
    const orders = await play();
    expect(new Set(orders).size).toBeGreaterThan(1);
    expect(await play()).toEqual(orders);
  });
});

describe('the endpoint', () => {
  test('keeps the operation, time and status of each request, and no personal data', async () => {
    const at = now;
    await start('ana@example.com');
    now += 1000;
    await batchGet([]);
    await call('/useraccess/stop', {});
    expect(endpoint.requests).toEqual([
      { operation: 'StartUserAccessTasks', at, status: 201 },
      { operation: 'BatchGetUserAccessTasks', at: at + 1000, status: 400 },
      { operation: 'unknown', at: at + 1000, status: 400 },
    ]);
  });

  test('returns the same response without a socket as over HTTP', () => {
    const response = endpoint.respond({
      method: 'POST',
      path: '/useraccess/start',
      headers: { Authorization: signature },
      body: JSON.stringify({ appBundleIdentifier: appBundleArn, email: 'ana@example.com' }),
    });
    expect(response.status).toBe(201);
    expect(JSON.parse(response.body).userAccessTasksList).toHaveLength(4);
  });

  test('survives a caller that disconnects in the middle of a request', async () => {
    const { port } = server.address() as AddressInfo;
    const headers = { authorization: signature, 'content-length': 1000 };
    await new Promise<void>((resolve) => {
      const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/useraccess/start', headers });
      request.on('error', () => resolve());
      request.write('{"email":', () => setTimeout(() => request.destroy(new Error('hung up')), 20));
    });
    expect((await start('ana@example.com')).status).toBe(201);
  });
});
