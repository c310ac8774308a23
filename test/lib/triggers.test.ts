import { Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import type { UserAccessScanner } from 'cdk-appfabric-user-access';
import { newStack, scannerIn } from '../support/scanner-stack';

const email = EventField.fromPath('$.detail.email');
const offboarded = { source: ['com.example.hr'], detailType: ['Employee Offboarded'] };

let stack: Stack;
let scanner: UserAccessScanner;

beforeEach(() => {
  stack = newStack();
  scanner = scannerIn(stack);
});

const template = () => Template.fromStack(stack);

describe('scanOn', () => {
  test("starts a scan for another system's event, with the fields that identify the event", () => {
    const trigger = scanner.scanOn('Offboarded', { eventPattern: offboarded, email });
    expect(trigger.rule.ruleArn).toBeDefined();
    template().hasResourceProperties('AWS::Events::Rule', {
      EventBusName: 'default',
      EventPattern: { source: ['com.example.hr'], 'detail-type': ['Employee Offboarded'] },
      Targets: [
        Match.objectLike({
          Arn: { Ref: Match.stringLikeRegexp('StateMachine') },
          InputTransformer: {
            InputPathsMap: { 'detail-email': '$.detail.email', id: '$.id', source: '$.source', time: '$.time' },
            InputTemplate: '{"email":<detail-email>,"trigger":{"id":<id>,"source":<source>,"time":<time>}}',
          },
          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: stack.resolve(trigger.deadLetterQueue.queueArn) },
          RoleArn: stack.resolve(trigger.role.roleArn),
        }),
      ],
    });
  });

  test('its role can only start scans', () => {
    const { role } = scanner.scanOn('Offboarded', { eventPattern: offboarded, email });
    template().hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve(role.roleName) as object],
      PolicyDocument: {
        Statement: [
          {
            Action: 'states:StartExecution',
            Effect: 'Allow',
            Resource: { Ref: Match.stringLikeRegexp('StateMachine') },
          },
        ],
      },
    });
  });

  test('events that cannot start a scan are kept for 14 days, encrypted, and accessible only over TLS', () => {
    scanner.scanOn('Offboarded', { eventPattern: offboarded, email });
    template().hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
    template().hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Allow', Condition: { ArnEquals: { 'aws:SourceArn': Match.anyValue() } } }),
        ]),
      },
    });
  });

  test('accepts another event bus, maximum age and number of retries', () => {
    scanner.scanOn('Offboarded', {
      eventPattern: offboarded,
      email: EventField.fromPath('$.detail.people[0].work-email'),
      eventBus: EventBus.fromEventBusName(stack, 'Bus', 'hr'),
      maxEventAge: Duration.hours(1),
      retryAttempts: 3,
    });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventBusName: 'hr',
      Targets: [Match.objectLike({ RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 3 } })],
    });
  });

  test.each<[unknown, RegExp]>([
    ['', /email must be a path into the event: events\.EventField\.fromPath\('\$\.detail\.email'\)/],
    ['$.detail.email', /email must be a path into the event/],
    ['ana@example.com', /^(?!.*ana@).*email must be a path into the event/],
    [undefined, /email must be a path into the event/],
    [`${email}.uk`, /email must be a path into the event/],
    [EventField.fromPath('$.detail'), /like \$\.detail\.email or .* got '\$\.detail'/],
    [EventField.fromPath('$.source'), /path of a field in the event's detail/],
    [EventField.fromPath('detail.email'), /path of a field in the event's detail/],
    [EventField.fromPath('$.detail..email'), /path of a field in the event's detail/],
    [EventField.fromPath('$.detail.people[*].email'), /path of a field in the event's detail/],
    [EventField.fromPath("$.detail['email']"), /Use only dots and list indexes/],
  ])('rejects %j as the path of the email address', (path, message) => {
    const build = () => scanner.scanOn('Offboarded', { eventPattern: offboarded, email: path as string });
    expect(build).toThrow(message);
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ maxEventAge: Duration.seconds(59) }, /maxEventAge must be from 1 minute to 24 hours/],
    [{ maxEventAge: Duration.hours(25) }, /maxEventAge/],
    [{ maxEventAge: 60 }, /maxEventAge must be a Duration, for example Duration\.hours\(1\)/],
    [{ maxEventAge: 0 }, /maxEventAge must be a Duration/],
    [{ maxEventAge: null }, /maxEventAge must be a Duration/],
    [{ eventBus: 'hr' }, /eventBus must be an EventBus/],
    [{ retryAttempts: -1 }, /retryAttempts must be a whole number from 0 to 185, got -1/],
    [{ retryAttempts: 186 }, /retryAttempts/],
  ])('rejects %j', (options, message) => {
    expect(() => scanner.scanOn('Offboarded', { eventPattern: offboarded, email, ...options })).toThrow(message);
  });

  test('requires options', () => {
    const untyped = scanner as unknown as { scanOn(id: string): void };
    expect(() => untyped.scanOn('Nothing')).toThrow(/eventPattern must name a source/);
  });

  test('two triggers cannot have the same id', () => {
    scanner.scanOn('Offboarded', { eventPattern: offboarded, email });
    expect(() => scanner.scanOn('Offboarded', { eventPattern: offboarded, email })).toThrow(
      "Stack/Scanner: The id 'Offboarded' is already in use. Give each trigger, schedule and rule of a scanner a unique id.",
    );
    expect(() => scanner.onResult('Offboarded')).toThrow(/is already in use/);
  });
});
