import { App, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type Alarm, Dashboard, type IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import {
  type IUserAccessScanner,
  ScanSchedule,
  type ScanScheduleProps,
  ScanTrigger,
  type ScanTriggerProps,
  UserAccessAlarms,
  WatchTrigger,
} from 'cdk-appfabric-user-access';
import { GRANTS, scannerIn } from '../support/scanner-stack';

const HERE = { account: '111122223333', region: 'us-east-1' };
const left = { eventPattern: { source: ['com.example.hr'] }, email: EventField.fromPath('$.detail.email') };
const daily = { schedule: ScheduleExpression.rate(Duration.days(1)), emails: ['ana@example.com'] };

/** A scanner whose key and event bus are in a stack of their own, and one more stack. */
function stacks() {
  const app = new App({ analyticsReporting: false });
  const stackOf = (id: string) => new Stack(app, id, { env: HERE });
  const [base, own, theirs] = [stackOf('Base'), stackOf('Own'), stackOf('Theirs')];
  const eventBus = new EventBus(base, 'Bus');
  const scanner = scannerIn(own, { eventBus, encryptionKey: new Key(base, 'Key') });
  const dependenciesOfOwn = () => {
    app.synth();
    return own.dependencies.map(({ stackName }) => stackName);
  };
  return { app, own, theirs, scanner, dependenciesOfOwn };
}

function triggersIn(stack: Stack, scanner: IUserAccessScanner) {
  return [
    new ScanTrigger(stack, 'ScanTrigger', { scanner, ...left }),
    new WatchTrigger(stack, 'WatchTrigger', { scanner, ...left }),
    new ScanSchedule(stack, 'Schedule', { scanner, ...daily }),
  ];
}

test('triggers, schedules, rules and grants can be in another stack, on which the stack of the scanner does not depend', () => {
  const { theirs, scanner, dependenciesOfOwn } = stacks();
  triggersIn(theirs, scanner);
  scanner.onChange('Changed', { crossStackScope: theirs });
  const role = new Role(theirs, 'Role', { assumedBy: new AccountRootPrincipal() });
  for (const grant of GRANTS) scanner[grant](role);
  expect(dependenciesOfOwn()).toEqual(['Base']);
  const template = Template.fromStack(theirs);
  template.resourceCountIs('AWS::Events::Rule', 3);
  template.resourceCountIs('AWS::Scheduler::Schedule', 1);
  template.resourceCountIs('AWS::SQS::Queue', 3);
});

test('alarms and a dashboard can be in another stack, also those of triggers that are in a third one', () => {
  const { app, theirs, scanner, dependenciesOfOwn } = stacks();
  const monitoring = new Stack(app, 'Monitoring', { env: HERE });
  const alarms = new UserAccessAlarms(monitoring, 'Alarms', { scanner });
  triggersIn(theirs, scanner);
  new Dashboard(monitoring, 'Dashboard', { widgets: scanner.dashboardWidgets() });
  expect(dependenciesOfOwn()).toEqual(['Base']);
  Template.fromStack(monitoring).resourceCountIs('AWS::CloudWatch::Alarm', alarms.all.length);
  expect(pathsOf(alarms.deadLetters)).toEqual([
    'Monitoring/Alarms/DeadLetters/EndedScans',
    'Monitoring/Alarms/DeadLetters/EndedWatches',
    'Monitoring/Alarms/DeadLetters/Theirs-ScanTrigger',
    'Monitoring/Alarms/DeadLetters/Theirs-WatchTrigger',
    'Monitoring/Alarms/DeadLetters/Theirs-Schedule',
  ]);
});

test('of triggers in another stack, the alarms of the scanner are with the triggers, with the same actions', () => {
  const { own, theirs, scanner, dependenciesOfOwn } = stacks();
  const page: IAlarmAction = { bind: () => ({ alarmActionArn: 'arn:aws:sns:us-east-1:111122223333:on-call' }) };
  const [trigger] = triggersIn(theirs, scanner);
  const alarms = scanner.addAlarms({ actions: [page] });
  new ScanTrigger(theirs, 'Later', { scanner, ...left });
  scanner.addDashboard();
  scanner.scanOn('InOwnStack', left);
  expect(dependenciesOfOwn()).toEqual(['Base']);
  expect(pathsOf(alarms.deadLetters)).toEqual([
    'Own/Scanner/Alarms/DeadLetters/EndedScans',
    'Own/Scanner/Alarms/DeadLetters/EndedWatches',
    'Theirs/ScanTrigger/DeadLetters',
    'Theirs/WatchTrigger/DeadLetters',
    'Theirs/Schedule/DeadLetters',
    'Theirs/Later/DeadLetters',
    'Own/Scanner/Alarms/DeadLetters/InOwnStack',
  ]);
  Template.fromStack(theirs).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmActions: ['arn:aws:sns:us-east-1:111122223333:on-call'],
    Dimensions: [{ Name: 'QueueName', Value: theirs.resolve(trigger?.deadLetterQueue.queueName) }],
  });
  const [dashboard] = Object.values(Template.fromStack(own).findResources('AWS::CloudWatch::Dashboard'));
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);
  expect(body).toContain('InOwnStack/DeadLetterQueue');
  expect(body).not.toContain('Theirs');
});

