import { App, CfnParameter, Annotations as CoreAnnotations, type Environment, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, EventField, type EventPattern, type IEventBus } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { TriggerOptions } from 'cdk-appfabric-user-access';
import { newStack, scannerIn } from '../support/scanner-stack';

const HERE = { account: '111122223333', region: 'us-east-1' };
const OTHER_ACCOUNT = { account: '444455556666', region: 'us-east-1' };
const OTHER_REGION = { account: '111122223333', region: 'eu-west-1' };
const ARN = 'arn:aws:events:us-east-1:444455556666:event-bus/security';
const ARN_HERE = 'arn:aws:events:us-east-1:111122223333:event-bus/security';
const left: TriggerOptions = {
  eventPattern: { source: ['com.example.hr'] },
  email: EventField.fromPath('$.detail.email'),
};

/** A scanner's stack and another one, in one app. */
function stacks(here: Environment | undefined, there: Environment | undefined) {
  const app = new App({ analyticsReporting: false });
  return { stack: new Stack(app, 'Stack', { env: here }), other: new Stack(app, 'Other', { env: there }) };
}

/** The rules of a template, without those of the scanner itself on the default bus. */
function rulesOf(stack: Stack): { EventBusName?: unknown; EventPattern: EventPattern }[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule'))
    .map(({ Properties }) => Properties)
    .filter(({ EventBusName }) => EventBusName !== undefined);
}

describe('an event bus in another Region', () => {
  test('is rejected, because the functions cannot publish there', () => {
    const { stack, other } = stacks(HERE, OTHER_REGION);
    expect(() => scannerIn(stack, { eventBus: new EventBus(other, 'Bus') })).toThrow(
      'Stack/Scanner: eventBus is in Region eu-west-1, but the stack is in us-east-1. The functions can publish only in their own Region. Use an event bus in us-east-1, and forward its events with a rule.',
    );
  });

  test('is rejected for a trigger', () => {
    const { stack, other } = stacks(HERE, OTHER_REGION);
    const eventBus = EventBus.fromEventBusName(other, 'Bus', 'hr');
    expect(() => scannerIn(stack).scanOn('Left', { ...left, eventBus })).toThrow(
      /in Region eu-west-1, but the rule would be in Region us-east-1, on an event bus of the same name\. Pass an event bus/,
    );
  });
});

