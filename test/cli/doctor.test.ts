import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as forward, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { concurrencyFindings } from '../../cli/doctor/function-checks';
import { AppFabricEndpoint } from '../../local/appfabric/endpoint';
import { parseScenario } from '../../local/scenario';
import { LocalStack } from '../../local/stack';
import { userAccess } from '../support/command';

jest.setTimeout(60_000);

const APP_BUNDLE = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/1b2c3d4e-0000-4000-8000-000000000001';
const CONNECTED = [
  { app: 'SLACK', tenantId: 'T1' },
  { app: 'ZOOM', tenantId: 'Z1' },
];

// biome-ignore lint/suspicious/noExplicitAny: a template has any shape.
type Resources = Record<string, any>;

let folder: string;
let stack: LocalStack | undefined;
let gate: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
});
afterEach(async () => {
  gate?.close();
  gate?.closeAllConnections();
  await stack?.stop();
  gate = stack = undefined;
  rmSync(folder, { recursive: true });
});

/** The built stack on this machine, after a change of its template or of what AppFabric says. */
async function deploy({ edit = (_: Resources) => {}, scenario = {} } = {}): Promise<LocalStack> {
  const template = JSON.parse(readFileSync('cdk.out/UserAccess.template.json', 'utf8'));
  edit(template.Resources);
  writeFileSync(join(folder, 'UserAccess.template.json'), JSON.stringify(template));
  const text = JSON.stringify({ appBundleArn: APP_BUNDLE, authorizations: CONNECTED, users: [], ...scenario });
  stack = await LocalStack.start({
    assemblyDir: folder,
    workerFile: 'cli/dist/lambda-worker.mjs',
    appFabric: (now) => new AppFabricEndpoint(parseScenario(text, 'scenario'), { now, randomUUID }),
    appBundleArn: APP_BUNDLE,
  });
  process.env.AWS_ENDPOINT_URL = stack.endpoint;
  return stack;
}

const resource = (resources: Resources, part: string) =>
  Object.entries(resources).find(([id]) => id.startsWith(part))?.[1].Properties;

async function doctor(...flags: string[]) {
  const { stateMachineArn = '', tableName = '' } = stack?.outputs ?? {};
  const scanner = [
    '--table',
    tableName,
    ...(flags.includes('--state-machine') ? [] : ['--state-machine', stateMachineArn]),
  ];
  return userAccess(['doctor', ...scanner, ...flags]);
}

/** The lines that are not `ok`, without the padding of the table. */
const notOk = (stdout: string) =>
  stdout
    .split('\n')
    .slice(1, -2)
    .filter((line) => !line.startsWith('✓'))
    .map((line) => line.replace(/ {2,}/g, ' | '));

test('all is well', async () => {
  await deploy();
  const { code, stdout, stderr } = await doctor();
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe(
    [
      'STATUS  CHECK               FOUND',
      '✓ ok    credentials         arn:aws:iam::111122223333:user/local, in account 111122223333',
      '✓ ok    Region              us-east-1',
      '✓ ok    table               ACTIVE, with the indexes ByApp, ByStatus, ByWatch',
      '✓ ok    time to live        expired items are deleted, by expiresAt',
      '✓ ok    backups             point-in-time recovery is on',
      '✓ ok    key                 the table has the key that AWS owns',
      `✓ ok    app bundle          ${APP_BUNDLE}`,
      '✓ ok    app authorizations  2 Connected',
      '✓ ok    rules               4 rules, enabled and with targets',
      '✓ ok    dead letters        4 queues, without messages',
      '✓ ok    Lambda concurrency  1000 in the account, 1000 not reserved',
      'All is well.',
      '',
    ].join('\n'),
  );
});

test('--json and --csv have the same findings', async () => {
  await deploy({ edit: (resources) => delete resource(resources, 'ScannerTable').TimeToLiveSpecification });
  const json = await doctor('--json');
  expect(json.code).toBe(1);
  const findings = JSON.parse(json.stdout);
  expect(findings).toHaveLength(11);
  expect(findings.find(({ check }: { check: string }) => check === 'time to live')).toEqual({
    check: 'time to live',
    status: 'TO_DO',
    found: 'time to live is DISABLED',
    advice: 'Results are kept for ever. Turn time to live on for expiresAt, or deploy the stack again.',
  });
  expect((await doctor('--csv')).stdout).toMatch(/^status,check,found,advice\r\nOK,credentials,/);
});