test('of triggers in another stack, alarms in a stack that is nested in that of the scanner are with the triggers', () => {
  const { own, theirs, scanner, dependenciesOfOwn } = stacks();
  const nested = new NestedStack(own, 'Nested');
  const alarms = new UserAccessAlarms(nested, 'Alarms', { scanner });
  new ScanTrigger(theirs, 'ScanTrigger', { scanner, ...left });
  scanner.scanOn('InOwnStack', left);
  expect(dependenciesOfOwn()).toEqual(['Base']);
  expect(pathsOf(alarms.deadLetters)).toEqual([
    'Own/Nested/Alarms/DeadLetters/EndedScans',
    'Own/Nested/Alarms/DeadLetters/EndedWatches',
    'Theirs/ScanTrigger/DeadLetters',
    'Own/Nested/Alarms/DeadLetters/InOwnStack',
  ]);
});

const pathsOf = (alarms: Alarm[]) => alarms.map(({ node }) => node.path);

test.each([
  ['needs the stack of the scanner, which needs the bus', false],
  ['works if the scanner imports the bus by its name', true],
])('a trigger in the stack of the event bus %s', (_what, byName) => {
  const app = new App({ analyticsReporting: false });
  const [ofBus, own] = ['OfBus', 'Own'].map((id) => new Stack(app, id, { env: HERE })) as [Stack, Stack];
  const eventBus = new EventBus(ofBus, 'Bus', { eventBusName: 'user-access' });
  const scanner = scannerIn(own, {
    eventBus: byName ? EventBus.fromEventBusName(own, 'Bus', 'user-access') : eventBus,
  });
  new ScanTrigger(ofBus, 'ScanTrigger', { scanner, eventBus, ...left });
  if (byName) expect(() => app.synth()).not.toThrow();
  else expect(() => app.synth()).toThrow(/DependencyCycle|cyclic reference/);
});

test.each<[string, (stack: Stack) => unknown]>([
  ['a trigger of scans', (stack) => new ScanTrigger(stack, 'It', left as ScanTriggerProps)],
  ['a trigger of watches', (stack) => new WatchTrigger(stack, 'It', left as ScanTriggerProps)],
  ['a schedule', (stack) => new ScanSchedule(stack, 'It', daily as ScanScheduleProps)],
])('%s without a scanner is rejected', (_what, create) => {
  expect(() => create(stacks().theirs)).toThrow(
    'Theirs/It: scanner is required: pass a UserAccessScanner, or one from UserAccessScanner.fromUserAccessScannerAttributes(…).',
  );
});

test('a trigger in another Region than its scanner is rejected', () => {
  const { scanner } = stacks();
  const elsewhere = new Stack(new App(), 'Elsewhere', { env: { ...HERE, region: 'eu-west-1' } });
  expect(() => new ScanTrigger(elsewhere, 'It', { scanner, ...left })).toThrow(
    "Elsewhere/It: scanner is in Region us-east-1, but this would be in eu-west-1, from where EventBridge can't start its executions. Create it in a stack in Region us-east-1.",
  );
});