describe('an event bus in another account', () => {
  const busOf = (stack: Stack) => EventBus.fromEventBusArn(stack, 'Bus', ARN);

  test('gets the results', () => {
    const stack = newStack({ env: HERE });
    scannerIn(stack, { eventBus: busOf(stack) });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ EVENT_BUS_ARN: ARN }) },
    });
  });

  test.each(['onResult', 'onScanCompleted', 'onScanFailed', 'onChange', 'onWatch'] as const)(
    'is rejected for %s, which would listen to a bus of the same name here',
    (method) => {
      const stack = newStack({ env: HERE });
      expect(() => scannerIn(stack, { eventBus: busOf(stack) })[method]('Rule')).toThrow(
        "Stack/Scanner: The event bus is in account 444455556666, but the rule would be in account 111122223333, on an event bus of the same name. Pass a stack in account 444455556666 as crossStackScope of 'Rule'.",
      );
    },
  );

  test.each(['scanOn', 'watchOn'] as const)('is rejected for %s', (method) => {
    const stack = newStack({ env: HERE });
    const eventBus = busOf(stack);
    const scanner = scannerIn(stack, { eventBus });
    const message = /Left: The event bus is in account 444455556666, but .*name the account in eventPattern\.account\./;
    expect(() => scanner[method]('Left', left)).toThrow(message);
  });

  test('can have rules that are created over there, for the events of this scanner only', () => {
    const { stack, other } = stacks(HERE, OTHER_ACCOUNT);
    const scanner = scannerIn(stack, { eventBus: busOf(stack) });
    scanner.onScanCompleted('Completed', { crossStackScope: other });
    const table = Object.keys(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'))[0];
    expect(rulesOf(other)).toEqual([
      expect.objectContaining({
        EventBusName: 'security',
        EventPattern: {
          source: ['cdk-appfabric-user-access'],
          account: ['111122223333'],
          // CloudFormation adds random characters to the name.
          resources: [{ prefix: arnOfTable(`Stack-${table}-`) }],
          'detail-type': ['User Access Scan Completed'],
        },
      }),
    ]);
  });

  test('can have rules over there for a table whose name is set', () => {
    const { stack, other } = stacks(HERE, OTHER_ACCOUNT);
    const scanner = scannerIn(stack, { eventBus: busOf(stack) });
    (scanner.table.node.defaultChild as CfnTable).tableName = 'access';
    scanner.onResult('Result', { crossStackScope: other });
    expect(rulesOf(other)[0]?.EventPattern.resources).toEqual([arnOfTable('access')]);
  });

  test.each([
    ['account and Region are', undefined],
    ['account is', { region: 'us-east-1' }],
  ])('cannot have rules over there if its %s not known, which there are those of the rule', (_what, here) => {
    const { stack, other } = stacks(here, OTHER_ACCOUNT);
    const scanner = scannerIn(stack, { eventBus: busOf(stack) });
    expect(() => scanner.onResult('Result', { crossStackScope: other })).toThrow(
      "Stack/Scanner: The account and Region of the scanner's stack are not known at synthesis, so a rule in a stack with an env of its own cannot tell the events of this scanner. Set env of the scanner's stack, too.",
    );
  });

  test('is no other account if neither stack has an env: a rule can be in the stack of the bus', () => {
    const { stack, other } = stacks(undefined, undefined);
    const scanner = scannerIn(stack, { eventBus: new EventBus(other, 'Bus') });
    scanner.onResult('Result', { crossStackScope: other });
    expect(rulesOf(other)).toEqual([
      expect.objectContaining({ EventPattern: expect.objectContaining({ account: [{ Ref: 'AWS::AccountId' }] }) }),
    ]);
  });

  test.each([
    ['a stack that is nested in that of the bus', false],
    ['the stack in which that of the bus is nested', true],
  ])('can have rules in %s', (_what, isBusNested) => {
    const { stack, other } = stacks(HERE, HERE);
    const nested = new NestedStack(other, 'Nested');
    const scanner = scannerIn(stack, { eventBus: new EventBus(isBusNested ? nested : other, 'Bus') });
    scanner.onResult('Result', { crossStackScope: isBusNested ? other : nested });
    const table = Object.keys(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'))[0];
    expect(rulesOf(isBusNested ? other : nested).map(({ EventPattern }) => EventPattern.resources)).toEqual([
      [{ prefix: arnOfTable(`Stack-${table}-`) }],
    ]);
  });

  test('cannot have rules over there if the name of the table is not known', () => {
    const { stack, other } = stacks(HERE, OTHER_ACCOUNT);
    const nested = new NestedStack(stack, 'Nested') as Stack;
    const long = new Stack(stack, 'Long', { env: HERE, stackName: 's'.repeat(128) });
    for (const each of [nested, long]) {
      const scanner = scannerIn(each, { eventBus: busOf(each) });
      (scanner.table.node.defaultChild as CfnTable).overrideLogicalId('T'.repeat(101));
      expect(() => scanner.onResult('Result', { crossStackScope: other })).toThrow(
        /Scanner: The name of the table is not known at synthesis, so a rule in this other stack cannot tell/,
      );
    }
  });

  /** The ARN with the partition that CloudFormation fills in. */
  function arnOfTable(name: string): object {
    const rest = `:dynamodb:us-east-1:111122223333:table/${name}`;
    return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, rest]] };
  }

  test.each([
    ['this account', HERE, HERE],
    ['another account', HERE, OTHER_ACCOUNT],
  ])('gets no rule in %s if it is not there', (_what, here, there) => {
    const { stack, other } = stacks(here, there);
    const eventBus = there === HERE ? busOf(stack) : EventBus.fromEventBusName(stack, 'Bus', 'security');
    const scanner = scannerIn(stack, { eventBus });
    expect(() => scanner.onResult('Result', { crossStackScope: other })).toThrow(
      /: The event bus is in account \d+, but the rule would be in account \d+, on an event bus of the same name\./,
    );
  });

  test('gets no policy from here', () => {
    const stack = newStack({ env: HERE });
    expect(() => scannerIn(stack, { eventBus: busOf(stack) }).denyOthersToPublish()).toThrow(
      'Stack/Scanner: eventBus is in account 444455556666, so its policy is managed there. Add the statement in docs/security.md to it.',
    );
  });
});

describe('an event bus whose account is known only at deployment', () => {
  // By its name, a rule would silently be on another bus. By its ARN, it is on this one, or the deployment fails.
  test.each<[string, Environment | undefined, (stack: Stack) => IEventBus, unknown]>([
    ['an ARN, in a stack for any account', undefined, importedBus, ARN_HERE],
    ['an ARN, in a stack for any Region', { account: HERE.account }, importedBus, ARN_HERE],
    ['an ARN, in a stack for a Region', { region: HERE.region }, importedBus, ARN_HERE],
    ['the ARN of a parameter', HERE, busOfParameter, { Ref: 'BusArn' }],
    ['the ARN of a parameter, in a stack for any account', undefined, busOfParameter, { Ref: 'BusArn' }],
  ])('has rules and triggers by its ARN: %s', (_what, env, bus, name) => {
    const stack = newStack({ env });
    const scanner = scannerIn(stack, { eventBus: bus(stack) });
    scanner.onResult('Result');
    scanner.scanOn('Left', left);
    expect(rulesOf(stack).map(({ EventBusName }) => EventBusName)).toEqual([name, name]);
  });

  function importedBus(stack: Stack): IEventBus {
    return EventBus.fromEventBusArn(stack, 'Bus', ARN_HERE);
  }

  function busOfParameter(stack: Stack): IEventBus {
    return EventBus.fromEventBusArn(stack, 'Bus', new CfnParameter(stack, 'BusArn').valueAsString);
  }
});