const key = (Enabled: boolean) => (resources: Resources) => {
  resources.Key = { Type: 'AWS::KMS::Key', Properties: { Enabled } };
  resource(resources, 'ScannerTable').SSESpecification = { KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } };
};

describe('what needs doing is a line with what to do, and the exit code is 1:', () => {
  test.each<[string, Parameters<typeof deploy>[0], string[]]>([
    [
      'an app authorization whose token could not be renewed',
      {
        scenario: {
          authorizations: [...CONNECTED, { app: 'OKTA', tenantId: 'O1', status: 'TokenAutoRotationFailed' }],
        },
      },
      [
        '✗ to do | app authorizations | OKTA O1 is TokenAutoRotationFailed. Connect the app authorization in AppFabric. ' +
          'Until then, nobody knows whether people have access to it.',
      ],
    ],
    [
      'no app authorizations',
      { scenario: { authorizations: [] } },
      [
        '✗ to do | app authorizations | no app is connected. Every verdict is UNKNOWN. Add app authorizations to the app bundle.',
      ],
    ],
    [
      'no app bundle',
      { scenario: { faults: { appBundleMissing: true } } },
      [
        `✗ to do | app bundle | ${APP_BUNDLE} does not exist in AppFabric. Scans fail with AppBundleNotFound. Create the app ` +
          'bundle again, and deploy the scanner with it.',
      ],
    ],
    [
      'a disabled rule',
      {
        edit: (resources) => {
          resource(resources, 'ScannerEmployeeLeftRule').State = 'DISABLED';
        },
      },
      [
        '✗ to do | rules | UserAccess-ScannerEmployeeLeftRuleA1FD9CDA is disabled. Its events are lost. Enable the rule in EventBridge.',
      ],
    ],
    [
      'a rule without targets',
      {
        edit: (resources) => {
          resource(resources, 'ScannerEndedScansRule').Targets = [];
        },
      },
      [
        '✗ to do | rules | UserAccess-ScannerEndedScansRuleC12B5312 has no targets. Its events are lost. Add a target, or remove the rule.',
      ],
    ],
    [
      'no time to live',
      { edit: (resources) => delete resource(resources, 'ScannerTable').TimeToLiveSpecification },
      [
        '✗ to do | time to live | time to live is DISABLED. Results are kept for ever. Turn time to live on for expiresAt, or deploy the stack again.',
      ],
    ],
    [
      'no backups',
      { edit: (resources) => delete resource(resources, 'ScannerTable').PointInTimeRecoverySpecification },
      ['✗ to do | backups | point-in-time recovery is off. Turn it on, or deploy the stack again.'],
    ],
    [
      'a key that is disabled',
      { edit: key(false) },
      [
        '✗ to do | key | arn:aws:kms:us-east-1:111122223333:key/UserAccess-Key is Disabled. Nothing can be scanned or read ' +
          'without it. Enable the key, or cancel its deletion.',
      ],
    ],
    [
      'a function that can not run',
      {
        edit: (resources) => {
          resource(resources, 'ScannerFailScanFunction703C').ReservedConcurrentExecutions = 0;
        },
      },
      [
        '✗ to do | Lambda concurrency | UserAccess-ScannerFailScanFunction703C8266 has a reserved concurrency of 0. It ' +
          "can't run at all. Reserve more, or remove the reservation.",
      ],
    ],
    [
      'an index that is missing',
      {
        edit: (resources) => {
          const table = resource(resources, 'ScannerTable');
          table.GlobalSecondaryIndexes = table.GlobalSecondaryIndexes.filter(
            ({ IndexName }: { IndexName: string }) => IndexName !== 'ByWatch',
          );
          table.AttributeDefinitions = table.AttributeDefinitions.filter(
            ({ AttributeName }: { AttributeName: string }) => !AttributeName.startsWith('watch'),
          );
        },
      },
      [
        '✗ to do | table | these indexes are not there, or not ready: ByWatch. Deploy the stack with this version of the ' +
          'package, and wait until DynamoDB has made the indexes.',
      ],
    ],
  ])('%s', async (_what, deployment, lines) => {
    await deploy(deployment);
    const { code, stdout } = await doctor();
    expect(notOk(stdout)).toEqual(lines);
    expect([code, stdout.trimEnd().split('\n').at(-1)]).toEqual([1, '1 thing needs to be done.']);
  });

  test('an event that could not be delivered', async () => {
    const { endpoint } = await deploy();
    const queue = 'UserAccess-ScannerEmployeeLeftDeadLetterQueue9EC3C4D1';
    const sqs = new SQSClient({ endpoint });
    const QueueUrl = `${endpoint}/111122223333/${queue}`;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
    sqs.destroy();
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([
      1,
      [
        `✗ to do | dead letters | 1 message in ${queue}. What they ask for was not done, and they are kept for 14 days. ` +
          'Fix the cause, then send them again.',
      ],
    ]);
  });

  test('a state machine in another Region, or in another account', async () => {
    const { outputs } = await deploy();
    const elsewhere = await doctor('--region', 'eu-west-1');
    expect(notOk(elsewhere.stdout)[0]).toBe(
      '✗ to do | Region | eu-west-1. The state machine is in us-east-1. Leave --region out, or check the ARN.',
    );
    const other = outputs.stateMachineArn.replace('111122223333', '444455556666');
    const { code, stdout } = await doctor('--state-machine', other);
    expect([code, notOk(stdout)]).toEqual([
      1,
      [
        '✗ to do | credentials | arn:aws:iam::111122223333:user/local is in account 111122223333. The state machine is in ' +
          'account 444455556666. Choose another profile with --profile, or check the ARN.',
      ],
    ]);
  });

  test('no credentials, and then nothing else is asked', async () => {
    await deploy();
    Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/none' });
    Object.assign(process.env, { AWS_SHARED_CREDENTIALS_FILE: '/none' });
    delete process.env.AWS_ACCESS_KEY_ID;
    const { code, stdout } = await doctor();
    expect([code, stdout.split('\n').length, notOk(stdout)]).toEqual([
      1,
      4,
      [
        expect.stringMatching(
          /^✗ to do \| credentials \| AWS does not accept them, or there are none\. There are no AWS/,
        ),
      ],
    ]);
  });
});

