import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { Template } from 'aws-cdk-lib/assertions';
import { DetailType } from '../../../lib/contract/names';
import { newStack, scannerIn } from '../../support/scanner-stack';
import { WATCH_EVENT_EXAMPLES, WATCH_EVENT_OPTIONAL } from '../../support/watch-event-examples';

const folder = join(__dirname, '..', '..', '..', 'schemas');
const scanId = 'f3b7c6a2-0d4e-4b8a-9a55-6f1f4c2d7e10';
const taskId = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
const tenant = { app: 'SLACK', tenantId: 'T0123', tenantDisplayName: 'Example Ltd', taskId };
const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-11-20T08:00:00Z' };

const examples: Record<string, [file: string, detail: Record<string, unknown>]> = {
  [DetailType.RESULT]: [
    'user-access-result.json',
    {
      version: '1',
      id: `result:${scanId}:${taskId}`,
      scanId,
      taskId,
      email: 'ana@example.com',
      app: 'SLACK',
      tenantId: 'T0123',
      tenantDisplayName: 'Example Ltd',
      status: 'FAILED',
      access: 'UNKNOWN',
      reason: 'OTHER',
      accountFound: false,
      userStatus: 'ACTIVE',
      error: { errorCode: 'Refused', errorMessage: 'No' },
      recordedAt: '2026-11-20T08:00:02.500Z',
      trigger,
    },
  ],
  [DetailType.SCAN_COMPLETED]: [
    'user-access-scan-completed.json',
    {
      version: '1',
      id: `completed:${scanId}`,
      scanId,
      email: 'ana@example.com',
      status: 'COMPLETED',
      startedAt: '2026-11-20T08:00:00.000Z',
      endedAt: '2026-11-20T08:00:09.000Z',
      durationSeconds: 9,
      taskCount: 2,
      counts: { COMPLETED: 1, FAILED: 0, EXPIRED: 0, TIMED_OUT: 1 },
      accountsFound: 1,
      verdict: 'OPEN',
      confirmed: true,
      coverage: { counted: 3, asked: 2, answered: 1 },
      accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 0, UNKNOWN: 2 },
      open: [{ ...tenant, userStatus: 'ACTIVE', confirmed: true, recordedAt: '2026-11-20T08:00:02.500Z' }],
      openTruncated: false,
      unknown: [
        { ...tenant, app: 'ZOOM', status: 'TIMED_OUT', reason: 'TIMED_OUT', lastAccess: 'BLOCKED' },
        { app: 'OKTA', tenantId: 'o-1', reason: 'NOT_ASKED', authorizationStatus: 'PendingConnect' },
        { taskId, email: 'ana@example.com', status: 'EXPIRED', reason: 'EXPIRED' },
      ],
      unknownTruncated: false,
      withoutUserAccess: [{ app: 'CONFLUENCE', tenantId: 'c-1' }],
      authorizationsError: 'AccessDeniedException, HTTP 403',
      trigger,
    },
  ],
  [DetailType.SCAN_FAILED]: [
    'user-access-scan-failed.json',
    {
      version: '1',
      id: `failed:${scanId}:0`,
      scanId,
      email: 'ana@example.com',
      status: 'FAILED',
      startedAt: '2026-11-20T08:00:00.000Z',
      endedAt: '2026-11-20T08:00:01.000Z',
      error: { name: 'AppFabricAccessDenied', message: 'Grant it.' },
      trigger,
    },
  ],
  ...WATCH_EVENT_EXAMPLES,
};

/** Attributes that are optional, because they are known or apply only in some scans or results. */
const optional: Record<string, string[]> = {
  [DetailType.RESULT]: [
    ...['taskId', 'email', 'app', 'tenantId', 'tenantDisplayName', 'trigger'],
    ...['reason', 'accountFound', 'userStatus', 'error'],
  ],
  [DetailType.SCAN_COMPLETED]: [
    ...['email', 'trigger', 'verdict', 'confirmed', 'coverage'],
    ...['withoutUserAccess', 'authorizationsError'],
  ],
  [DetailType.SCAN_FAILED]: ['email', 'trigger'],
  ...WATCH_EVENT_OPTIONAL,
};

function read(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

test('the schemas are generated from the types (run `npm run schemas` after a change)', () => {
  const print = `import { schemaFiles } from './scripts/schemas.mjs'; console.log(JSON.stringify(schemaFiles()));`;
  const made: [string, string][] = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', print], { encoding: 'utf8' }),
  );
  expect(made.map(([file]) => file).sort()).toEqual(readdirSync(folder).sort());
  for (const [file, content] of made) expect(readFileSync(join(folder, file), 'utf8')).toBe(content);
});

test('there is one schema for each detail-type', () => {
  expect(Object.keys(examples).sort()).toEqual(Object.values(DetailType).sort());
  expect(readdirSync(folder).sort()).toEqual(
    Object.values(examples)
      .map(([file]) => file)
      .sort(),
  );
});

