import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { compileEventPattern } from '../../local/stack/event-pattern';
import { targetInput } from '../../local/stack/input-transformer';
import type { Json, JsonObject } from '../../local/stack/json';
import { resolveTemplate } from '../../local/stack/resolve-template';
import { newStack, scannerIn } from '../support/scanner-stack';

describe('an event pattern', () => {
  const event = {
    source: 'com.example.hr',
    account: '111122223333',
    detail: {
      email: 'Ana@Example.com',
      grade: 7,
      active: true,
      manager: null,
      tags: ['left', 'remote'],
      address: '10.0.0.7',
      nothing: [],
      starred: 'a*b.c',
      apps: [
        { name: 'SLACK', status: 'COMPLETED' },
        { name: 'ZOOM', status: 'FAILED' },
      ],
    },
  };
  const detail = (pattern: JsonObject): JsonObject => ({ detail: pattern });

  test.each<[string, JsonObject]>([
    ['exact values', { source: ['com.example.it', 'com.example.hr'] }],
    ['numbers, truth and null', detail({ grade: [7], active: [true], manager: [null] })],
    ['one value of a list', detail({ tags: ['remote', 'ill'] })],
    ['prefix', { source: [{ prefix: 'com.example.' }] }],
    ['prefix in any case', detail({ email: [{ prefix: { 'equals-ignore-case': 'aNA@' } }] })],
    ['suffix', detail({ email: [{ suffix: '@Example.com' }] })],
    ['equals-ignore-case', detail({ email: [{ 'equals-ignore-case': 'ana@example.com' }] })],
    ['wildcard', detail({ email: [{ wildcard: '*@*.com' }] })],
    ['a wildcard with an escaped asterisk', detail({ starred: [{ wildcard: 'a\\*b*' }] })],
    ['anything-but', { source: [{ 'anything-but': ['com.example.it'] }] }],
    ['anything-but a prefix', { source: [{ 'anything-but': { prefix: 'org.' } }] }],
    ['anything-but of null', detail({ manager: [{ 'anything-but': 'x' }] })],
    ['numeric', detail({ grade: [{ numeric: ['>', 6.5, '<=', 7] }] })],
    ['cidr', detail({ address: [{ cidr: '10.0.0.0/24' }] })],
    ['exists', detail({ email: [{ exists: true }], manager: [{ exists: true }] })],
    ['exists not', detail({ phone: [{ exists: false }], nothing: [{ exists: false }] })],
    ['exists not, where a field above is missing', detail({ home: { phone: [{ exists: false }] } })],
    ['objects in a list', detail({ apps: { name: ['ZOOM'], status: ['FAILED'] } })],
    ['$or', { $or: [{ source: ['other'] }, { account: ['111122223333'] }] }],
    ['$or below', detail({ grade: [7], $or: [{ active: [false] }, { tags: ['left'] }] })],
  ])('matches: %s', (_what, pattern) => {
    expect(compileEventPattern(pattern)(event)).toBe(true);
  });

  test.each<[string, JsonObject]>([
    ['another value', { source: ['com.example.HR'] }],
    ['a field that is missing', detail({ phone: [{ 'anything-but': 'x' }] })],
    ['a string for a number', detail({ grade: ['7'] })],
    ['a number out of range', detail({ grade: [{ numeric: ['>', 7] }] })],
    ['all but that value', detail({ email: [{ 'anything-but': { 'equals-ignore-case': 'ANA@example.com' } }] })],
    ['anything-but one of several prefixes', { source: [{ 'anything-but': { prefix: ['org.', 'com.'] } }] }],
    ['a wildcard where an asterisk is escaped', detail({ email: [{ wildcard: 'A\\*' }] })],
    ['a wildcard with a special character', detail({ email: [{ wildcard: 'Ana.Example*' }] })],
    ['fields of two objects of a list', detail({ apps: { name: ['ZOOM'], status: ['COMPLETED'] } })],
    ['no part of $or', { source: ['com.example.hr'], $or: [{ account: ['1'] }, { detail: { grade: [1] } }] }],
    ['existence of an object', { detail: [{ exists: true }] }],
  ])('does not match: %s', (_what, pattern) => {
    expect(compileEventPattern(pattern)(event)).toBe(false);
  });

  test.each<[JsonObject, string]>([
    [{}, 'The event pattern is empty.'],
    [detail({}), 'The event pattern is empty at detail.'],
    [{ source: 'x' }, 'needs a list of values at source'],
    [{ source: [] }, 'needs a list of values at source'],
    [{ source: [{ startsWith: 'x' }] }, "has 'startsWith', which is not a comparison operator of EventBridge"],
    [{ source: [{ numeric: ['>'] }] }, "'numeric' needs =, <, <=, > or >= and a number"],
  ])('is refused: %j', (pattern, message) => {
    expect(() => compileEventPattern(pattern)).toThrow(message);
  });
});