test('what else is in the stack is not looked at', async () => {
  const disabled = { EventPattern: { source: ['other'] }, State: 'DISABLED' };
  await deploy({
    edit: (resources) => {
      resources.OtherRule = { Type: 'AWS::Events::Rule', Properties: disabled };
    },
  });
  expect((await doctor()).code).toBe(0);
});

test('another scanner of the stack is not looked at, even if its id begins in the same way', async () => {
  const disabled = { EventPattern: { source: ['other'] }, State: 'DISABLED' };
  await deploy({
    edit: (resources) => {
      const [, table] = Object.entries(resources).find(([id]) => /^ScannerTable[0-9A-F]{8}$/.test(id)) ?? [];
      if (!table) throw new Error('The scanner has no table.');
      resources.Scanner2Table01234567 = structuredClone(table);
      resources.Scanner2Rule89ABCDEF = { Type: 'AWS::Events::Rule', Properties: disabled };
    },
  });
  expect((await doctor()).code).toBe(0);
});

test('a rule that also gets the management events of CloudTrail is enabled', async () => {
  await deploy({
    edit: (resources) => {
      resource(resources, 'ScannerEmployeeLeftRule').State = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
    },
  });
  expect((await doctor()).code).toBe(0);
});

test('a key that is enabled is ok', async () => {
  await deploy({ edit: key(true) });
  const { code, stdout } = await doctor();
  expect([code, notOk(stdout)]).toEqual([0, []]);
  expect(stdout).toContain('arn:aws:kms:us-east-1:111122223333:key/UserAccess-Key is enabled\n');
});

