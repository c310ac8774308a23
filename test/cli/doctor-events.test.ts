import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  cleanUp,
  deploy,
  doctor,
  idOf,
  json,
  nameOf,
  notOk,
  prepare,
  propertiesOf,
  type Resources,
  standBetween,
} from '../support/doctor';

beforeEach(prepare);
afterEach(cleanUp);

const LEFT = `${nameOf('ScannerEmployeeLeftRule')} on ${nameOf('EventBus')}`;
const REVERT = 'Run cdk deploy --revert-drift.';
const SCANS = `arn:aws:states:us-east-1:111122223333:stateMachine:${nameOf('ScannerWorkflowStateMachine')}`;

const withRule = (change: (rule: Resources, resources: Resources) => void) => (resources: Resources) =>
  change(propertiesOf(resources, 'ScannerEmployeeLeftRule'), resources);

/** A rule that a stack of the local one's shape has, but not its scanner: as if it were in another stack. */
const elsewhere = (properties: (ofTrigger: Resources, resources: Resources) => object) => (resources: Resources) => {
  const trigger = propertiesOf(resources, 'ScannerEmployeeOffboardedRule');
  resources.Elsewhere = { Type: 'AWS::Events::Rule', Properties: properties(trigger, resources) };
  resources.ElsewhereQueue = { Type: 'AWS::SQS::Queue', Properties: {} };
};

const QUEUE = { 'Fn::GetAtt': ['ElsewhereQueue', 'Arn'] };
const QUEUE_ARN = 'arn:aws:sqs:us-east-1:111122223333:UserAccess-ElsewhereQueue';

const ofScanner = (resources: Resources, how: (table: unknown) => unknown) => ({
  source: ['cdk-appfabric-user-access'],
  resources: [how({ 'Fn::GetAtt': [idOf(resources, 'ScannerTable'), 'Arn'] })],
});

/** Puts a message into a queue. */
const undelivered = async (endpoint: string, queue: string) => {
  const sqs = new SQSClient({ endpoint });
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: `${endpoint}/111122223333/${queue}`,
      MessageBody: '{"email":"ana@example.com"}',
    }),
  );
  sqs.destroy();
};