describe("a target's input", () => {
  const event = {
    id: '1',
    'detail-type': 'T',
    detail: { text: 'a "b"\n', n: 2, list: [{ x: 1 }, { x: 2 }], flag: false },
  };
  const transformed = (inputPathsMap: Record<string, string>, inputTemplate: string) =>
    targetInput({ inputPathsMap, inputTemplate }, event);

  test.each<[string, string, Json]>([
    ['a string is quoted', '{"v":<text>}', { v: 'a "b"\n' }],
    ['a string inside quotes is not quoted again', '{"v":"is <text>"}', { v: 'is a "b"\n' }],
    ['a number, a truth value and a list stay what they are', '[<n>,<flag>,<all>]', [2, false, [1, 2]]],
    ['an object inside quotes loses its own', '"<first>"', '{x:1}'],
    ['what the event lacks is an empty text', '{"a":<missing>,"b":"<missing>"}', { a: '', b: '' }],
    ['a part of the event is its JSON', '<second>', 2],
    ['the whole event is its JSON', '<event>', event],
  ])('in a template, %s', (_what, template, expected) => {
    const paths = {
      text: '$.detail.text',
      n: '$.detail.n',
      flag: '$.detail.flag',
      all: '$.detail.list[*].x',
      first: '$.detail.list[0]',
      missing: '$.detail.missing',
      second: '$.detail.list[1].x',
      event: '$',
    };
    expect(JSON.parse(transformed(paths, template))).toEqual(expected);
  });

  test('is rejected if it is not JSON', () => {
    expect(() => transformed({}, '{"a":<unknown>}')).toThrow('did not make valid JSON');
  });
});

describe('a template', () => {
  const options = { region: 'us-east-1', accountId: '111122223333', stackName: 'S', appBundleArn: 'arn:bundle' };
  const resolve = (properties: JsonObject, attributes: JsonObject = {}) => {
    const Resources = {
      It: { Type: 'AWS::SQS::QueuePolicy', Properties: properties, ...attributes },
      Bundle: { Type: 'AWS::AppFabric::AppBundle' },
      Queue: { Type: 'AWS::SQS::Queue' },
      Worker: { Type: 'AWS::Lambda::Function' },
      Machine: { Type: 'AWS::StepFunctions::StateMachine' },
      CDKMetadata: { Type: 'AWS::CDK::Metadata', Condition: 'CDKMetadataAvailable' },
    };
    return resolveTemplate({ Resources }, options).resources[0]?.properties;
  };

  test('has its intrinsic functions evaluated', () => {
    const properties: JsonObject = {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how Fn::Sub marks its variables.
      sub: { 'Fn::Sub': 'assets-${AWS::AccountId}-${AWS::Region}' },
      joined: { 'Fn::Join': ['/', [{ Ref: 'AWS::Partition' }, 'a', { 'Fn::GetAtt': ['Worker', 'Arn'] }]] },
      list: [
        { Ref: 'Bundle' },
        { 'Fn::GetAtt': ['Bundle', 'Arn'] },
        { Ref: 'Queue' },
        { Ref: 'Worker' },
        { Ref: 'Machine' },
      ],
      Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } },
    };
    expect(resolve(properties)).toEqual({
      sub: 'assets-111122223333-us-east-1',
      joined: 'aws/a/arn:aws:lambda:us-east-1:111122223333:function:S-Worker',
      list: [
        'arn:bundle',
        'arn:bundle',
        'S-Queue',
        'S-Worker',
        'arn:aws:states:us-east-1:111122223333:stateMachine:S-Machine',
      ],
      Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
    });
  });

  test.each([
    ['any environment', undefined],
    ['one account and Region', { account: '111122223333', region: 'us-east-1' }],
  ])('is resolved with everything that the construct can add to it, for %s', (_what, env) => {
    const stack = newStack({ env });
    const scanner = scannerIn(stack, {
      encryptionKey: new Key(stack, 'Key'),
      eventBus: new EventBus(stack, 'Bus'),
      registerEventSchemas: true,
    });
    const eventPattern = { source: ['com.example.hr'] };
    scanner.scanOn('Event', { eventPattern, email: EventField.fromPath('$.detail.email') });
    scanner.scanOnSchedule('Daily', {
      schedule: ScheduleExpression.rate(Duration.days(1)),
      emails: ['ana@example.com'],
    });
    const template = Template.fromStack(stack).toJSON();
    const { resources } = resolveTemplate(template, options);
    expect(resources).toHaveLength(Object.keys(template.Resources).length);
    expect(JSON.stringify(resources)).not.toMatch(/"Ref"|"Fn::/);
  });

  test.each<[string, JsonObject, JsonObject]>([
    ['Fn::ImportValue cannot be resolved on this machine', { x: { 'Fn::ImportValue': 'other' } }, {}],
    ['The template refers to Nowhere, which is not one of its resources', { x: { Ref: 'Nowhere' } }, {}],
    ['The condition of It cannot be evaluated on this machine', {}, { Condition: 'InOregon' }],
  ])('is refused: %s', (message, properties, attributes) => {
    expect(() => resolve(properties, attributes)).toThrow(message);
  });
});
