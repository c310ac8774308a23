import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Serving } from '../support/serving';

let folder: string;
let serving: Serving;
let host: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'user-access-serve-page-'));
  serving = await Serving.start(folder, JSON.parse(readFileSync('local/scenarios/example-company.json', 'utf8')));
  host = new URL(serving.endpoint).host;
});
afterAll(async () => {
  await serving.stop();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status?: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Unlike fetch, lets the test set every header. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`${serving.endpoint}${path}`, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    asked.on('error', reject).end(body);
  });
}

test('a signed request for / is one of an AWS client that lists buckets, and gets no page', async () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20261101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
  const { status, headers, body } = await ask('/', { authorization });
  expect([status, headers['content-type']]).toEqual([404, 'application/json']);
  expect(JSON.parse(body)).toMatchObject({ message: 'The local stack does not support the operation GET /.' });
});

test('the page is one file that allows nothing but itself', async () => {
  const { status, headers, body } = await ask('/');
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = Object.fromEntries(
    String(headers['content-security-policy'])
      .split('; ')
      .map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
  );
  const hash = expect.stringMatching(/^'sha256-[\w+/]{43}='$/);
  expect(policy).toEqual({
    'default-src': "'none'",
    'script-src': hash,
    'style-src': hash,
    'connect-src': "'self'",
    'img-src': 'data:',
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  });
  expect(body.match(/(src|href)="(?!#|data:)[^"]*"/g)).toBeNull();
});

test.each(['/', '/page/overview'])('%s is not kept, and other websites may not read it', async (path) => {
  const { headers } = await ask(path);
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});

test('the data is what the reader knows', async () => {
  const { status, body } = await ask('/page/overview');
  expect([status, JSON.parse(body)]).toEqual([
    200,
    {
      isCut: { scans: false, watches: false },
      scans: [],
      people: ['OPEN', 'UNKNOWN', 'CLEAR', 'NOT_FOUND'].map((verdict) => ({ verdict, people: [], isCut: false })),
      watches: [],
    },
  ]);
});

test.each([
  ['/page/person?email=nobody', 400, 'email must be an email address, such as person@example.com.'],
  ['/page/scan', 400, 'scanId must be a non-empty string.'],
  ['/page/scan?id=none', 404, 'There is nothing at this address.'],
  ['/page/other', 404, 'There is nothing at this address.'],
])('%s: %d, %s', async (path, status, message) => {
  const answer = await ask(path);
  expect([answer.status, JSON.parse(answer.body)]).toEqual([status, { message }]);
});

const DYNAMODB = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.ListTables' };
const SIGNED = {
  authorization: 'AWS4-HMAC-SHA256 Credential=test/0/0/0/0, SignedHeaders=host, Signature=0',
  'x-amz-date': '0',
};

describe('another website', () => {
  const port = () => host.split(':')[1];
  const attempts: [string, (own: string) => Record<string, string>][] = [
    ['under a name that leads to this machine', () => ({ host: `attacker.example:${port()}` })],
    ['under a name that looks like this machine', () => ({ host: `127.0.0.1.attacker.example:${port()}` })],
    ['from its origin', () => ({ origin: 'https://attacker.example' })],
    ['from another port', () => ({ 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'empty' })],
    ['from a frame without an origin', () => ({ origin: 'null' })],
    ['from another server on this machine', () => ({ origin: 'http://127.0.0.1:1' })],
    ['as an image or a script', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })],
    [
      'in a frame',
      () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }),
    ],
  ];

  test.each(attempts)('gets nothing %s', async (_, headers) => {
    for (const path of [
      '/',
      '/page/overview',
      '/page/person?email=ana.diaz@example.com',
      '/appbundles/x/appauthorizations',
    ])
      expect((await ask(path, headers(host))).status).toBe(403);
    const { status, body } = await ask('/', { ...DYNAMODB, ...SIGNED, ...headers(host) }, 'POST', '{}');
    expect([status, body]).toEqual([403, expect.not.stringContaining('UserAccess')]);
  });

  test('may link to the page', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await ask('/', link)).status).toBe(200);
  });
});

test('the page itself, and clients that are no browsers, are answered by each name of this machine', async () => {
  const own = { origin: serving.endpoint, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
  expect((await ask('/page/overview', own)).status).toBe(200);
  const port = host.split(':')[1];
  for (const name of [`localhost:${port}`, `[::1]:${port}`, 'localhost']) {
    expect((await ask('/page/overview', { host: name })).status).toBe(200);
  }
  const { status, body } = await ask('/', { ...DYNAMODB, ...SIGNED }, 'POST', '{}');
  expect([status, JSON.parse(body)]).toEqual([200, { TableNames: [expect.stringContaining('UserAccess')] }]);
});

test('nothing but GET is for the page', async () => {
  expect((await ask('/page/overview', {}, 'POST')).status).toBe(404);
  expect((await ask('/page/overview', {}, 'DELETE')).status).toBe(404);
});