describe('concurrency', () => {
  test('that is shared by all and low needs doing', () => {
    const [finding, ...others] = concurrencyFindings([{ name: 'a' }], { limit: 10, unreserved: 10 });
    expect([finding?.status, others]).toEqual(['TO_DO', []]);
    expect(finding?.advice).toContain('All functions of the account share 10.');
  });

  test('that is low is fine if each function has its own', () => {
    const [finding] = concurrencyFindings([{ name: 'a', reserved: 2 }], { limit: 102, unreserved: 99 });
    expect(finding).toEqual({ status: 'OK', found: '102 in the account, 99 not reserved; reserved: 2 for a' });
  });
});

/** The IAM action of a request. */
function actionOf({ method, url = '', headers }: IncomingMessage, body: string): string {
  const [target, operation] = String(headers['x-amz-target'] ?? '').split('.');
  const services: Record<string, string> = {
    ...{ DynamoDB_20120810: 'dynamodb', AWSEvents: 'events', AmazonSQS: 'sqs', TrentService: 'kms' },
  };
  if (operation) return `${services[target ?? '']}:${operation}`;
  const action = new URLSearchParams(body).get('Action');
  if (action) return `${action === 'GetCallerIdentity' ? 'sts' : 'cloudformation'}:${action}`;
  if (/account-settings/.test(url)) return 'lambda:GetAccountSettings';
  if (/configuration/.test(url)) return 'lambda:GetFunctionConfiguration';
  if (/\/concurrency/.test(url)) return 'lambda:GetFunctionConcurrency';
  return /appauthorizations/.test(url) ? 'appfabric:ListAppAuthorizations' : `${method} ${url}`;
}

/** Denies some actions, and takes note of all. */
async function denying(denied: readonly string[], endpoint: string): Promise<Set<string>> {
  const seen = new Set<string>();
  gate = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const action = actionOf(request, Buffer.concat(chunks).toString());
    seen.add(action);
    if (denied.includes(action)) {
      response.writeHead(400, { 'x-amzn-errortype': 'AccessDeniedException' });
      response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'no' }));
      return;
    }
    const { method, headers, url } = request;
    const onward = forward(new URL(url ?? '/', endpoint), { method, headers }, async (answer) => {
      const answered: Buffer[] = [];
      for await (const chunk of answer) answered.push(chunk);
      // The URLs of queues are on the endpoint. The requests to them come here, too.
      const text = Buffer.concat(answered)
        .toString()
        .replaceAll(endpoint, process.env.AWS_ENDPOINT_URL ?? '');
      const { 'content-length': _, 'x-amz-crc32': __, ...rest } = answer.headers;
      response.writeHead(answer.statusCode ?? 500, rest).end(text);
    });
    onward.end(Buffer.concat(chunks));
  });
  await new Promise<void>((resolve) => gate?.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
  return seen;
}

test('docs/command.md lists the permissions that it needs, and all of them only read', async () => {
  const { endpoint } = await deploy({ edit: key(true) });
  const seen = await denying([], endpoint);
  expect((await doctor()).code).toBe(0);
  const documented = readFileSync('docs/command.md', 'utf8').match(/"Action": \[([^\]]*)\]/)?.[1] ?? '';
  const actions = [...documented.matchAll(/"([a-z]+:\w+)"/g)].map(([, action]) => action);
  seen.delete('sts:GetCallerIdentity');
  expect([...seen].sort()).toEqual([...actions].sort());
  expect([...seen].filter((action) => !/:(Describe|List|Get)/.test(action))).toEqual([]);
});

test('what it may not look at is a line, too, and the rest is checked', async () => {
  const { endpoint } = await deploy();
  await denying(['dynamodb:DescribeTimeToLive', 'lambda:GetAccountSettings'], endpoint);
  const { code, stdout } = await doctor();
  expect(code).toBe(1);
  expect(notOk(stdout)).toEqual([
    '? unchecked | time to live | could not be checked. AWS denied the request. The check needs dynamodb:DescribeTimeToLive.',
    '? unchecked | Lambda concurrency | could not be checked. AWS denied the request. The check needs ' +
      'cloudformation:ListStackResources and lambda:GetAccountSettings and lambda:GetFunctionConcurrency.',
  ]);
  expect(stdout).toMatch(/2 could not be checked\.\n$/);
});
