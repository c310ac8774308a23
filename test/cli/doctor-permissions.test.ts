import { readFileSync } from 'node:fs';
import { cleanUp, deploy, doctor, notOk, prepare, type Resources, standBetween } from '../support/doctor';

beforeEach(prepare);
afterEach(cleanUp);

/** A scanner with all that asks for something: a key, an alias, a queue in another stack. */
function everything(resources: Resources): void {
  resources.Key = { Type: 'AWS::KMS::Key', Properties: { Enabled: true } };
  const of = (start: string) => Object.entries(resources).find(([id]) => id.startsWith(start))?.[1].Properties;
  of('ScannerTable').SSESpecification = { KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } };
  resources.Elsewhere = { Type: 'AWS::SQS::Queue', Properties: {} };
  const [target] = of('ScannerEmployeeLeftRule').Targets;
  const queue = { 'Fn::GetAtt': ['Elsewhere', 'Arn'] };
  of('ScannerEmployeeLeftRule').Targets = [target, { Id: 'Other', Arn: queue, DeadLetterConfig: { Arn: queue } }];
}

const documented = [
  ...(readFileSync('docs/command.md', 'utf8').match(/"Action": \[([^\]]*)\]/)?.[1] ?? '').matchAll(/"([a-z]+:\w+)"/g),
].map(([, action = '']) => action);

test('docs/command.md lists the permissions that it needs, and all of them only read', async () => {
  await deploy({ edit: everything });
  const asked = await standBetween(() => undefined);
  await doctor();
  const seen = new Set(asked);
  seen.delete('sts:GetCallerIdentity');
  expect([...seen].sort()).toEqual([...documented].sort());
  expect([...seen].filter((action) => !/:(Describe|List|Get)[A-Z]/.test(action))).toEqual([]);
});

/** The checks that need each permission. */
const NEEDED_BY: Readonly<Record<string, readonly string[]>> = {
  'appfabric:ListAppAuthorizations': ['app bundle', 'app authorizations'],
  'cloudformation:DescribeStackResources': [
    ...['stack', 'app bundle', 'app authorizations', 'functions', 'Lambda concurrency', 'state machines', 'rules'],
    ...['schedules', 'dead letters'],
  ],
  'cloudformation:DescribeStacks': ['stack'],
  'cloudformation:ListStackResources': [
    ...['stack', 'app bundle', 'app authorizations', 'functions', 'Lambda concurrency', 'state machines', 'rules'],
    ...['schedules', 'dead letters'],
  ],
  'dynamodb:DescribeContinuousBackups': ['backups'],
  'dynamodb:DescribeTable': ['table', 'key'],
  'dynamodb:DescribeTimeToLive': ['time to live'],
  'events:ListEventBuses': ['rules', 'dead letters'],
  'events:ListRuleNamesByTarget': ['rules', 'dead letters'],
  'events:ListRules': ['rules', 'dead letters'],
  'events:ListTargetsByRule': ['rules', 'dead letters'],
  'kms:DescribeKey': ['key'],
  'lambda:GetAccountSettings': ['Lambda concurrency'],
  'lambda:GetAlias': ['functions'],
  'lambda:GetFunctionConcurrency': ['Lambda concurrency'],
  'lambda:GetFunctionConfiguration': ['app bundle', 'app authorizations', 'functions', 'rules', 'dead letters'],
  'scheduler:ListSchedules': ['schedules', 'dead letters'],
  'sqs:GetQueueAttributes': ['dead letters'],
  'sqs:GetQueueUrl': ['rules', 'dead letters'],
  'states:DescribeStateMachine': ['state machines'],
};

test('every permission is tried', () => {
  expect(Object.keys(NEEDED_BY)).toEqual(documented);
});

test.each(Object.entries(NEEDED_BY))(
  'without %s, the lines that need it say so, and all others are made',
  async (action, needed) => {
    await deploy({ edit: everything });
    // STS and CloudFormation have another name for it than the others.
    const error = action.startsWith('cloudformation:') ? 'AccessDenied' : 'AccessDeniedException';
    await standBetween((asked) => (asked.action === action ? { error } : undefined));
    const { code, stdout } = await doctor();
    expect(notOk(stdout)).toEqual(
      needed.map(
        (check) =>
          `? unchecked | ${check} | could not be checked. AWS denied ${action}. Ask for this permission (docs/command.md#doctor lists all).`,
      ),
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`\n${needed.length} could not be checked\\.\n$`));
  },
);