describe('a rule that loses events is a line:', () => {
  test.each<[string, (resources: Resources) => void, string]>([
    [
      'disabled',
      withRule((rule) => {
        rule.State = 'DISABLED';
      }),
      `${LEFT} is disabled. Its events are lost. Enable the rule in EventBridge, if nobody has paused the scanner.`,
    ],
    [
      'without targets',
      withRule((rule) => {
        rule.Targets = [];
      }),
      `${LEFT} has no targets. Its events are lost. Add a target, or remove the rule. If a target was removed by hand: ${REVERT}`,
    ],
    [
      'of a trigger, that starts something else',
      withRule((rule) => {
        rule.Targets[0].Arn = `${QUEUE_ARN.replace('Elsewhere', 'Other')}`;
      }),
      `${LEFT} starts no state machine of this scanner. Its events are lost. ${REVERT}`,
    ],
    [
      'with a function as target that is gone',
      withRule((rule) => {
        rule.Targets.push({ Id: 'Gone', Arn: 'arn:aws:lambda:us-east-1:111122223333:function:gone:live' });
      }),
      `${LEFT} has a target that does not exist: arn:aws:lambda:us-east-1:111122223333:function:gone:live. Its events are lost. Correct the target, or remove it.`,
    ],
    [
      'with a queue as target that is gone',
      withRule((rule) => {
        rule.Targets.push({ Id: 'Gone', Arn: 'arn:aws:sqs:us-east-1:111122223333:gone' });
      }),
      `${LEFT} has a target that does not exist: arn:aws:sqs:us-east-1:111122223333:gone. Its events are lost. Correct the target, or remove it.`,
    ],
    [
      'with a state machine as target that is gone',
      withRule((rule) => {
        rule.Targets.push({ Id: 'Gone', Arn: 'arn:aws:states:us-east-1:111122223333:stateMachine:gone' });
      }),
      `${LEFT} has a target that does not exist: arn:aws:states:us-east-1:111122223333:stateMachine:gone. Its events are lost. Correct the target, or remove it.`,
    ],
    [
      'of another stack, that matches the events of the scanner and is disabled',
      elsewhere((trigger, resources) => ({
        State: 'DISABLED',
        EventBusName: trigger.EventBusName,
        EventPattern: ofScanner(resources, (table) => table),
        Targets: [{ Id: 'Target', Arn: QUEUE }],
      })),
      `UserAccess-Elsewhere on ${nameOf('EventBus')} is disabled. Its events are lost. Enable the rule in EventBridge, if nobody has paused the scanner.`,
    ],
    [
      'of another stack, that knows only how the name of the table begins',
      elsewhere((trigger, resources) => ({
        EventBusName: trigger.EventBusName,
        EventPattern: ofScanner(resources, () => ({
          prefix: 'arn:aws:dynamodb:us-east-1:111122223333:table/UserAccess-Scanner',
        })),
      })),
      `UserAccess-Elsewhere on ${nameOf('EventBus')} has no targets. Its events are lost. Add a target, or remove the rule. If a target was removed by hand: ${REVERT}`,
    ],
    [
      'of another stack, that starts scans from another bus and is disabled',
      elsewhere((trigger) => ({ State: 'DISABLED', EventPattern: { source: ['hr'] }, Targets: trigger.Targets })),
      'UserAccess-Elsewhere is disabled. Its events are lost. Enable the rule in EventBridge, if nobody has paused the scanner.',
    ],
  ])('%s', async (_what, edit, line) => {
    await deploy({ edit });
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([1, [`✗ to do | rules | ${line}`]]);
  });

  test('deleted', async () => {
    await deploy();
    await standBetween(({ action }) =>
      action === 'events:ListRules'
        ? json((answer) => {
            answer.Rules = answer.Rules.filter(({ Name }: { Name: string }) => !Name.includes('EmployeeLeft'));
          })
        : undefined,
    );
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([
      1,
      [`✗ to do | rules | ${LEFT} does not exist. Its events are lost. ${REVERT}`],
    ]);
  });

  test('on an event bus that was deleted', async () => {
    await deploy();
    await standBetween(({ action }) =>
      action === 'events:ListEventBuses'
        ? json((answer) => {
            answer.EventBuses = answer.EventBuses.filter(({ Name }: { Name: string }) => Name === 'default');
          })
        : undefined,
    );
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([
      1,
      [
        `✗ to do | rules | ${nameOf('ScannerEmployeeOffboardedRule')} on ${nameOf('EventBus')} does not exist. Its events are lost. ${REVERT}`,
        `✗ to do | rules | ${LEFT} does not exist. Its events are lost. ${REVERT}`,
        `✗ to do | rules | there is no event bus ${nameOf('EventBus')}. Nothing is published, and scans fail after 4 hours. ${REVERT}`,
      ],
    ]);
  });
});

describe('a rule is fine:', () => {
  test.each<[string, (resources: Resources) => void, number]>([
    [
      'that also gets the management events of CloudTrail',
      withRule((rule) => {
        rule.State = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
      }),
      4,
    ],
    [
      'with targets of which nobody knows here whether they exist',
      withRule((rule) => {
        rule.Targets.push(
          { Id: 'Topic', Arn: 'arn:aws:sns:us-east-1:111122223333:topic' },
          { Id: 'Elsewhere', Arn: 'arn:aws:sqs:us-east-1:444455556666:queue' },
          { Id: 'Region', Arn: 'arn:aws:lambda:eu-west-1:111122223333:function:f' },
        );
      }),
      4,
    ],
    [
      'of another stack, for another scanner, though it is disabled',
      elsewhere((trigger) => ({
        State: 'DISABLED',
        EventBusName: trigger.EventBusName,
        EventPattern: {
          source: ['cdk-appfabric-user-access'],
          resources: ['arn:aws:dynamodb:us-east-1:111122223333:table/Other'],
        },
      })),
      4,
    ],
    [
      'of another stack, with a target of its own',
      elsewhere((trigger, resources) => ({
        EventBusName: trigger.EventBusName,
        EventPattern: ofScanner(resources, (table) => table),
        Targets: [{ Id: 'Target', Arn: QUEUE, DeadLetterConfig: { Arn: QUEUE } }],
      })),
      5,
    ],
  ])('%s', async (_what, edit, number) => {
    await deploy({ edit });
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([0, []]);
    expect(stdout).toContain(`rules               ${number} rules, enabled and with targets\n`);
  });
});

