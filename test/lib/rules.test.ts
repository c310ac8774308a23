import { Lazy, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  Access,
  ChangeKind,
  ResultStatus,
  type UserAccessScanner,
  Verdict,
  WatchEvent,
} from 'cdk-appfabric-user-access';
import { newStack, scannerIn } from '../support/scanner-stack';

let stack: Stack;
let scanner: UserAccessScanner;

beforeEach(() => {
  stack = newStack();
  scanner = scannerIn(stack);
});

const template = () => Template.fromStack(stack);

describe("rules for the scanner's events", () => {
  test.each([
    ['onResult', 'User Access Result'],
    ['onScanCompleted', 'User Access Scan Completed'],
    ['onScanFailed', 'User Access Scan Failed'],
    ['onChange', 'User Access Changed'],
  ] as const)('%s matches %s', (method, detailType) => {
    const rule = scanner[method]('Rule', { target: new SnsTopic(new Topic(stack, 'Topic')), description: 'Tell' });
    expect(rule.ruleArn).toBeDefined();
    template().hasResourceProperties('AWS::Events::Rule', {
      Description: 'Tell',
      EventBusName: 'default',
      EventPattern: { source: ['cdk-appfabric-user-access'], 'detail-type': [detailType] },
      Targets: [Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('Topic') } })],
    });
  });

  test('onResult can filter by access, by status, by app and by whether there is an account', () => {
    scanner.onResult('Rule', {
      access: [Access.OPEN, Access.BLOCKED, Access.OPEN],
      status: [ResultStatus.COMPLETED, ResultStatus.FAILED],
      app: 'SLACK',
      accountFound: true,
      eventPattern: { detail: { tenantId: ['T0123'] } },
    });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['cdk-appfabric-user-access'],
        'detail-type': ['User Access Result'],
        detail: {
          access: ['OPEN', 'BLOCKED'],
          status: ['COMPLETED', 'FAILED'],
          app: ['SLACK'],
          accountFound: [true],
          tenantId: ['T0123'],
        },
      },
    });
  });

  test('onScanCompleted can filter by verdict', () => {
    scanner.onScanCompleted('Rule', {
      verdict: [Verdict.UNKNOWN, Verdict.OPEN, Verdict.UNKNOWN],
      eventPattern: { detail: { confirmed: [true] } },
    });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['cdk-appfabric-user-access'],
        'detail-type': ['User Access Scan Completed'],
        detail: { verdict: ['UNKNOWN', 'OPEN'], confirmed: [true] },
      },
    });
  });

  test('onChange can filter by kind and by app', () => {
    scanner.onChange('Rule', {
      kind: [ChangeKind.REOPENED, ChangeKind.APPEARED, ChangeKind.REOPENED],
      app: 'SLACK',
      eventPattern: { detail: { tenantId: ['T0123'] } },
    });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['cdk-appfabric-user-access'],
        'detail-type': ['User Access Changed'],
        detail: { kind: ['REOPENED', 'APPEARED'], app: ['SLACK'], tenantId: ['T0123'] },
      },
    });
  });

  test('onWatch matches all events of watches, and no others', () => {
    scanner.onWatch('Rule', { target: new SnsTopic(new Topic(stack, 'Topic')), description: 'Tell' });
    template().hasResourceProperties('AWS::Events::Rule', {
      Description: 'Tell',
      EventBusName: 'default',
      EventPattern: {
        source: ['cdk-appfabric-user-access'],
        'detail-type': [
          'User Access Watch Started',
          'User Access Watch Overdue',
          'User Access Watch Cleared',
          'User Access Watch Given Up',
          'User Access Watch Stopped',
        ],
      },
      Targets: [Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('Topic') } })],
    });
  });

  test('onWatch can filter by event', () => {
    scanner.onWatch('Rule', {
      watchEvent: [WatchEvent.GIVEN_UP, WatchEvent.OVERDUE, WatchEvent.GIVEN_UP],
      eventPattern: { detail: { verdict: ['UNKNOWN'] } },
    });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['cdk-appfabric-user-access'],
        'detail-type': ['User Access Watch Given Up', 'User Access Watch Overdue'],
        detail: { verdict: ['UNKNOWN'] },
      },
    });
  });

  test('from untyped code, a single value is as good as a list', () => {
    const untyped = scanner as unknown as Record<string, (id: string, options: object) => void>;
    untyped.onResult?.('Result', { access: 'OPEN', status: 'COMPLETED' });
    untyped.onScanCompleted?.('Completed', { verdict: 'CLEAR' });
    untyped.onChange?.('Changed', { kind: 'BLOCKED' });
    untyped.onWatch?.('Watched', { watchEvent: 'STOPPED' });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ 'detail-type': ['User Access Watch Stopped'] }),
    });
    for (const detail of [{ access: ['OPEN'], status: ['COMPLETED'] }, { verdict: ['CLEAR'] }, { kind: ['BLOCKED'] }]) {
      template().hasResourceProperties('AWS::Events::Rule', { EventPattern: Match.objectLike({ detail }) });
    }
  });

  test('accountFound can be false', () => {
    scanner.onResult('Rule', { accountFound: false });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ detail: { accountFound: [false] } }),
    });
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ status: 'DONE' }, /: status must be one of COMPLETED, FAILED, EXPIRED, TIMED_OUT, got 'DONE'\./],
    [{ status: ['FAILED', 'IN_PROGRESS'] }, /status\[1\] must be one of COMPLETED, .*, got 'IN_PROGRESS'\./],
    [{ status: [] }, /status is an empty list, which EventBridge rejects\. List a value, or leave status out\./],
    [{ access: 'open' }, /: access must be one of OPEN, BLOCKED, NONE, UNKNOWN, got 'open'\./],
    [{ access: ['OPEN', ['NONE']] }, /access\[1\] must be one of OPEN, .*, got a list\./],
    [{ access: [] }, /access is an empty list.* leave access out\./],
    [{ access: null }, /: access must be one of .*, got null\./],
    [{ access: { anythingBut: 'OPEN' } }, /: access must be one of .*, got an object\./],
    [
      { access: ['NONE', 'UNKNOWN'], accountFound: true },
      /No result has access NONE or UNKNOWN and accountFound true, so the rule would match nothing\. Remove one of them\./,
    ],
    [{ access: ['UNKNOWN'], accountFound: false }, /No result has access UNKNOWN and accountFound false/],
    [{ app: '' }, /app must be the name of an app/],
    [
      { eventPattern: { source: ['other'] } },
      /must not have source, because the method sets source, detailType, account, resources/,
    ],
    [{ eventPattern: { account: ['444455556666'] } }, /'Rule' must not have account, because/],
    [{ eventPattern: { resources: ['arn'] } }, /'Rule' must not have resources, because/],
    [{ eventPattern: { detail: { tenantId: [] } } }, /detail\.tenantId is an empty list/],
    [{ eventPattern: 'SLACK' }, /eventPattern must be an object, for example \{ detail:/],
    [{ accountFound: 'yes' }, /accountFound must be true or false/],
    [{ accountFound: 1 }, /accountFound must be true or false/],
    [{ accountFound: null }, /accountFound must be true or false/],
    [{ target: 'arn:aws:lambda:us-east-1:111122223333:function:handler' }, /target of 'Rule' must be a target/],
    [{ crossStackScope: 'Stack' }, /crossStackScope of 'Rule' must be a construct/],
  ])('rejects %j', (options, message) => {
    expect(() => scanner.onResult('Rule', options)).toThrow(message);
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ verdict: [] }, /verdict is an empty list.* leave verdict out\./],
    [
      { verdict: ['OPEN', 'NOT FOUND'] },
      /verdict\[1\] must be one of OPEN, UNKNOWN, CLEAR, NOT_FOUND, got 'NOT FOUND'\./,
    ],
    [{ verdict: ['OPEN'], eventPattern: { detail: { verdict: ['CLEAR'] } } }, /verdict of 'Rule' is set both/],
  ])('onScanCompleted rejects %j', (options, message) => {
    expect(() => scanner.onScanCompleted('Rule', options)).toThrow(message);
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ kind: [] }, /kind is an empty list.* leave kind out\./],
    [{ kind: ['CLOSED'] }, /kind\[0\] must be one of APPEARED, BLOCKED, REOPENED, REMOVED, .*, got 'CLOSED'\./],
    [{ app: '' }, /app must be the name of an app/],
    [{ app: 'ZOOM', eventPattern: { detail: { app: ['SLACK'] } } }, /app of 'Rule' is set both/],
  ])('onChange rejects %j', (options, message) => {
    expect(() => scanner.onChange('Rule', options)).toThrow(message);
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ watchEvent: [] }, /watchEvent is an empty list.* leave watchEvent out\./],
    [
      { watchEvent: ['OVERDUE', 'User Access Watch Cleared'] },
      /watchEvent\[1\] must be one of STARTED, OVERDUE, CLEARED, GIVEN_UP, STOPPED, got 'User Access Watch Cleared'\./,
    ],
    [{ eventPattern: { detailType: ['User Access Watch Cleared'] } }, /must not have detailType, because/],
  ])('onWatch rejects %j', (options, message) => {
    expect(() => scanner.onWatch('Rule', options)).toThrow(message);
  });

  test.each(['onResult', 'onScanCompleted', 'onScanFailed', 'onChange', 'onWatch'] as const)(
    '%s rejects options that are not an object',
    (method) => {
      const untyped = scanner as unknown as Record<typeof method, (id: string, options: unknown) => void>;
      for (const options of [null, 'SLACK', 5]) {
        expect(() => untyped[method]('Rule', options)).toThrow(
          "Stack/Scanner: The options of 'Rule' must be an object, for example { target }. If you have no options, leave the argument out.",
        );
      }
    },
  );

  test.each<[string, object, object]>([
    ['access', { access: [Access.OPEN] }, { access: ['UNKNOWN'] }],
    ['status', { status: [ResultStatus.FAILED] }, { status: ['COMPLETED'] }],
    ['app', { app: 'SLACK' }, { app: [{ prefix: 'S' }] }],
    ['accountFound', { accountFound: true }, { accountFound: [true] }],
  ])('%s cannot be set twice, because the rule would match either value', (field, option, detail) => {
    expect(() => scanner.onResult('Rule', { ...option, eventPattern: { detail } })).toThrow(
      `${field} of 'Rule' is set both as an option and in eventPattern.detail, so the rule would match either value. Remove one of them.`,
    );
  });

  test('several rules can use the same pattern, which does not change', () => {
    const eventPattern = { detail: { tenantId: ['T0123'] } };
    scanner.onResult('Failed', { status: [ResultStatus.FAILED], eventPattern });
    scanner.onResult('Completed', { status: [ResultStatus.COMPLETED], eventPattern });
    expect(eventPattern).toEqual({ detail: { tenantId: ['T0123'] } });
    for (const status of ['FAILED', 'COMPLETED']) {
      template().hasResourceProperties('AWS::Events::Rule', {
        EventPattern: Match.objectLike({ detail: { status: [status], tenantId: ['T0123'] } }),
      });
    }
  });

  test('an empty pattern matches all results', () => {
    scanner.onResult('Rule', { eventPattern: {} });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['cdk-appfabric-user-access'], 'detail-type': ['User Access Result'] },
    });
  });

  test('accountFound can be a token', () => {
    scanner.onResult('Rule', { accountFound: Lazy.any({ produce: () => true }) as unknown as boolean });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ detail: { accountFound: [true] } }),
    });
  });

  test('an app in lower case causes a warning', () => {
    scanner.onResult('Rule', { app: 'slack' });
    Annotations.fromStack(stack).hasWarning('/Stack/Scanner', Match.stringLikeRegexp("Did you mean 'SLACK'"));
  });
});
