import { App, Duration, Stack } from 'aws-cdk-lib';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AppBundle, ScanSchedule, ScanTrigger, UserAccessScanner } from 'cdk-appfabric-user-access';
import { Construct } from 'constructs';
import {
  APP_BUNDLE,
  cleanUp,
  deploy,
  doctor,
  idOf,
  json,
  notOk,
  prepare,
  type Resources,
  standBetween,
} from '../support/doctor';

beforeEach(prepare);
afterEach(cleanUp);

const eventPattern = { source: ['com.example.hr'] };
const email = EventField.fromPath('$.detail.email');

/** The resources of a stack with two scanners below other constructs, and with all that can belong to one of them. */
function twoScanners(): Resources {
  const stack = new Stack(new App({ analyticsReporting: false }), 'UserAccess');
  const appBundle = AppBundle.fromAppBundleArn(stack, 'AppBundle', APP_BUNDLE);
  const place = new Construct(new Construct(stack, 'Prod-1'), 'Team');
  const eventBus = new EventBus(stack, 'EventBus');
  const props = { appBundle, eventBus, encryptionKey: new Key(stack, 'Key') };
  const scanner = new UserAccessScanner(place, 'Scanner', props);
  const other = new UserAccessScanner(place, 'Scanner2', props);
  scanner.denyOthersToPublish(other);
  scanner.addAlarms();
  other.addAlarms();
  for (const each of [scanner, other]) {
    each.scanOn('Left', { eventPattern, email });
    each.watchOn('Leaving', { eventPattern, email });
    each.onResult('Result', { target: new SqsQueue(new Queue(each, 'Target')) });
    const schedule = ScheduleExpression.rate(Duration.days(1));
    each.scanOnSchedule('People', { schedule, emails: ['ana@example.com', 'bo@example.com'] });
  }
  const schedule = ScheduleExpression.rate(Duration.days(7));
  new ScanTrigger(new Construct(stack, 'Elsewhere'), 'Hired', { scanner, eventPattern, email });
  new ScanSchedule(stack, 'Weekly', { scanner, schedule, emails: ['cy@example.com'] });
  const assembly = (stack.node.root as App).synth();
  return assembly.getStackByName('UserAccess').template.Resources;
}

let resources: Resources;
beforeAll(() => {
  resources = twoScanners();
});

const tableOf = (scanner: string) =>
  Object.keys(resources).find((id) => new RegExp(`^Prod1Team${scanner}Table[0-9A-F]{8}$`).test(id)) ?? '';

/** The flags for a scanner. */
function flagsOf(scanner: string): string[] {
  const start = `Prod1Team${scanner}WorkflowStateMachine`;
  const stateMachine = Object.keys(resources).find((id) => id.startsWith(start) && !id.includes('Role'));
  const arn = `arn:aws:states:us-east-1:111122223333:stateMachine:UserAccess-${stateMachine}`;
  return ['--table', `UserAccess-${tableOf(scanner)}`, '--state-machine', arn];
}

const deployBoth = (edit: (all: Resources) => void = () => {}) =>
  deploy({
    edit: (all) => {
      for (const id of Object.keys(all)) delete all[id];
      Object.assign(all, structuredClone(resources));
      edit(all);
    },
  });

async function look(scanner: string, edit?: (all: Resources) => void) {
  await deployBoth(edit);
  return doctor(...flagsOf(scanner));
}

test.each([
  ['Scanner', '6 rules', '3 schedules', '5 queues'],
  ['Scanner2', '5 rules', '2 schedules', '5 queues'],
])('%s has its own parts, by the logical ids that CDK makes', async (scanner, rules, schedules, queues) => {
  const { code, stdout } = await look(scanner);
  expect([code, notOk(stdout)]).toEqual([0, []]);
  expect(stdout).toContain(`${rules}, enabled and with targets\n`);
  expect(stdout).toContain(`${schedules}, enabled\n`);
  expect(stdout).toContain(`${queues} of the stack, without messages\n`);
  expect(stdout).toContain('4 functions, active, with the alias live\n');
  expect(stdout).toContain('4 state machines, active, with logs\n');
  expect(stdout).toMatch(/key\/UserAccess-Key\w+ is enabled\n/);
});

