import { Aws, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import {
  Access,
  type IUserAccessScanner,
  UnknownReason,
  UserAccessAlarms,
  UserAccessScanner,
  type UserAccessScannerAttributes,
  Verdict,
} from 'cdk-appfabric-user-access';
import type { JsonObject } from '../../local/stack/json';
import { type ResolvedTemplate, resourcesOfType } from '../../local/stack/resolve-template';
import { deployed } from '../support/deployed';
import { GRANTS, newStack, scannerIn } from '../support/scanner-stack';

const HERE = { account: '111122223333', region: 'us-east-1' };
const KEY_ARN = 'arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
const RULES = ['onResult', 'onScanCompleted', 'onScanFailed', 'onChange', 'onWatch'] as const;
const left = { eventPattern: { source: ['com.example.hr'] }, email: EventField.fromPath('$.detail.email') };

/** Uses everything that an owned scanner and an imported one have in common, in the stack that it is in. */
function useOf(scanner: IUserAccessScanner): void {
  const stack = Stack.of(scanner);
  for (const grant of GRANTS) scanner[grant](new Role(stack, grant, { assumedBy: new AccountRootPrincipal() }));
  for (const rule of RULES) scanner[rule](rule);
  scanner.scanOn('ScanTrigger', left);
  scanner.watchOn('WatchTrigger', { ...left, giveUpAfter: Duration.days(300), dueIn: Duration.days(2) });
  scanner.scanOnSchedule('Schedule', {
    schedule: ScheduleExpression.rate(Duration.days(1)),
    emails: ['ana@example.com'],
  });
}

/** The ARNs of the scanner that a stack deploys. */
function attributesOf(template: ResolvedTemplate) {
  const arn = (type: string, part: string) =>
    resourcesOfType(template, type).find(({ logicalId }) => logicalId.startsWith(part))?.arn ?? '';
  return {
    stateMachineArn: arn('AWS::StepFunctions::StateMachine', 'ScannerWorkflow'),
    watchStateMachineArn: arn('AWS::StepFunctions::StateMachine', 'ScannerWatchWorkflow'),
    tableArn: arn('AWS::DynamoDB::Table', 'ScannerTable'),
  };
}

/** What a template has of a type, by the id of its construct, with the differences that there have to be left out. */
function resources(template: ResolvedTemplate, type: string, ids: readonly string[]): Record<string, JsonObject> {
  return Object.fromEntries(
    ids.map((id) => {
      const found = resourcesOfType(template, type).filter(({ logicalId }) =>
        new RegExp(`^(Scanner)?${id}(?!StateMachine)`).test(logicalId),
      );
      expect([id, found.length]).toEqual([id, 1]);
      const { Description, PolicyName, Roles, ...properties } = found[0]?.properties ?? {};
      return [id, properties];
    }),
  );
}

function owned(withKey = false): Stack {
  const stack = newStack({ env: HERE });
  const encryptionKey = withKey ? Key.fromKeyArn(stack, 'Key', KEY_ARN) : undefined;
  useOf(scannerIn(stack, { encryptionKey, eventBus: EventBus.fromEventBusName(stack, 'Bus', 'user-access') }));
  return stack;
}

const ARNS = attributesOf(deployed(owned()));

function imported(attributes: Partial<Record<keyof UserAccessScannerAttributes, unknown>> = {}, env: object = HERE) {
  return importedIn(newStack({ env }), attributes);
}

function importedIn(stack: Stack, attributes: Partial<Record<keyof UserAccessScannerAttributes, unknown>>) {
  const scanner = UserAccessScanner.fromUserAccessScannerAttributes(stack, 'Scanner', {
    ...ARNS,
    eventBus: EventBus.fromEventBusName(stack, 'Bus', 'user-access'),
    ...attributes,
  } as UserAccessScannerAttributes);
  return { stack, scanner };
}

describe.each([
  ['without a key', false],
  ['with a key', true],
])('an imported scanner %s', (_what, withKey) => {
  const stack = newStack({ env: HERE });
  const { scanner } = importedIn(stack, withKey ? { encryptionKey: Key.fromKeyArn(stack, 'Key', KEY_ARN) } : {});
  useOf(scanner);
  const [own, other] = [deployed(owned(withKey)), deployed(stack)];

  test('grants the same actions on the same resources', () => {
    const policies = resources(other, 'AWS::IAM::Policy', GRANTS);
    expect(policies).toEqual(resources(own, 'AWS::IAM::Policy', GRANTS));
    expect(JSON.stringify(policies).includes(KEY_ARN)).toBe(withKey);
  });

  test('has rules that match the same events', () => {
    expect(resources(other, 'AWS::Events::Rule', RULES)).toEqual(resources(own, 'AWS::Events::Rule', RULES));
  });

  test('has triggers and schedules that start the same executions, with the same permissions', () => {
    for (const [type, ...ids] of [
      ['AWS::Events::Rule', 'ScanTrigger', 'WatchTrigger'],
      ['AWS::Scheduler::Schedule', 'Schedule'],
      ['AWS::IAM::Policy', 'ScanTrigger', 'WatchTrigger', 'Schedule'],
      ['AWS::SQS::Queue', 'ScanTrigger', 'WatchTrigger', 'Schedule'],
    ] as const) {
      expect(resources(other, type, ids)).toEqual(resources(own, type, ids));
    }
  });

  test('creates nothing else', () => {
    const types = new Set(other.resources.map(({ type }) => type));
    expect([...types].sort()).toEqual([
      'AWS::Events::Rule',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
      'AWS::Scheduler::Schedule',
      'AWS::Scheduler::ScheduleGroup',
    ]);
  });
});

test('the metrics of an imported scanner are those of the scanner', () => {
  const all = (scanner: IUserAccessScanner) => [
    scanner.metric('ScansStarted'),
    scanner.metricScansStarted(),
    scanner.metricScansCompleted(),
    scanner.metricScansFailed(),
    scanner.metricScanDuration(),
    scanner.metricResults(Access.OPEN),
    scanner.metricResultsWithoutAnswer(UnknownReason.PERMISSION, { app: 'SLACK' }),
    scanner.metricTenantsToReconnect(),
    scanner.metricVerdicts(Verdict.OPEN),
    scanner.metricOldestPendingTask(),
    scanner.metricPolls(),
    scanner.metricAppFabricCalls(),
    scanner.metricAppFabricThrottles(),
    scanner.metricEventsRefused(),
    scanner.metricChanges(),
    scanner.metricWatchesStarted(),
    scanner.metricWatchesOverdue(),
    scanner.metricWatchesCleared(),
    scanner.metricWatchesGivenUp(),
    scanner.metricWatchesStopped(),
  ];
  const shown = (scanner: IUserAccessScanner) =>
    all(scanner).map(({ namespace, metricName, dimensions, statistic }) => [
      namespace,
      metricName,
      dimensions,
      statistic,
    ]);
  const { scanner } = imported({ scannerPath: 'Stäck/Scanner' });
  expect(shown(scanner)[0]?.[2]).toEqual({ Scanner: 'St_ck/Scanner' });
  expect(shown(imported({ scannerPath: 'Stack/Scanner' }).scanner)).toEqual(shown(scannerIn(newStack())));
});

test('the metrics of an imported scanner are in its account and Region, wherever its stack is', () => {
  const monitoring = newStack({ env: { account: '444455556666', region: 'eu-west-1' } });
  const { scanner } = importedIn(monitoring, { scannerPath: 'UserAccess/Scanner' });
  const { account, region } = scanner.metricScansFailed();
  expect({ account, region }).toEqual(HERE);
  expect(() =>
    scanner.metricScansFailed().createAlarm(monitoring, 'Alarm', { threshold: 1, evaluationPeriods: 1 }),
  ).toThrow("Cannot create an Alarm in region 'eu-west-1' based on metric 'ScansFailed' in 'us-east-1'");
});

test('an alarm on a metric of an imported scanner can be in another account', () => {
  const monitoring = newStack({ env: { ...HERE, account: '444455556666' } });
  const { scanner } = importedIn(monitoring, { scannerPath: 'UserAccess/Scanner' });
  scanner.metricScansFailed().createAlarm(monitoring, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
  Template.fromStack(monitoring).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Metrics: [Match.objectLike({ AccountId: HERE.account })],
  });
});

