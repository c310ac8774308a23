import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import type { LocalStack } from '../../../local/stack';
import { startSynthesizedStack, using } from '../../support/synthesized-stack';

let stack: LocalStack;
let bus: string;

beforeAll(async () => {
  stack = await startSynthesizedStack();
  bus = stack.outputs.eventBusName;
});
afterAll(() => stack.stop());

const events = <T>(use: (client: EventBridgeClient) => Promise<T>) => using(stack, EventBridgeClient, use);
const shortName = (name = '') => name.replace(/^UserAccess-Scanner|Rule.*$/g, '');
const ARN = 'arn:aws:events:us-east-1:111122223333';

describe('rules', () => {
  const rulesOn = (EventBusName?: string, NamePrefix?: string) =>
    events(async (client) => {
      const { Rules = [] } = await client.send(new ListRulesCommand({ EventBusName, NamePrefix }));
      return Rules.map(({ Name }) => shortName(Name)).sort();
    });

  test('are those of a bus, by its name or its ARN', async () => {
    expect(await rulesOn()).toEqual(['EndedScans', 'EndedWatches']);
    expect(await rulesOn(bus)).toEqual(['EmployeeLeft', 'EmployeeOffboarded']);
    expect(await rulesOn(`${ARN}:event-bus/${bus}`)).toEqual(['EmployeeLeft', 'EmployeeOffboarded']);
    expect(await rulesOn(bus, 'UserAccess-ScannerEmployeeL')).toEqual(['EmployeeLeft']);
  });

  test('are listed page by page', async () => {
    const page = (NextToken?: string) =>
      events((client) => client.send(new ListRulesCommand({ EventBusName: bus, Limit: 1, NextToken })));
    const { Rules: [first] = [], NextToken } = await page();
    const { Rules: [second] = [], NextToken: end } = await page(NextToken);
    expect([first, second].map((rule) => shortName(rule?.Name))).toEqual(['EmployeeOffboarded', 'EmployeeLeft']);
    expect(end).toBeUndefined();
    await expect(page('forged')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('have the ARN of their bus, a pattern, and a state machine as their target', async () => {
    const left = await events(async (client) => {
      const { Rules = [] } = await client.send(new ListRulesCommand({ EventBusName: bus }));
      const Name = Rules.map((rule) => rule.Name).find((name) => shortName(name) === 'EmployeeLeft');
      return client.send(new DescribeRuleCommand({ Name, EventBusName: bus }));
    });
    expect(left).toMatchObject({ Arn: `${ARN}:rule/${bus}/${left.Name}`, State: 'ENABLED', CreatedBy: '111122223333' });
    expect(JSON.parse(left.EventPattern ?? '')).toMatchObject({ 'detail-type': ['Employee Left'] });
    const targets = await events((client) =>
      client.send(new ListTargetsByRuleCommand({ Rule: left.Name, EventBusName: bus })),
    );
    const { watchStateMachineArn = '' } = stack.outputs;
    expect(targets).toMatchObject({ Targets: [{ Id: 'Target0', Arn: watchStateMachineArn }] });
    const names = await events((client) =>
      client.send(new ListRuleNamesByTargetCommand({ TargetArn: watchStateMachineArn, EventBusName: bus })),
    );
    expect(names.RuleNames).toEqual([left.Name]);
  });

  test.each([
    ['ResourceNotFoundException', 'Event bus other does not exist.', { EventBusName: 'other' }],
    [
      'ValidationException',
      /^1 validation error detected: Value at 'limit' .* less than or equal to 100$/,
      { Limit: 101 },
    ],
    ['ValidationException', /greater than or equal to 1$/, { Limit: 0 }],
  ])('are not listed: %s, %s', async (name, message, request) => {
    const listed = events((client) => client.send(new ListRulesCommand(request)));
    await expect(listed).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test('of the default bus have an ARN without a bus', async () => {
    const { Rules: [rule] = [] } = await events((client) => client.send(new ListRulesCommand({ Limit: 1 })));
    expect(rule?.Arn).toBe(`${ARN}:rule/${rule?.Name}`);
  });

  test('are not found on another bus', async () => {
    const described = events((client) => client.send(new DescribeRuleCommand({ Name: 'none', EventBusName: bus })));
    const message = `Rule none does not exist on EventBus ${bus}.`;
    await expect(described).rejects.toMatchObject({ name: 'ResourceNotFoundException', message });
  });
});

describe('event buses', () => {
  const describeBus = (Name?: string) => events((client) => client.send(new DescribeEventBusCommand({ Name })));

  test('are described, with their policy', async () => {
    const standard = await describeBus();
    expect([standard.Name, standard.Arn, standard.Policy]).toEqual(['default', `${ARN}:event-bus/default`, undefined]);
    const { Arn, Policy = '' } = await describeBus(bus);
    expect(Arn).toBe(`${ARN}:event-bus/${bus}`);
    expect(JSON.parse(Policy)).toMatchObject({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'events:PutEvents', Resource: Arn }],
    });
    await expect(describeBus('other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('are listed', async () => {
    const { EventBuses = [] } = await events((client) => client.send(new ListEventBusesCommand({})));
    expect(EventBuses.map(({ Name }) => Name)).toEqual(['default', bus]);
    const named = await events((client) => client.send(new ListEventBusesCommand({ NamePrefix: 'def' })));
    expect(named.EventBuses?.map(({ Name }) => Name)).toEqual(['default']);
  });
});

describe('an event pattern', () => {
  const event = {
    ...{ id: '1', account: '111122223333', source: 'com.example.hr', time: '2026-11-01T00:00:00Z' },
    ...{ region: 'us-east-1', 'detail-type': 'Employee Left', detail: { email: 'ana@example.com' } },
  };
  const matches = (pattern: object | string, of: object | string = event) =>
    events(async (client) => {
      const texts = [pattern, of].map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
      const [EventPattern, Event] = texts;
      return (await client.send(new TestEventPatternCommand({ EventPattern, Event }))).Result;
    });

  test('matches or not', async () => {
    expect(await matches({ source: ['com.example.hr'], detail: { email: [{ suffix: '@example.com' }] } })).toBe(true);
    expect(await matches({ source: ['com.example.sales'] })).toBe(false);
  });

  test.each<[string, string, Parameters<typeof matches>]>([
    ['InvalidEventPatternException', 'Event pattern is not valid. Reason: Invalid JSON', ['{']],
    ['InvalidEventPatternException', 'needs a list of values at source', [{ source: 'com.example.hr' }]],
    ['InvalidEventPatternException', 'is empty', [{}]],
    ['ValidationException', 'Parameter Event is not valid.', [{ source: ['a'] }, { ...event, region: undefined }]],
    ['ValidationException', 'Parameter Event is not valid.', [{ source: ['a'] }, '[]']],
  ])('is refused: %s, %s', async (name, message, asked) => {
    await expect(matches(...asked)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });
});