test('an event bus in another account can not be looked at, which is no all-clear', async () => {
  const bus = 'arn:aws:events:us-east-1:444455556666:event-bus/central';
  await deploy({
    edit: (resources) => {
      for (const id of ['StartScan', 'PollTasks', 'FailScan']) {
        propertiesOf(resources, `Scanner${id}Function`).Environment.Variables.EVENT_BUS_ARN = bus;
      }
    },
  });
  const { code, stdout } = await doctor();
  expect([code, notOk(stdout)]).toEqual([
    1,
    [
      `? unchecked | rules | the scanner publishes on ${bus}. Its rules can only be looked at with credentials of that account and Region.`,
    ],
  ]);
});

test('a bus of this account with the name of that bus is another one', async () => {
  await deploy({
    edit: (resources) => {
      elsewhere((trigger, all) => ({
        State: 'DISABLED',
        EventBusName: trigger.EventBusName,
        EventPattern: ofScanner(all, (table) => table),
      }))(resources);
      const bus = `arn:aws:events:us-east-1:444455556666:event-bus/${nameOf('EventBus')}`;
      propertiesOf(resources, 'ScannerStartScanFunction').Environment.Variables.EVENT_BUS_ARN = bus;
    },
  });
  expect(notOk((await doctor()).stdout)).toEqual([
    expect.stringContaining('the scanner publishes on arn:aws:events:us-east-1:444455556666'),
  ]);
});

describe('dead letters', () => {
  const rule = elsewhere((trigger) => ({
    EventPattern: { source: ['hr'] },
    Targets: [{ ...trigger.Targets[0], DeadLetterConfig: { Arn: QUEUE } }],
  }));

  test.each([
    ['in the stack', () => {}, nameOf('ScannerEmployeeLeftDeadLetterQueue'), 14],
    ['of a rule in another stack', rule, 'UserAccess-ElsewhereQueue', 4],
  ])('%s', async (_where, edit, queue, days) => {
    const { endpoint } = await deploy({ edit });
    await undelivered(endpoint, queue);
    const { code, stdout } = await doctor();
    expect(notOk(stdout)).toEqual([
      `✗ to do | dead letters | 1 message in ${queue}. What EventBridge could not deliver was not done. Fix the cause, then do it ` +
        `now (docs/operations.md#deadletters). The queue keeps a message for ${days} days.`,
    ]);
    expect([code, stdout]).toEqual([1, expect.not.stringContaining('@example.com')]);
  });

  test('in a queue that is not the scanner’s do not count', async () => {
    const { endpoint } = await deploy({
      edit: (resources) => {
        resources.OtherDeadLetterQueue89ABCDEF = { Type: 'AWS::SQS::Queue', Properties: {} };
      },
    });
    await undelivered(endpoint, 'UserAccess-OtherDeadLetterQueue89ABCDEF');
    expect((await doctor()).code).toBe(0);
  });

  test('without a queue are a line', async () => {
    const gone = QUEUE_ARN.replace('Elsewhere', 'Gone');
    await deploy({
      edit: elsewhere((trigger) => ({
        EventPattern: { source: ['hr'] },
        Targets: [{ ...trigger.Targets[0], DeadLetterConfig: { Arn: gone } }],
      })),
    });
    expect(notOk((await doctor()).stdout)).toEqual([
      `✗ to do | dead letters | the queue UserAccess-GoneQueue does not exist. What can't be delivered is lost. ${REVERT}`,
    ]);
  });
});

