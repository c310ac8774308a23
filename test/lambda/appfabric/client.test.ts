import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getSmithyContext } from '@smithy/core/client';
import { getRetryAfterHint, StandardRetryStrategy } from '@smithy/core/retry';
import {
  AccessDeniedException,
  AppFabricClient,
  type AppFabricClientConfig,
  AppFabricServiceException,
  BatchGetUserAccessTasksCommand,
  InternalServerException,
  ResourceNotFoundException,
  ResultStatus,
  StartUserAccessTasksCommand,
  ThrottlingException,
  ValidationException,
} from '../../../lambda/appfabric';

interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** A string is sent as it is, any other value as JSON. */
  body?: unknown;
  /** In the middle of the body, the connection breaks off or stops sending. */
  ending?: 'cut off' | 'silence';
}

interface RecordedRequest {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

const BUNDLE = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/6f0e2c1a-0000-4000-8000-000000000001';
const TASK = '11111111-2222-4333-8444-555555555555';
const start = () => new StartUserAccessTasksCommand({ appBundleIdentifier: BUNDLE, email: 'anna.ek@example.com' });
const batchGet = () => new BatchGetUserAccessTasksCommand({ appBundleIdentifier: BUNDLE, taskIdList: [TASK] });

let server: Server;
let url: string;
let answers: Answer[];
let requests: RecordedRequest[];
let folder: string;
const environment = { ...process.env };
const clients: AppFabricClient[] = [];

/** The last answer is repeated for all further requests. */
function play(...scripted: Answer[]) {
  answers = scripted;
}

function client(config: AppFabricClientConfig = {}): AppFabricClient {
  const made = new AppFabricClient({ endpoint: url, ...config });
  clients.push(made);
  return made;
}

/** The SDK's retries, without delays. */
function impatient(maxAttempts: number) {
  const backoff = { setDelayBase: () => undefined, computeNextBackoffDelay: () => 1 };
  return new StandardRetryStrategy({ maxAttempts, backoff });
}

async function failure(config: AppFabricClientConfig = { maxAttempts: 1 }, command = start()): Promise<unknown> {
  return client(config)
    .send(command)
    .then(
      () => {
        throw new Error('the call succeeded');
      },
      (error: unknown) => error,
    );
}

async function serviceFailure(...call: Parameters<typeof failure>): Promise<AppFabricServiceException> {
  const error = await failure(...call);
  if (!(error instanceof AppFabricServiceException)) throw error;
  return error;
}

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ method: request.method, path: request.url, headers: request.headers, body });
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 200, body: {} };
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
      const length = Buffer.byteLength(text) + (answer.ending ? 100 : 0);
      response.writeHead(answer.status, {
        'content-type': 'application/json',
        'content-length': length,
        'x-amzn-requestid': 'request-1',
        ...answer.headers,
      });
      if (answer.ending === 'cut off') response.write(text, () => response.destroy());
      else if (answer.ending === 'silence') response.write(text);
      else response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  requests = [];
  play({ status: 200, body: {} });
  folder = mkdtempSync(join(tmpdir(), 'appfabric-client-'));
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  });
});

afterEach(() => {
  for (const made of clients.splice(0)) made.destroy();
  rmSync(folder, { recursive: true });
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
});