test('each rule of a scanner is found if it is disabled, and none of the other', async () => {
  const { stdout } = await look('Scanner', (all) => {
    for (const { Type, Properties } of Object.values(all))
      if (Type === 'AWS::Events::Rule') Properties.State = 'DISABLED';
  });
  const names = notOk(stdout).map((line) => /UserAccess-(\w+?)(Rule)?[0-9A-F]{8} /.exec(line)?.[1]);
  expect(names.sort()).toEqual([
    'ElsewhereHired',
    'Prod1TeamScannerEndedScans',
    'Prod1TeamScannerEndedWatches',
    'Prod1TeamScannerLeaving',
    'Prod1TeamScannerLeft',
    'Prod1TeamScannerResult',
  ]);
});

test('the rules of its own that lost their targets are found', async () => {
  const { stdout } = await look('Scanner', (all) => {
    for (const { Type, Properties } of Object.values(all)) if (Type === 'AWS::Events::Rule') delete Properties.Targets;
  });
  expect(notOk(stdout).filter((line) => line.includes('has no targets'))).toHaveLength(5);
});

test('a rule for its events that somebody has deleted is found', async () => {
  await deployBoth();
  await standBetween(({ action }) =>
    action === 'events:ListRules'
      ? json((answer) => {
          answer.Rules = answer.Rules.filter(({ Name }: { Name: string }) => !/TeamScannerResult/.test(Name));
        })
      : undefined,
  );
  expect(notOk((await doctor(...flagsOf('Scanner'))).stdout)).toEqual([
    expect.stringMatching(
      /^✗ to do \| rules \| UserAccess-Prod1TeamScannerResult\w+ on UserAccess-EventBus\w+ does not exist\./,
    ),
  ]);
});

test('ids that end as those of the construct do, which CDK shortens, hide nothing', async () => {
  const stack = new Stack(new App({ analyticsReporting: false }), 'UserAccess');
  const appBundle = AppBundle.fromAppBundleArn(stack, 'AppBundle', APP_BUNDLE);
  const scanner = new UserAccessScanner(stack, 'OffboardingWorkflow', { appBundle });
  const daily = { schedule: ScheduleExpression.rate(Duration.days(1)), emails: ['ana@example.com'] };
  scanner.scanOn('LeaverRule', { eventPattern, email });
  scanner.scanOnSchedule('LeaverGroup', daily);
  new ScanSchedule(stack, 'ContractorGroup', { scanner, ...daily });
  const { Resources } = (stack.node.root as App).synth().getStackByName('UserAccess').template;
  const groups: [string, Resources][] = Object.entries(Resources);
  for (const { Type, Properties } of Object.values<Resources>(Resources)) {
    if (Type !== 'AWS::Scheduler::Schedule') continue;
    // The local stack makes names of its own, also for what has one.
    const group = groups.find(([, { Properties: its }]) => its.Name === Properties.GroupName);
    Properties.GroupName = { Ref: group?.[0] };
  }
  await deploy({
    edit: (all) => {
      for (const id of Object.keys(all)) delete all[id];
      Object.assign(all, Resources);
    },
  });
  await standBetween(({ action }) =>
    action === 'sqs:GetQueueAttributes'
      ? json((answer) => {
          answer.Attributes.ApproximateNumberOfMessages = '1';
        })
      : undefined,
  );
  const { stdout } = await doctor('--table', `UserAccess-${idOf(Resources, 'OffboardingWorkflowTable')}`);
  expect(stdout).toContain('4 functions, active, with the alias live\n');
  expect(stdout).toContain('4 state machines, active, with logs\n');
  expect(stdout).toContain('3 rules, enabled and with targets\n');
  const queues = notOk(stdout).map((line) => /1 message in (?:UserAccess-)?(\w+)DeadLetterQueue/.exec(line)?.[1]);
  expect(queues.sort()).toEqual([
    'ContractorGroup',
    'OffboardingWorkflowEndedScans',
    'OffboardingWorkflowEndedWatches',
    'OffboardingWorkflowLeaverGroup',
    'OffboardingWorkflowLeaverRule',
  ]);
});