test('the metrics of a scanner that is imported without its path are an error', () => {
  expect(() => imported().scanner.metricScansFailed()).toThrow(
    "Stack/Scanner: scannerPath is required for metrics: pass the stack name and the path of the scanner in it, for example 'UserAccess/Scanner'.",
  );
});

test('ARNs can be known only at deployment', () => {
  const stack = newStack();
  const parameter = (name: string) => new CfnParameter(stack, name).valueAsString;
  const scanner = UserAccessScanner.fromUserAccessScannerAttributes(stack, 'Scanner', {
    stateMachineArn: parameter('Scans'),
    watchStateMachineArn: parameter('Watches'),
    tableArn: parameter('Table'),
    eventBus: EventBus.fromEventBusName(stack, 'Bus', 'user-access'),
  });
  useOf(scanner);
  const template = Template.fromStack(stack);
  const policies = template.findResources('AWS::IAM::Policy');
  const statement = Object.entries(policies).find(([id]) => id.startsWith('grantStopWatch'))?.[1].Properties
    .PolicyDocument.Statement[0];
  const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':', { Ref: 'Watches' }] }] });
  expect(statement.Resource).toEqual({
    'Fn::Join': ['', ['arn:', part(1), ':states:', part(3), ':', part(4), ':execution:', part(6), ':*']],
  });
  const rules = Object.entries(template.findResources('AWS::Events::Rule'));
  const pattern = rules.find(([id]) => id.startsWith('ScanneronResult'))?.[1].Properties.EventPattern;
  expect(pattern).toMatchObject({ resources: [{ Ref: 'Table' }] });
});