describe('requests', () => {
  test('StartUserAccessTasks is a signed POST of JSON', async () => {
    play({ status: 201, body: { userAccessTasksList: [] } });
    await client({ customUserAgent: 'user-access-scan/1.0' }).send(start());

    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', path: '/useraccess/start' });
    expect(JSON.parse(request?.body ?? '')).toEqual({ appBundleIdentifier: BUNDLE, email: 'anna.ek@example.com' });
    expect(request?.headers['content-type']).toBe('application/json');
    expect(request?.headers.host).toBe(new URL(url).host);
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/us-east-1\/appfabric\/aws4_request, SignedHeaders=\S*host\S*, Signature=[0-9a-f]{64}$/,
    );
    expect(request?.headers['user-agent']).toMatch(
      /^aws-sdk-js\/3\.\d+\.\d+ .*api\/appfabric#3\..* user-access-scan\/1\.0/,
    );
  });

  test('BatchGetUserAccessTasks is a signed POST of JSON', async () => {
    await client().send(batchGet());

    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', path: '/useraccess/batchget' });
    expect(JSON.parse(request?.body ?? '')).toEqual({ appBundleIdentifier: BUNDLE, taskIdList: [TASK] });
    expect(request?.headers.authorization).toContain('/us-east-1/appfabric/aws4_request');
  });

  test('Region, credentials and session token of the constructor take precedence over the environment', async () => {
    const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' };
    await client({ region: 'eu-west-1', credentials }).send(batchGet());

    expect(requests[0]?.headers.authorization).toMatch(/Credential=AKID\/\d{8}\/eu-west-1\/appfabric\//);
    expect(requests[0]?.headers['x-amz-security-token']).toBe('session');
  });

  test('a profile provides the Region and credentials', async () => {
    for (const name of ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete process.env[name];
    writeFileSync(join(folder, 'config'), '[profile audit]\nregion = ap-northeast-1\n');
    writeFileSync(
      join(folder, 'credentials'),
      '[audit]\naws_access_key_id = FROMFILE\naws_secret_access_key = secret\n',
    );
    await client({ profile: 'audit' }).send(batchGet());

    expect(requests[0]?.headers.authorization).toMatch(/Credential=FROMFILE\/\d{8}\/ap-northeast-1\/appfabric\//);
  });

  test('the client accepts middleware and a request handler', async () => {
    const handle = jest.fn(async () => Promise.reject(new Error('no network here')));
    const offline = client({ requestHandler: { handle, destroy: () => undefined }, maxAttempts: 1 });
    offline.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, { 'x-trace': 'scan-1' });
        return next(args);
      },
      { step: 'build' },
    );

    await expect(offline.send(start())).rejects.toThrow('no network here');
    expect(handle).toHaveBeenCalledWith(
      expect.objectContaining({ headers: expect.objectContaining({ 'x-trace': 'scan-1' }) }),
      expect.anything(),
    );
    expect(requests).toHaveLength(0);
  });

  test('middleware learns which operation is called, and how the request is signed', async () => {
    const seen: unknown[] = [];
    const observed = client({ region: 'eu-west-1' });
    observed.middlewareStack.add(
      (next, context) => (args) => {
        seen.push(getSmithyContext(context));
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await observed.send(batchGet());

    expect(seen).toMatchObject([
      {
        service: 'FabricFrontEndService',
        operation: 'BatchGetUserAccessTasks',
        selectedHttpAuthScheme: {
          httpAuthOption: {
            schemeId: 'aws.auth#sigv4',
            signingProperties: { name: 'appfabric', region: 'eu-west-1' },
          },
        },
      },
    ]);
  });

  test('destroy closes the connections', () => {
    const destroy = jest.fn();
    new AppFabricClient({ requestHandler: { handle: jest.fn(), destroy } }).destroy();
    expect(destroy).toHaveBeenCalledTimes(1);
  });
});

describe('the endpoint', () => {
  test.each([
    ['us-east-1', {}, 'appfabric.us-east-1.amazonaws.com'],
    ['eu-west-1', { useFipsEndpoint: true }, 'appfabric-fips.eu-west-1.amazonaws.com'],
    ['ap-northeast-1', { useDualstackEndpoint: true }, 'appfabric.ap-northeast-1.api.aws'],
    ['us-east-1', { useDualstackEndpoint: true, useFipsEndpoint: true }, 'appfabric-fips.us-east-1.api.aws'],
    ['cn-north-1', {}, 'appfabric.cn-north-1.amazonaws.com.cn'],
  ])('in %s with %j is %s', async (region, variants, host) => {
    const handle = jest.fn(async () => Promise.reject(new Error('enough')));
    const requestHandler = { handle, destroy: () => undefined };
    await failure({ endpoint: undefined, region, requestHandler, maxAttempts: 1, ...variants });
    expect(handle).toHaveBeenCalledWith(
      expect.objectContaining({ protocol: 'https:', hostname: host, path: '/useraccess/start' }),
      expect.anything(),
    );
  });

  test('AWS_ENDPOINT_URL applies', async () => {
    process.env.AWS_ENDPOINT_URL = url;
    await client({ endpoint: undefined }).send(batchGet());
    expect(requests).toHaveLength(1);
  });

  test('AWS_ENDPOINT_URL_APPFABRIC takes precedence over AWS_ENDPOINT_URL', async () => {
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
    process.env.AWS_ENDPOINT_URL_APPFABRIC = url;
    await client({ endpoint: undefined }).send(batchGet());
    expect(requests).toHaveLength(1);
  });

  test('endpoint_url in the config file applies, and the one for AppFabric takes precedence', async () => {
    const config = `[default]\nservices = local\nendpoint_url = http://127.0.0.1:1\n[services local]\nappfabric =\n  endpoint_url = ${url}\n`;
    writeFileSync(join(folder, 'config'), config);
    await client({ endpoint: undefined }).send(batchGet());
    expect(requests).toHaveLength(1);
  });

  test('of the constructor takes precedence over the environment, and keeps its path', async () => {
    process.env.AWS_ENDPOINT_URL_APPFABRIC = 'http://127.0.0.1:1';
    await client({ endpoint: `${url}/appfabric` }).send(batchGet());
    expect(requests[0]?.path).toBe('/appfabric/useraccess/batchget');
  });
});

describe('responses', () => {
  test('contain the tasks that were started and those that were not', async () => {
    const userAccessTasksList = [
      { app: 'SLACK', tenantId: 'T1', taskId: TASK },
      { app: 'ZOOM', tenantId: 'T2', error: { errorCode: '403', errorMessage: 'token revoked' } },
      { app: 'OKTA', tenantId: 'T3', error: {} },
    ];
    play({ status: 201, body: { userAccessTasksList, nextThing: 1 } });
    const output = await client().send(start());

    expect(output.userAccessTasksList).toEqual(userAccessTasksList);
    expect(output).not.toHaveProperty('nextThing');
    expect(output.$metadata).toMatchObject({ httpStatusCode: 201, requestId: 'request-1', attempts: 1 });
  });

  test('contain results without absent or unknown members, and with a status that is not known yet', async () => {
    const complete = {
      app: 'SLACK',
      tenantId: 'T1',
      tenantDisplayName: 'Example Org',
      taskId: TASK,
      resultStatus: 'COMPLETED',
      email: 'anna.ek@example.com',
      userId: 'U1',
      userFullName: 'Anna Ek',
      userFirstName: 'Anna',
      userLastName: 'Ek',
      userStatus: 'ACTIVE',
    };
    const failed = { taskId: TASK, resultStatus: 'FAILED', taskError: { errorCode: '500' } };
    play({
      status: 200,
      body: {
        userAccessResultsList: [
          { ...complete, lastLogin: 'yesterday' },
          failed,
          {},
          { resultStatus: 'PAUSED', app: null },
        ],
      },
    });
    const { userAccessResultsList } = await client().send(batchGet());

    expect(userAccessResultsList).toEqual([complete, failed, {}, { resultStatus: 'PAUSED' }]);
    expect(userAccessResultsList?.[0]?.resultStatus).toBe(ResultStatus.COMPLETED);
  });

  test('without a list result in an output without a list', async () => {
    play({ status: 201, body: {} });
    expect((await client().send(start())).userAccessTasksList).toBeUndefined();
  });
});

describe('exceptions', () => {
  const header = (name: string) => ({ 'x-amzn-errortype': name });

  test('AccessDeniedException, with a suffix to its name, and its message under either spelling', async () => {
    play({
      status: 403,
      headers: header('AccessDeniedException:http://internal.amazon.com/'),
      body: { Message: 'No.' },
    });
    const error = await serviceFailure();
    expect(error).toBeInstanceOf(AccessDeniedException);
    expect(error).toMatchObject({ name: 'AccessDeniedException', $fault: 'client', message: 'No.' });
    expect(error.$retryable).toBeUndefined();
    expect(error.$metadata).toMatchObject({ httpStatusCode: 403, requestId: 'request-1', attempts: 1 });
  });

  test('InternalServerException', async () => {
    play({
      status: 500,
      headers: { ...header('InternalServerException'), 'retry-after': '7' },
      body: { message: 'Oh.' },
    });
    const error = await serviceFailure();
    expect(error).toBeInstanceOf(InternalServerException);
    expect(error).toMatchObject({ $fault: 'server', $retryable: {}, retryAfterSeconds: 7, message: 'Oh.' });
  });

  test('ThrottlingException', async () => {
    play({
      status: 429,
      headers: { ...header('ThrottlingException'), 'retry-after': '3' },
      body: { message: 'Slow down.', serviceCode: 'appfabric', quotaCode: 'L-1' },
    });
    const error = await serviceFailure();
    expect(error).toBeInstanceOf(ThrottlingException);
    expect(error).toMatchObject({
      $fault: 'client',
      $retryable: { throttling: true },
      serviceCode: 'appfabric',
      quotaCode: 'L-1',
      retryAfterSeconds: 3,
    });
  });

  test('ValidationException', async () => {
    const field = { name: 'email', message: 'bad' };
    play({
      status: 400,
      headers: header('com.amazonaws.appfabric#ValidationException'),
      body: { message: 'Invalid.', reason: 'fieldValidationFailed', fieldList: [{ ...field, value: 'anna.ek' }] },
    });
    const error = await serviceFailure();
    expect(error).toBeInstanceOf(ValidationException);
    expect(error).toMatchObject({ $fault: 'client', reason: 'fieldValidationFailed' });
    expect((error as ValidationException).fieldList).toEqual([field]);
  });

  test('ResourceNotFoundException is distinct from the others', async () => {
    play({
      status: 404,
      headers: header('ResourceNotFoundException'),
      body: { message: 'Gone.', resourceId: BUNDLE, resourceType: 'appbundle' },
    });
    const error = await serviceFailure();
    expect(error).toBeInstanceOf(ResourceNotFoundException);
    expect(error).not.toBeInstanceOf(AccessDeniedException);
    expect(error).toMatchObject({ $fault: 'client', resourceId: BUNDLE, resourceType: 'appbundle' });
  });

  test('that are not in the model keep their name', async () => {
    play({ status: 402, headers: header('ServiceQuotaExceededException'), body: { message: 'Enough.' } });
    expect(await serviceFailure()).toMatchObject({
      name: 'ServiceQuotaExceededException',
      message: 'Enough.',
      $fault: 'client',
      $metadata: { httpStatusCode: 402 },
    });
  });

  test.each(['code', '__type'])('can have their name in the member %s of the body', async (member) => {
    play({ status: 404, body: { [member]: 'com.amazonaws.appfabric#ResourceNotFoundException' } });
    expect(await serviceFailure()).toBeInstanceOf(ResourceNotFoundException);
  });

  test.each([429, 500, 503])('with status %i have Retry-After for callers, but not in logs', async (status) => {
    play({ status, headers: { 'retry-after': '20' } });
    const error = await serviceFailure();
    expect(error.$response?.headers['retry-after']).toBe('20');
    const hint = getRetryAfterHint(error.$response)?.getTime() ?? 0;
    expect(hint - Date.now()).toBeGreaterThan(18_000);
    expect(Object.keys(error)).not.toContain('$response');
  });
});

describe('responses that cannot be read', () => {
  const page = '<html><body>Bad Gateway, Anna Ek</body></html>';

  test.each([
    ['a page', page],
    ['JSON cut short', '{"userAccessResultsList":[{"userFullName":"Anna'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"Anna Ek"'],
    ['a number', '7'],
    ['nothing', ''],
  ])('with status 200: %s', async (_, body) => {
    play({ status: 200, body });
    const error = await serviceFailure({ retryStrategy: impatient(3) });
    expect(error).toMatchObject({ name: 'UnreadableAnswer', $fault: 'server' });
    expect(error.message).toBe(
      'AppFabric answered StartUserAccessTasks with status 200 and a body that cannot be read.',
    );
    expect(requests).toHaveLength(1);
  });

  test.each([
    [500, page],
    [502, page],
    [503, '{"message":"Anna'],
    [504, 'null'],
    [502, '{"code":{}}'],
    [502, ''],
  ])('with status %i: %s', async (status, body) => {
    play({ status, body });
    const error = await serviceFailure({ retryStrategy: impatient(3) });
    expect(error).toMatchObject({ $fault: 'server', $metadata: { httpStatusCode: status, attempts: 3 } });
    expect(error.message).toContain(`AppFabric answered StartUserAccessTasks with status ${status}`);
    expect(error.message).not.toContain('Anna');
    expect(requests).toHaveLength(3);
  });

  test('with status 300 are a failure, because the client follows no redirect', async () => {
    play({ status: 300, headers: { 'x-amzn-errortype': 'MultipleChoices' }, body: page });
    expect(await serviceFailure()).toMatchObject({ name: 'MultipleChoices', $metadata: { httpStatusCode: 300 } });
  });

  test('name the operation that was called', async () => {
    play({ status: 200, body: page });
    await expect(client().send(batchGet())).rejects.toThrow(
      'AppFabric answered BatchGetUserAccessTasks with status 200 and a body that cannot be read.',
    );
  });

  test('still result in the exception that their headers name', async () => {
    play({ status: 429, headers: { 'x-amzn-errortype': 'ThrottlingException', 'retry-after': '2' }, body: page });
    const error = await serviceFailure();
    expect(error).toBeInstanceOf(ThrottlingException);
    expect(error).toMatchObject({ retryAfterSeconds: 2 });
  });

  test('are retried when the connection breaks off', async () => {
    play(
      { status: 200, body: '{"userAccess', ending: 'cut off' },
      { status: 200, body: { userAccessResultsList: [] } },
    );
    const output = await client({ retryStrategy: impatient(3) }).send(batchGet());
    expect(output.userAccessResultsList).toEqual([]);
    expect(requests).toHaveLength(2);
  });

  test('are retried when the connection sends nothing for the socket timeout', async () => {
    play(
      { status: 200, body: '{"userAccess', ending: 'silence' },
      { status: 200, body: { userAccessResultsList: [] } },
    );
    const patient = client({ retryStrategy: impatient(3), requestHandler: { socketTimeout: 50 } });
    expect((await patient.send(batchGet())).userAccessResultsList).toEqual([]);
    expect(requests).toHaveLength(2);
  });
});

describe('retries', () => {
  test.each([429, 500])('%i is retried until there is a response', async (status) => {
    play({ status }, { status }, { status: 201, body: { userAccessTasksList: [] } });
    const output = await client({ retryStrategy: impatient(3) }).send(start());
    expect(output.$metadata.attempts).toBe(3);
    expect(requests.map(({ headers }) => headers['amz-sdk-request'])).toEqual([
      'attempt=1; max=3',
      'attempt=2; max=3',
      'attempt=3; max=3',
    ]);
  });

  test.each([
    [400, 'ValidationException'],
    [403, 'AccessDeniedException'],
    [404, 'ResourceNotFoundException'],
  ])('%i is not retried', async (status, name) => {
    play({ status, headers: { 'x-amzn-errortype': name } });
    expect(await serviceFailure({ retryStrategy: impatient(3) })).toMatchObject({ name });
    expect(requests).toHaveLength(1);
  });

  test('AWS_MAX_ATTEMPTS and AWS_RETRY_MODE apply', async () => {
    process.env.AWS_MAX_ATTEMPTS = '2';
    process.env.AWS_RETRY_MODE = 'adaptive';
    play({ status: 500 });
    const made = client();
    expect(await made.config.retryStrategy()).toMatchObject({ mode: 'adaptive' });
    await expect(made.send(batchGet())).rejects.toMatchObject({ $metadata: { attempts: 2 } });
    expect(requests).toHaveLength(2);
  });

  test('maxAttempts of the constructor takes precedence over the environment', async () => {
    process.env.AWS_MAX_ATTEMPTS = '2';
    play({ status: 500 });
    await serviceFailure({ maxAttempts: 1 });
    expect(requests).toHaveLength(1);
  });
});

test('a logger never sees personal data', async () => {
  const lines: unknown[] = [];
  const log = (...content: unknown[]) => lines.push(...content);
  const logger = { trace: log, debug: log, info: log, warn: log, error: log };
  const found = { email: 'anna.ek@example.com', userId: 'U-secret', userFullName: 'Anna Ek', userFirstName: 'Anna' };
  play(
    { status: 201, body: { userAccessTasksList: [{ app: 'SLACK', tenantId: 'T1', taskId: TASK }] } },
    { status: 200, body: { userAccessResultsList: [{ ...found, userLastName: 'Ek', taskId: TASK }] } },
    { status: 200, body: '{"userAccessResultsList":[{"userFullName":"Anna' },
  );
  const logged = client({ logger });
  await logged.send(start());
  await logged.send(batchGet());
  await logged.send(batchGet()).catch(() => undefined);

  const text = JSON.stringify(lines);
  expect(lines.length).toBeGreaterThanOrEqual(3);
  expect(lines).toContainEqual(
    expect.objectContaining({ clientName: 'AppFabricClient', commandName: 'StartUserAccessTasksCommand' }),
  );
  expect(text).toContain(TASK);
  expect(text).not.toMatch(/anna|U-secret|\bEk\b/i);
});