describe.each(Object.entries(examples))('%s', (detailType, [file, detail]) => {
  let accepts: ValidateFunction;

  beforeAll(() => {
    accepts = new Ajv({ strict: true, allErrors: true }).compile(read(file));
  });

  test('accepts an event', () => {
    expect(accepts(detail) || accepts.errors).toBe(true);
  });

  test('accepts attributes that are added within the version', () => {
    expect(accepts({ ...detail, added: { later: true } })).toBe(true);
  });

  test.each(Object.keys(detail))('requires %s unless it is optional', (member) => {
    const { [member]: _, ...rest } = detail;
    expect(accepts(rest)).toBe(optional[detailType]?.includes(member));
  });

  test.each(Object.keys(detail))('rejects null for %s', (member) => {
    expect(accepts({ ...detail, [member]: null })).toBe(false);
  });

  const wrong: [string, Record<string, unknown>][] = [
    ['another version', { version: '2' }],
    ['an unknown status', { status: 'DONE' }],
    ["another event's id", { id: `other:${scanId}` }],
    ['a trigger without a source', { trigger: { id: 'event-1', time: trigger.time } }],
    ['a change of another kind', { kind: 'CLOSED' }],
    ['a request without its time', { requests: [{ dueAt: '2026-11-20T08:00:00.000Z', trigger }] }],
  ];
  const ofThisEvent = wrong.filter(([, change]) => Object.keys(change).every((name) => name in detail));
  test.each(ofThisEvent)('refuses %s', (_what, change) => {
    expect(accepts({ ...detail, ...change })).toBe(false);
  });
});

function example(detailType: string, change: object): [file: string, detail: object] {
  const [file = '', detail] = examples[detailType] ?? [];
  return [file, { ...detail, ...change }];
}

test.each<[string, string, object]>([
  ['an access of another word', DetailType.RESULT, { access: 'YES' }],
  ['a reason of another word', DetailType.RESULT, { reason: 'LATER' }],
  ['a verdict of another word', DetailType.SCAN_COMPLETED, { verdict: 'SAFE' }],
  ['coverage without what was asked', DetailType.SCAN_COMPLETED, { coverage: { counted: 3, answered: 1 } }],
  ['counts without UNKNOWN', DetailType.SCAN_COMPLETED, { accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 0 } }],
  ['half a tenant', DetailType.SCAN_COMPLETED, { accessCounts: { OPEN: 0.5, BLOCKED: 0, NONE: 0, UNKNOWN: 0 } }],
  ['an open tenant that does not say whether it is confirmed', DetailType.SCAN_COMPLETED, { open: [tenant] }],
  ['a tenant without an answer or a reason', DetailType.SCAN_COMPLETED, { unknown: [tenant] }],
  [
    'UNKNOWN as the last answer',
    DetailType.SCAN_COMPLETED,
    { unknown: [{ ...tenant, reason: 'OTHER', lastAccess: 'UNKNOWN' }] },
  ],
  ['an authorization without a tenant', DetailType.SCAN_COMPLETED, { withoutUserAccess: [{ app: 'CONFLUENCE' }] }],
])('refuses %s', (_what, detailType, change) => {
  const [file, detail] = example(detailType, change);
  expect(new Ajv().compile(read(file))(detail)).toBe(false);
});

test('accepts a status of an app authorization that AppFabric adds', () => {
  const unknown = [{ ...tenant, reason: 'NOT_ASKED', authorizationStatus: 'Paused' }];
  const [file, detail] = example(DetailType.SCAN_COMPLETED, { unknown });
  expect(new Ajv().compile(read(file))(detail)).toBe(true);
});

test('times have milliseconds and are in UTC', () => {
  const accepts = new Ajv().compile(read('user-access-result.json'));
  const [, detail] = examples[DetailType.RESULT] ?? [];
  for (const recordedAt of ['2026-11-20T08:00:02Z', '2026-11-20T08:00:02.500+01:00', 'yesterday']) {
    expect(accepts({ ...detail, recordedAt })).toBe(false);
  }
});

describe('registerEventSchemas', () => {
  /** Keywords that have another meaning in draft 4, or do not exist there. */
  const notInDraft4 = /"(const|contains|if|then|else|examples|propertyNames|\$id|\$defs|exclusiveM\w+)":/;

  test('puts each schema in a registry as draft 4, the only version that EventBridge supports', () => {
    const stack = newStack();
    scannerIn(stack, { registerEventSchemas: true });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EventSchemas::Registry', 1);
    const registered = Object.values(template.findResources('AWS::EventSchemas::Schema'));
    expect(registered.map(({ Properties }) => Properties.SchemaName).sort()).toEqual([
      'cdk-appfabric-user-access@UserAccessChanged',
      'cdk-appfabric-user-access@UserAccessResult',
      'cdk-appfabric-user-access@UserAccessScanCompleted',
      'cdk-appfabric-user-access@UserAccessScanFailed',
      'cdk-appfabric-user-access@UserAccessWatchCleared',
      'cdk-appfabric-user-access@UserAccessWatchGivenUp',
      'cdk-appfabric-user-access@UserAccessWatchOverdue',
      'cdk-appfabric-user-access@UserAccessWatchStarted',
      'cdk-appfabric-user-access@UserAccessWatchStopped',
    ]);
    for (const { Properties } of registered) {
      const content = JSON.parse(Properties.Content);
      const shipped = Object.values(examples)
        .map(([file]) => read(file))
        .find(({ title }) => title === content.title);
      expect(Properties.Type).toBe('JSONSchemaDraft4');
      expect(content).toEqual({ ...shipped, $schema: 'http://json-schema.org/draft-04/schema#' });
      expect(Properties.Content).not.toMatch(notInDraft4);
    }
  });

  test('is off by default', () => {
    const stack = newStack();
    scannerIn(stack);
    Template.fromStack(stack).resourceCountIs('AWS::EventSchemas::Registry', 0);
  });
});