test('in a stack for any account, an imported scanner is still where its ARNs say', () => {
  const { stack, scanner } = imported({ encryptionKey: Key.fromKeyArn(newStack(), 'Key', KEY_ARN) }, {});
  const role = new Role(stack, 'Reader', { assumedBy: new AccountRootPrincipal() });
  scanner.grantReadResults(role);
  scanner.grantForget(role);
  scanner.onResult('Result');
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { account: [HERE.account], resources: [ARNS.tableArn] },
  });
  const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'));
  expect(policies).toContain('"kms:ViaService":"dynamodb.us-east-1.amazonaws.com"');
  expect(policies).not.toContain('AWS::Region');
});

test('a rule of an imported scanner can be in the account of the event bus', () => {
  const stack = newStack({ env: HERE });
  const arn = 'arn:aws:events:us-east-1:444455556666:event-bus/security';
  const { scanner } = importedIn(stack, { eventBus: EventBus.fromEventBusArn(stack, 'Security', arn) });
  const there = newStack({ env: { account: '444455556666', region: 'us-east-1' } });
  scanner.onResult('Result', { crossStackScope: there });
  Template.fromStack(there).hasResourceProperties('AWS::Events::Rule', {
    EventBusName: 'security',
    EventPattern: { account: [HERE.account], resources: [ARNS.tableArn] },
  });
});

test('the grants of the table of an imported scanner include its indexes', () => {
  const { stack, scanner } = imported();
  scanner.table.grantReadData(new Role(stack, 'Reader', { assumedBy: new AccountRootPrincipal() }));
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).toContain('/index/*');
});

test('an imported scanner keeps results for a year, unless something else is known', () => {
  expect(imported().scanner.resultRetention.toDays()).toBe(365);
  const { scanner } = imported({ resultRetention: Duration.days(10) });
  expect(() => scanner.watchOn('Left', { ...left, giveUpAfter: Duration.days(11) })).toThrow(
    /giveUpAfter \(950400 s\) must not be longer than the scanner's resultRetention \(864000 s\)/,
  );
});

test.each([
  ['account', { account: '444455556666', region: 'us-east-1' }, '111122223333'],
  ['Region', { account: '111122223333', region: 'eu-west-1' }, 'us-east-1'],
])('triggers in another %s than the scanner are rejected', (what, env, place) => {
  const { scanner } = imported({}, env);
  const message = `scanner is in ${what} ${place}, but this would be in ${what === 'account' ? env.account : env.region}`;
  expect(() => scanner.scanOn('ScanTrigger', left)).toThrow(message);
  expect(() => scanner.watchOn('WatchTrigger', left)).toThrow(message);
  const schedule = ScheduleExpression.rate(Duration.days(1));
  expect(() => scanner.scanOnSchedule('Schedule', { schedule, emails: ['ana@example.com'] })).toThrow(message);
});

