import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AppAuthorizationStatus,
  AppFabricClient,
  ListAppAuthorizationsCommand,
  type ListAppAuthorizationsRequest,
  ResourceNotFoundException,
} from '../../../lambda/appfabric';
import { AppFabricEndpoint } from '../../../local/appfabric/endpoint';
import { parseScenario } from '../../../local/scenario';

const ID = '6f0e2c1a-0000-4000-8000-000000000001';
const ARN = `arn:aws:appfabric:us-east-1:111122223333:appbundle/${ID}`;
const ENCODED_ARN = `arn%3Aaws%3Aappfabric%3Aus-east-1%3A111122223333%3Aappbundle%2F${ID}`;
const SECRET = 'secret-of-the-test';

let server: Server;
let url: string;
let requests: IncomingMessage[];
let bodies: string[];
let answer: { status: number; headers?: Record<string, string>; body: unknown };
let client: AppFabricClient;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push(request);
    bodies.push(Buffer.concat(chunks).toString());
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
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
  bodies = [];
  answer = { status: 200, body: { appAuthorizationSummaryList: [] } };
  client = clientAt(url);
});

afterEach(() => client.destroy());

function clientAt(endpoint: string): AppFabricClient {
  const credentials = { accessKeyId: 'AKID', secretAccessKey: SECRET };
  return new AppFabricClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

const list = (input: Partial<ListAppAuthorizationsRequest> = {}) =>
  client.send(new ListAppAuthorizationsCommand({ appBundleIdentifier: ARN, ...input }));

/** What Signature Version 4 requires of a GET: every segment of the path is encoded once more. */
function signatureOf({ method, url: target = '', headers }: IncomingMessage): string {
  const [, scope = '', signed = ''] =
    /Credential=AKID\/(\S+), SignedHeaders=(\S+),/.exec(`${headers.authorization}`) ?? [];
  const [path = '', query = ''] = target.split('?');
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const canonicalRequest = [
    method,
    path.split('/').map(encodeURIComponent).join('/'),
    query.split('&').sort().join('&'),
    ...signed.split(';').map((name) => `${name}:${headers[name]}`),
    '',
    signed,
    sha256(''),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonicalRequest)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${SECRET}`);
  return hmac(key, text).toString('hex');
}

describe('the request', () => {
  test.each([
    ['an ARN', ARN, ENCODED_ARN],
    ['an id', ID, ID],
    ['characters that need encoding', "arn:x/a b?c#d&e%2F'(é)", 'arn%3Ax%2Fa%20b%3Fc%23d%26e%252F%27%28%C3%A9%29'],
  ])('with %s is a GET of its path, signed for AppFabric', async (_, appBundleIdentifier, segment) => {
    await list({ appBundleIdentifier });

    const [request] = requests;
    expect(request).toMatchObject({ method: 'GET', url: `/appbundles/${segment}/appauthorizations` });
    expect(bodies).toEqual(['']);
    expect(request?.headers['content-type']).toBeUndefined();
    expect(request?.headers.authorization).toContain('/us-east-1/appfabric/aws4_request');
  });

  test('has the size of the page and the token of the previous page in the query', async () => {
    await list({ maxResults: 100, nextToken: 'a+b/c=&d e' });
    const { pathname, searchParams } = new URL(requests[0]?.url ?? '', url);
    expect(pathname).toBe(`/appbundles/${ENCODED_ARN}/appauthorizations`);
    expect([...searchParams].sort()).toEqual([
      ['maxResults', '100'],
      ['nextToken', 'a+b/c=&d e'],
    ]);
  });

  test.each<Partial<ListAppAuthorizationsRequest>>([
    {},
    { appBundleIdentifier: ID },
    { maxResults: 5, nextToken: 'a+b/c=&d e' },
  ])('with %j has the signature that AppFabric calculates', async (input) => {
    await list(input);
    const signature = /Signature=([0-9a-f]{64})$/.exec(requests[0]?.headers.authorization ?? '')?.[1];
    expect(signature).toBe(signatureOf(requests[0] as IncomingMessage));
  });

  test('keeps the path of a configured endpoint', async () => {
    client = clientAt(`${url}/appfabric`);
    await list();
    expect(requests[0]?.url).toBe(`/appfabric/appbundles/${ENCODED_ARN}/appauthorizations`);
  });

  test('is not sent without an app bundle', async () => {
    await expect(list({ appBundleIdentifier: undefined })).rejects.toThrow('appBundleIdentifier');
    expect(requests).toHaveLength(0);
  });
});

describe('the response', () => {
  const summary = {
    appAuthorizationArn: `${ARN}/appauthorization/1`,
    appBundleArn: ARN,
    app: 'SLACK',
    tenant: { tenantIdentifier: 'T1', tenantDisplayName: 'Example Ltd' },
    status: 'TokenAutoRotationFailed',
  };

  test('has the authorizations and the token of the next page', async () => {
    const updatedAt = '2026-11-22T08:00:00Z';
    answer.body = { appAuthorizationSummaryList: [{ ...summary, updatedAt, persona: 'admin' }], nextToken: 'more' };
    const { $metadata, ...output } = await list();
    expect(output).toEqual({ appAuthorizationSummaryList: [summary], nextToken: 'more' });
    expect($metadata.httpStatusCode).toBe(200);
    expect(output.appAuthorizationSummaryList?.[0]?.status).toBe(AppAuthorizationStatus.TOKEN_AUTO_ROTATION_FAILED);
  });

  test('on the last page has no token', async () => {
    answer.body = { appAuthorizationSummaryList: [], nextToken: null };
    expect(await list()).not.toHaveProperty('nextToken');
  });

  test.each([undefined, null, '', 'yesterday', 0, -1, 1e300, true, {}, []])(
    'with updatedAt %j is read all the same',
    async (updatedAt) => {
      answer.body = { appAuthorizationSummaryList: [{ ...summary, updatedAt }] };
      expect((await list()).appAuthorizationSummaryList).toEqual([summary]);
    },
  );

  test('without members, and with a status that is not known yet, is read all the same', async () => {
    const summaries = [{}, { app: 'ZOOM', tenant: null, status: 'OnHold' }, { tenant: {} }];
    answer.body = { appAuthorizationSummaryList: summaries };
    expect((await list()).appAuthorizationSummaryList).toEqual([{}, { app: 'ZOOM', status: 'OnHold' }, { tenant: {} }]);
    answer.body = {};
    expect((await list()).appAuthorizationSummaryList).toBeUndefined();
  });

  test('can be an exception', async () => {
    const body = { message: 'No such app bundle.', resourceId: ARN, resourceType: 'AppBundle' };
    answer = { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body };
    const error = await list().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ResourceNotFoundException);
    expect(error).toMatchObject({ resourceId: ARN, $metadata: { httpStatusCode: 404 } });
  });

  test('that is not an object is named, and not quoted', async () => {
    answer.body = 'Anna Ek';
    await expect(list()).rejects.toMatchObject({
      name: 'UnreadableAnswer',
      message: 'AppFabric answered ListAppAuthorizations with status 200 and a body that cannot be read.',
    });
  });
});

test('the local endpoint answers the client page by page, for the ARN and for the id', async () => {
  const tenants = Array.from({ length: 13 }, (_, index) => `T${index}`);
  const authorizations = tenants.map((tenantId) => ({ app: 'SLACK', tenantId }));
  const scenario = parseScenario(JSON.stringify({ appBundleArn: ARN, authorizations, users: [] }), 'test.json');
  const endpoint = new AppFabricEndpoint(scenario, { now: Date.now, randomUUID: () => ID });
  const local = createServer((request, response) => void endpoint.handle(request, response));
  await new Promise<void>((resolve) => local.listen(0, '127.0.0.1', resolve));
  client.destroy();
  client = clientAt(`http://127.0.0.1:${(local.address() as AddressInfo).port}`);
  try {
    for (const appBundleIdentifier of [ARN, ID]) {
      const first = await list({ appBundleIdentifier, maxResults: 100 });
      const second = await list({ appBundleIdentifier, maxResults: 100, nextToken: first.nextToken });
      const pages = [first, second].map(({ appAuthorizationSummaryList = [] }) =>
        appAuthorizationSummaryList.map(({ tenant }) => tenant?.tenantIdentifier),
      );
      expect(pages).toEqual([tenants.slice(0, 10), tenants.slice(10)]);
      expect(second.nextToken).toBeUndefined();
    }
    await expect(list({ maxResults: 0 })).rejects.toMatchObject({
      name: 'ValidationException',
      fieldList: [{ name: 'maxResults' }],
    });
  } finally {
    local.close();
  }
});
