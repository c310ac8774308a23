import { Duration, Fn, Lazy, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { UserAccessScanner } from 'cdk-appfabric-user-access';
import { newStack, scannerIn } from '../support/scanner-stack';

const daily = ScheduleExpression.rate(Duration.days(1));

let stack: Stack;
let scanner: UserAccessScanner;

beforeEach(() => {
  stack = newStack();
  scanner = scannerIn(stack);
});

const template = () => Template.fromStack(stack);

/** The message of the error that the call throws. */
function messageOf(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was thrown');
}

describe('scanOnSchedule', () => {
  test('creates one schedule per person', () => {
    const watch = scanner.scanOnSchedule('Watch', { schedule: daily, emails: ['ana@example.com', 'Bo@example.com'] });
    expect(watch.schedules).toHaveLength(2);
    template().resourceCountIs('AWS::Scheduler::ScheduleGroup', 1);
    for (const person of ['ana@example.com', 'Bo@example.com']) {
      template().hasResourceProperties('AWS::Scheduler::Schedule', {
        ScheduleExpression: 'rate(1 day)',
        State: 'ENABLED',
        Target: Match.objectLike({
          Arn: { Ref: Match.stringLikeRegexp('StateMachine') },
          Input: Match.serializedJson({
            email: person,
            trigger: {
              id: '<aws.scheduler.schedule-arn>/<aws.scheduler.scheduled-time>',
              source: 'aws.scheduler',
              time: '<aws.scheduler.scheduled-time>',
            },
          }),
          DeadLetterConfig: { Arn: stack.resolve(watch.deadLetterQueue.queueArn) },
          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
        }),
      });
    }
  });

  test('its role can only start scans and send to the dead-letter queue, and only for its own group', () => {
    const { role } = scanner.scanOnSchedule('Watch', { schedule: daily, emails: ['ana@example.com'] });
    template().hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': Match.anyValue(), 'aws:SourceArn': Match.anyValue() } },
          }),
        ],
      }),
    });
    const policies = Object.values(
      template().findResources('AWS::IAM::Policy', { Properties: { Roles: [stack.resolve(role.roleName)] } }),
    );
    const actions = policies.flatMap((policy) =>
      policy.Properties.PolicyDocument.Statement.map((s: { Action: string }) => s.Action),
    );
    expect(actions).toEqual(['states:StartExecution', 'sqs:SendMessage']);
  });

  test('logical ids contain no email address, and do not change when the list changes', () => {
    const first = scanner.scanOnSchedule('Watch', { schedule: daily, emails: ['ana@example.com', 'bo@example.com'] });
    const second = scannerIn(newStack()).scanOnSchedule('Watch', { schedule: daily, emails: ['bo@example.com'] });
    expect(first.schedules[1]?.node.path).toBe(second.schedules[0]?.node.path);
    expect(Object.keys(template().toJSON().Resources).join()).not.toMatch(/ana|bo@|example/);
  });

  test.each<[unknown, RegExp]>([
    [[], /emails must be a list of 1 to 100 email addresses, got 0/],
    [undefined, /emails must be a list of 1 to 100 email addresses, got undefined/],
    ['ana@example.com', /emails must be a list of 1 to 100 email addresses, got string/],
    [Lazy.list({ produce: () => ['ana@example.com'] }), /emails must be known at synthesis.*List the addresses/],
    [Fn.split(',', Fn.importValue('People')), /emails must be known at synthesis/],
    [Array.from({ length: 101 }, (_, i) => `p${i}@example.com`), /got 101.*stateMachine/],
    [['ana@example.com', 'bo'], /emails\[1\] is not an email address/],
    [['ana@example.com', ' bo@example.com'], /emails\[1\]/],
    [['ana@example.com\n'], /emails\[0\]/],
    [[`${'a'.repeat(320)}@example.com`], /emails\[0\].*at most 320/],
    [['ana@example.com', 'bo@example.com', 'ANA@example.com'], /emails\[2\] names the same person as emails\[0\]/],
  ])('rejects the list %j, without quoting an email address', (emails, expected) => {
    const build = () => scanner.scanOnSchedule('Watch', { schedule: daily, emails: emails as string[] });
    const message = messageOf(build);
    expect(message).toMatch(expected);
    expect(message).not.toMatch(/@example/);
  });

  test('requires options', () => {
    const untyped = scanner as unknown as { scanOnSchedule(id: string, options?: object): void };
    expect(() => untyped.scanOnSchedule('Nobody')).toThrow(/emails must be a list/);
    expect(() => untyped.scanOnSchedule('Never', { emails: ['ana@example.com'] })).toThrow(
      /schedule must be a ScheduleExpression/,
    );
  });
});