test('alarms of an imported scanner are rejected, because its functions are not known', () => {
  const { stack, scanner } = imported();
  expect(() => new UserAccessAlarms(stack, 'Alarms', { scanner })).toThrow(
    'Stack/Alarms: scanner must be a UserAccessScanner of this app, because alarms watch its functions and state machines. Create the alarms of an imported scanner in the app that creates the scanner.',
  );
});

const { stateMachineArn, watchStateMachineArn, tableArn } = ARNS;
const LIKE = 'must look like arn:aws:states:<region>:<account>:stateMachine:<name>';
test.each<[string, Partial<Record<keyof UserAccessScannerAttributes, unknown>>, string]>([
  ['no ARN', { stateMachineArn: undefined }, `stateMachineArn ${LIKE}, got undefined.`],
  ['a name', { watchStateMachineArn: 'Watches' }, `watchStateMachineArn ${LIKE}, got 'Watches'.`],
  [
    'the ARN of an execution',
    { stateMachineArn: stateMachineArn.replace('stateMachine', 'execution') },
    `stateMachineArn ${LIKE}, got 'arn:aws:states:us-east-1:111122223333:execution:`,
  ],
  ['the ARN of the table', { stateMachineArn: tableArn }, `stateMachineArn ${LIKE}, got 'arn:aws:dynamodb:`],
  ['the state machine twice', { watchStateMachineArn: stateMachineArn }, 'watchStateMachineArn is that of'],
  [
    'the name of the table',
    { tableArn: 'UserAccess' },
    "tableArn must look like arn:aws:dynamodb:<region>:<account>:table/<name>, got 'UserAccess'.",
  ],
  ['the ARN of a state machine for the table', { tableArn: watchStateMachineArn }, 'tableArn must look like'],
  ['the ARN of a version', { stateMachineArn: `${stateMachineArn}:1` }, `stateMachineArn ${LIKE}, got`],
  ['the ARN of an index', { tableArn: `${tableArn}/index/ByApp` }, 'tableArn must look like'],
  ['the ARN of a stream', { tableArn: `${tableArn}/stream/2026-11-28T00:00:00.000` }, 'tableArn must look like'],
  ['an ARN with a blank', { tableArn: `${tableArn} ` }, 'tableArn must look like'],
  [
    'the table of another Region',
    { tableArn: tableArn.replace('us-east-1', 'eu-west-1') },
    'tableArn is in Region eu-west-1, but stateMachineArn is in us-east-1. Pass the ARNs of one scanner.',
  ],
  [
    'watches of another account',
    { watchStateMachineArn: watchStateMachineArn.replace('111122223333', '444455556666') },
    'watchStateMachineArn is in account 444455556666, but stateMachineArn is in 111122223333.',
  ],
  ['no event bus', { eventBus: undefined }, 'eventBus is required, because a rule on another event bus would never'],
  ['the name of an event bus', { eventBus: 'user-access' }, 'eventBus is required'],
  ['the ARN of a key', { encryptionKey: KEY_ARN }, 'encryptionKey must be a Key'],
  ['days as a number', { resultRetention: 30 }, 'resultRetention must be a Duration'],
  [
    'a retention that no scanner has',
    { resultRetention: Duration.hours(23) },
    'resultRetention must be that of the scanner, which is at least one day, got 82800 s.',
  ],
  [
    'a path that is known only at deployment',
    { scannerPath: `${Aws.STACK_NAME}/Scanner` },
    'scannerPath must be known at synthesis, because it is part of each metric. Use a literal value.',
  ],
  ...['Scanner', '/UserAccess/Scanner', 'UserAccess/Scanner/', 'UserAccess//Scanner'].map(
    (scannerPath): [string, Partial<UserAccessScannerAttributes>, string] => [
      `the path '${scannerPath}', whose metrics would have no data`,
      { scannerPath },
      `scannerPath must be the stack name and the path of the scanner in it, for example 'UserAccess/Scanner', got '${scannerPath}'.`,
    ],
  ),
  [
    'an empty path',
    { scannerPath: '' },
    "scannerPath must be the stack name and the path of the scanner in it, for example 'U",
  ],
])('rejects %s', (_what, attributes, message) => {
  expect(() => imported(attributes)).toThrow(`Stack/Scanner: ${message}`);
});

test('accepts the shortest retention that a scanner can have', () => {
  expect(() => imported({ resultRetention: Duration.days(1) })).not.toThrow();
});