test.each<[string, Environment | undefined]>([
  ['for any account', undefined],
  ['with an account', HERE],
])('an event bus of the stack has rules by its name, in a stack %s', (_what, env) => {
  const stack = newStack({ env });
  const scanner = scannerIn(stack, { eventBus: new EventBus(stack, 'Bus') });
  scanner.onResult('Result');
  scanner.watchOn('Left', left);
  const name = { Ref: expect.stringMatching(/^Bus/) };
  expect(rulesOf(stack).map(({ EventBusName }) => EventBusName)).toEqual([name, name]);
});

test('a rule in another stack of the account refers to the table', () => {
  const { stack, other } = stacks(HERE, HERE);
  const scanner = scannerIn(stack);
  scanner.onResult('Result', { crossStackScope: other });
  expect(rulesOf(other)[0]?.EventPattern).toMatchObject({
    account: ['111122223333'],
    resources: [{ 'Fn::ImportValue': expect.stringContaining('ScannerTable') }],
  });
});

test('a rule in the stack of the event bus needs nothing of the stack of the scanner, which needs the bus', () => {
  const { stack, other } = stacks(HERE, HERE);
  const scanner = scannerIn(stack, { eventBus: new EventBus(other, 'Bus') });
  scanner.onResult('Result', { crossStackScope: other });
  const table = Object.keys(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'))[0];
  const [{ EventBusName, EventPattern } = { EventPattern: {} }] = rulesOf(other);
  expect(EventBusName).toEqual({ Ref: expect.stringMatching(/^Bus/) });
  expect(JSON.stringify(EventPattern.resources)).toContain(`:dynamodb:us-east-1:111122223333:table/Stack-${table}-"`);
});

test('a rule outside the nested stack of the scanner refers to the table, also next to the event bus', () => {
  const stack = newStack({ env: HERE });
  const nested = new NestedStack(stack, 'Nested') as Stack;
  const scanner = scannerIn(nested, { eventBus: new EventBus(stack, 'Bus') });
  scanner.onResult('Result', { crossStackScope: stack });
  expect(JSON.stringify(rulesOf(stack)[0]?.EventPattern.resources)).toMatch(/^\[{"Fn::GetAtt":\["Nested/);
});

describe('a trigger', () => {
  const patternOf = (eventPattern: EventPattern) => {
    const stack = newStack();
    scannerIn(stack).scanOn('Left', { ...left, eventPattern });
    return rulesOf(stack)[0]?.EventPattern;
  };

  test('takes events of its own account only', () => {
    expect(patternOf({ source: ['com.example.hr'] })).toEqual({
      source: ['com.example.hr'],
      account: [{ Ref: 'AWS::AccountId' }],
    });
  });

  test('takes events of its own account only, if its pattern has an account that is not set', () => {
    expect(patternOf({ source: ['com.example.hr'], account: undefined })?.account).toEqual([{ Ref: 'AWS::AccountId' }]);
  });

  test('takes the events of another account if its pattern names the account', () => {
    expect(patternOf({ source: ['com.example.hr'], account: ['444455556666'] })).toEqual({
      source: ['com.example.hr'],
      account: ['444455556666'],
    });
  });

  const warning = Match.stringLikeRegexp('on the default event bus every principal of the account .* can forge one');

  test.each(['scanOn', 'watchOn'] as const)('on the default event bus causes a warning: %s', (method) => {
    const stack = newStack();
    scannerIn(stack)[method]('Left', left);
    Annotations.fromStack(stack).hasWarning('/Stack/Scanner/Left', warning);
  });

  test('on the default event bus causes no warning once it is acknowledged', () => {
    const stack = newStack();
    scannerIn(stack).scanOn('Left', left);
    CoreAnnotations.of(stack).acknowledgeWarning(
      'cdk-appfabric-user-access:default-event-bus',
      'Only HR may put events.',
    );
    Annotations.fromStack(stack).hasNoWarning('/Stack/Scanner/Left', warning);
  });

  test('on an event bus of its own causes no warning', () => {
    const stack = newStack();
    const scanner = scannerIn(stack);
    scanner.scanOn('Left', { ...left, eventBus: new EventBus(stack, 'Bus') });
    scanner.onResult('Result', { target: new SfnStateMachine(scanner.stateMachine) });
    Annotations.fromStack(stack).hasNoWarning('*', warning);
  });
});
