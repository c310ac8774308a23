import { CfnParameter, Duration, Lazy, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import type { UserAccessScanner, WatchOnOptions } from 'cdk-appfabric-user-access';
import { parseWatchRequest } from '../../lambda/watch/request';
import { newStack, scannerIn } from '../support/scanner-stack';

const { seconds, minutes, hours, days } = Duration;
const eventPattern = { source: ['com.example.hr'], detailType: ['Employee Left'] };
const required = { eventPattern, email: EventField.fromPath('$.detail.email') };

let stack: Stack;
let scanner: UserAccessScanner;

beforeEach(() => {
  stack = newStack();
  scanner = scannerIn(stack);
});

const watchOn = (options: Record<string, unknown>) => scanner.watchOn('Left', { ...required, ...options });

/** The template of the input of the execution that the rule starts. */
function inputTemplate(): string {
  const rules = Object.entries(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  const [, rule] = rules.find(([id]) => id.startsWith('ScannerLeft')) ?? [];
  return rule?.Properties.Targets[0].InputTransformer.InputTemplate;
}

const EVENT = '"email":<detail-email>,"trigger":{"id":<id>,"source":<source>,"time":<time>}';

describe('watchOn', () => {
  test("starts a watch for another system's event, with the fields that identify the event, and nothing else", () => {
    const trigger = scanner.watchOn('Left', required);
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      Description: 'Starts a user access watch (Stack/Scanner)',
      EventBusName: 'default',
      EventPattern: { source: ['com.example.hr'], 'detail-type': ['Employee Left'] },
      Targets: [
        Match.objectLike({
          Arn: { Ref: Match.stringLikeRegexp('^ScannerWatchWorkflowStateMachine') },
          InputTransformer: {
            InputPathsMap: { 'detail-email': '$.detail.email', id: '$.id', source: '$.source', time: '$.time' },
            InputTemplate: `{${EVENT}}`,
          },
          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: stack.resolve(trigger.deadLetterQueue.queueArn) },
          RoleArn: stack.resolve(trigger.role.roleArn),
        }),
      ],
    });
    expect(trigger.rule.ruleArn).toBeDefined();
  });

  test('its role can only start watches', () => {
    const { role } = scanner.watchOn('Left', required);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve(role.roleName) as object],
      PolicyDocument: {
        Statement: [
          {
            Action: 'states:StartExecution',
            Effect: 'Allow',
            Resource: { Ref: Match.stringLikeRegexp('^ScannerWatchWorkflowStateMachine') },
          },
        ],
      },
    });
  });

  test('accepts another event bus, description, maximum age and number of retries', () => {
    watchOn({
      eventBus: EventBus.fromEventBusName(stack, 'Bus', 'hr'),
      description: 'Watch them',
      maxEventAge: hours(1),
      retryAttempts: 3,
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      Description: 'Watch them',
      EventBusName: 'hr',
      Targets: [Match.objectLike({ RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 3 } })],
    });
  });

  test('all settings are in the input, in seconds, and the function accepts them', () => {
    watchOn({
      cadence: [minutes(1), hours(2), days(1)],
      dueIn: hours(8),
      giveUpAfter: days(14),
      askAgainAfter: minutes(5),
      askAgainTimes: 0,
      notFoundIsClear: true,
    });
    const settings = {
      cadenceSeconds: [60, 7200, 86400],
      dueInSeconds: 28800,
      giveUpAfterSeconds: 1209600,
      askAgainSeconds: 300,
      askAgainTimes: 0,
      notFoundIsClear: true,
    };
    expect(inputTemplate()).toBe(`{${EVENT},${JSON.stringify(settings).slice(1)}`);
    const event: Record<string, string> = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T08:00:00Z' };
    const filled = inputTemplate().replace(/<([^>]+)>/g, (_, name) => JSON.stringify(event[name] ?? 'ana@example.com'));
    const input = JSON.parse(filled);
    expect(parseWatchRequest(input, 365 * 86400).settings).toEqual(settings);
  });

  test.each<[string, keyof WatchOnOptions, unknown, string]>([
    ['a cadence', 'cadence', [hours(1)], '"cadenceSeconds":[3600]'],
    ['a due time', 'dueIn', minutes(1), '"dueInSeconds":60'],
    ['a time to give up', 'giveUpAfter', days(364), '"giveUpAfterSeconds":31449600'],
    ['a time to ask again', 'askAgainAfter', minutes(1), '"askAgainSeconds":60'],
    ['a number of times', 'askAgainTimes', 20, '"askAgainTimes":20'],
    ['a verdict that does not count', 'notFoundIsClear', false, '"notFoundIsClear":false'],
  ])('only what is set is in the input: %s', (_what, option, value, expected) => {
    watchOn({ [option]: value });
    expect(inputTemplate()).toBe(`{${EVENT},${expected}}`);
  });

  test('values that are known only at deployment are rejected, because EventBridge would pass them on as texts', () => {
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const any = Lazy.any({ produce: () => true });
    for (const [option, value] of [
      ['cadence', any],
      ['cadence[1]', [hours(1), seconds(number)]],
      ['dueIn', hours(number)],
      ['giveUpAfter', seconds(number)],
      ['askAgainAfter', seconds(number)],
      ['askAgainTimes', number],
      ['notFoundIsClear', any],
    ] as const) {
      const options = { ...required, [option.replace('[1]', '')]: value };
      expect(() => scanner.watchOn(`On ${option}`, options)).toThrow(
        `${option} must be known at synthesis, because the rule would pass on a token as a text. Use a literal value.`,
      );
    }
  });

  test('with a retention that is known only at deployment, the function checks the times', () => {
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    scanner = scannerIn(newStack(), { resultRetention: seconds(number) });
    expect(() => watchOn({ dueIn: days(40), cadence: [minutes(1)] })).not.toThrow();
    expect(() => watchOn2({ dueIn: days(40), giveUpAfter: days(300) })).not.toThrow();
  });

  const watchOn2 = (options: Record<string, unknown>) => scanner.watchOn('Other', { ...required, ...options });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ cadence: [] }, /cadence must be a list of 1 to 50 durations, got 0\. The last one is repeated\./],
    [{ cadence: Array(51).fill(days(1)) }, /cadence must be a list of 1 to 50 durations, got 51/],
    [{ cadence: days(1) }, /cadence must be a list of 1 to 50 durations, got an object/],
    [{ cadence: null }, /cadence must be a list .*, got null/],
    [{ cadence: [hours(1), seconds(59)] }, /cadence\[1\] must be from 60 seconds to 31449600 .*, got 59 seconds\./],
    [{ cadence: [seconds(60.5)] }, /cadence\[0\] must be .* in whole seconds, got 60\.5 seconds\./],
    [{ cadence: [3600] }, /cadence\[0\] must be a Duration, for example Duration\.hours\(4\), got 3600\./],
    [{ dueIn: seconds(59) }, /dueIn must be from 60 seconds/],
    [{ dueIn: '1d' }, /dueIn must be a Duration, .*, got '1d'\./],
    [{ giveUpAfter: days(365) }, /giveUpAfter must be .* 31449600 seconds \(364 days\) .*, got 31536000 seconds\./],
    [{ askAgainAfter: seconds(30) }, /askAgainAfter must be from 60 seconds/],
    [{ askAgainTimes: 21 }, /askAgainTimes must be a whole number from 0 to 20, got 21\./],
    [{ askAgainTimes: -1 }, /askAgainTimes must be a whole number/],
    [{ askAgainTimes: 1.5 }, /askAgainTimes must be a whole number/],
    [{ askAgainTimes: '4' }, /askAgainTimes must be a whole number .*, got '4'\./],
    [{ notFoundIsClear: 'yes' }, /notFoundIsClear must be true or false, got 'yes'\./],
    [
      { dueIn: hours(2), giveUpAfter: hours(1) },
      /dueIn \(7200 s\) must not be longer than giveUpAfter \(3600 s\)\. Shorten dueIn, or lengthen giveUpAfter\./,
    ],
    [{ dueIn: days(31) }, /dueIn \(2678400 s\) must not be longer than giveUpAfter, whose default is 2592000 s\./],
    [{ retryAttempts: 186 }, /retryAttempts must be a whole number from 0 to 185/],
    [{ eventBus: 'hr' }, /eventBus must be an EventBus/],
    [{ email: 'ana@example.com' }, /^(?!.*ana@).*email must be a path into the event/],
    [{ eventPattern: {} }, /eventPattern must name a source, .* every result would start a watch\./],
    [
      { eventPattern: { source: [{ prefix: 'cdk-' }] } },
      /every result would start a watch\. Name the source of the system that requests it\./,
    ],
  ])('rejects %j', (options, message) => {
    expect(() => watchOn(options)).toThrow(message);
  });

  test('a watch must not outlast the results of its scans', () => {
    scanner = scannerIn(newStack(), { resultRetention: days(20) });
    expect(() => watchOn({ giveUpAfter: days(21) })).toThrow(
      "giveUpAfter (1814400 s) must not be longer than the scanner's resultRetention (1728000 s), because changes on the way would expire. Shorten giveUpAfter, or lengthen resultRetention.",
    );
    expect(() => watchOn2({ dueIn: days(21) })).toThrow(/giveUpAfter, whose default is 1728000 s\./);
    expect(() => scanner.watchOn('Longest', { ...required, giveUpAfter: days(20), dueIn: days(20) })).not.toThrow();
  });

  test('an error names what a cadence with too many scans can be changed to, and that is then accepted', () => {
    const tooOften = { cadence: [minutes(10), minutes(20)], giveUpAfter: days(90) };
    let message = '';
    try {
      watchOn(tooOften);
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(
      /cadence and giveUpAfter of 7776000 s allow 6481 scans, and a watch can have 933 \(15 history events each, and Step Functions allows 25,000 in all\)\. Lengthen the last wait of cadence, cadence\[1\], to at least (\d+) s, or shorten giveUpAfter to at most (\d+) s\.$/,
    );
    const [wait, giveUp] = [...message.matchAll(/at (?:least|most) (\d+) s/g)].map(([, number]) => Number(number));
    const accepted = (id: string, options: object) => () =>
      scanner.watchOn(id, { ...required, ...tooOften, ...options });
    const lastWait = (length: number) => ({ cadence: [minutes(10), seconds(length)] });
    expect(accepted('A', lastWait(Number(wait)))).not.toThrow();
    expect(accepted('B', lastWait(Number(wait) - 1))).toThrow(/allow 934 scans/);
    expect(accepted('C', { giveUpAfter: seconds(Number(giveUp)) })).not.toThrow();
    expect(accepted('D', { giveUpAfter: seconds(Number(giveUp) + 1) })).toThrow(/allow 934 scans/);
  });

  test('the default time to give up counts for the number of scans', () => {
    expect(() => watchOn({ cadence: [minutes(1)] })).toThrow(/cadence and giveUpAfter of 2592000 s allow 43201 scans/);
    expect(() => watchOn2({ cadence: [minutes(47)] })).not.toThrow();
  });

  test('requires options, and an id of its own', () => {
    const untyped = scanner as unknown as { watchOn(id: string): void };
    expect(() => untyped.watchOn('Nothing')).toThrow(/eventPattern must name a source/);
    scanner.watchOn('Left', required);
    expect(() => scanner.scanOn('Left', required)).toThrow(/The id 'Left' is already in use/);
    expect(() => scanner.watchOn('Left', required)).toThrow(/The id 'Left' is already in use/);
  });
});