describe('schedules', () => {
  /** The schedules of a group, for these states. */
  const schedules = (prefix: string, states: readonly string[]) => (resources: Resources) => {
    const Arn = { Ref: idOf(resources, 'ScannerWorkflowStateMachine') };
    resources[`${prefix}Group89ABCDEF`] = { Type: 'AWS::Scheduler::ScheduleGroup', Properties: {} };
    resources[`${prefix}DeadLetterQueue89ABCDEF`] = { Type: 'AWS::SQS::Queue', Properties: {} };
    for (const [at, State] of states.entries()) {
      const Input = '{"email":"ana@example.com"}';
      const Properties = { GroupName: { Ref: `${prefix}Group89ABCDEF` }, State, Target: { Arn, Input } };
      resources[`${prefix}Person${at}`] = { Type: 'AWS::Scheduler::Schedule', Properties };
    }
  };

  test.each([
    ['of the stack', 'ScannerPeople'],
    ['of another stack', 'Other'],
  ])('%s that are disabled are a line, without the person', async (_where, prefix) => {
    await deploy({ edit: schedules(prefix, ['ENABLED', 'DISABLED', 'DISABLED']) });
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([
      1,
      [
        `✗ to do | schedules | 2 of 3 schedules in the group UserAccess-${prefix}Group89ABCDEF are disabled. Nobody is scanned by them. ` +
          'Enable them in EventBridge Scheduler, if nobody has paused the scanner.',
      ],
    ]);
    expect(stdout).not.toMatch(/example\.com|Person/);
  });

  test('that are enabled are fine, and their queue is looked at', async () => {
    await deploy({ edit: schedules('ScannerPeople', ['ENABLED']) });
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([0, []]);
    expect(stdout).toContain('1 schedule, enabled\n');
    expect(stdout).toContain('5 queues of the stack, without messages\n');
  });

  test.each(['ScannerPeople', 'Other'])('and what they could not start is found: %s', async (prefix) => {
    const { endpoint } = await deploy({
      edit: (resources) => {
        schedules(prefix, ['ENABLED', 'ENABLED'])(resources);
        resources.UnrelatedQueue89ABCDEF = { Type: 'AWS::SQS::Queue', Properties: {} };
      },
    });
    const queue = `UserAccess-${prefix}DeadLetterQueue89ABCDEF`;
    await undelivered(endpoint, queue);
    await undelivered(endpoint, 'UserAccess-UnrelatedQueue89ABCDEF');
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([1, [expect.stringMatching(`dead letters \\| 1 message in ${queue}\\.`)]]);
  });

  test('whose group has no stack are fine', async () => {
    await deploy({ edit: schedules('Other', ['ENABLED']) });
    await standBetween(({ action, body }) =>
      action === 'cloudformation:DescribeStackResources' && body.includes('OtherGroup')
        ? { error: 'ValidationError' }
        : undefined,
    );
    expect((await doctor()).code).toBe(0);
  });

  test('of the stack that are gone', async () => {
    await deploy({ edit: schedules('ScannerPeople', ['ENABLED']) });
    await standBetween(({ action }) =>
      action === 'scheduler:ListSchedules' ? { answer: { Schedules: [] } } : undefined,
    );
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([
      1,
      [`✗ to do | schedules | 1 schedule of the stack does not exist, or starts no scan. Nobody is scanned. ${REVERT}`],
    ]);
  });

  test('on a later page are found', async () => {
    await deploy();
    const Schedules = [{ Name: 'a', GroupName: 'people', State: 'DISABLED', Target: { Arn: SCANS } }];
    await standBetween(({ action, url }) => {
      if (action !== 'scheduler:ListSchedules') return undefined;
      return { answer: url.includes('NextToken') ? { Schedules } : { Schedules: [], NextToken: 'page-2' } };
    });
    expect(notOk((await doctor()).stdout)[0]).toContain('1 of 1 schedule in the group people is disabled.');
  });

  test('of which there are too many to look at are no all-clear', async () => {
    await deploy();
    const asked = await standBetween(({ action }) =>
      action === 'scheduler:ListSchedules' ? { answer: { Schedules: [], NextToken: 'more' } } : undefined,
    );
    const { code, stdout } = await doctor();
    const why =
      'could not be checked. There are more than 10000 schedules in this account and Region. Look for those of the scanner: ' +
      'aws scheduler list-schedules.';
    expect([code, notOk(stdout)]).toEqual([
      1,
      [`? unchecked | schedules | ${why}`, `? unchecked | dead letters | ${why}`],
    ]);
    expect(asked.filter((action) => action === 'scheduler:ListSchedules')).toHaveLength(100);
  });
});
