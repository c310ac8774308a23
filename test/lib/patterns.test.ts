import { CfnParameter, Fn, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventField, Match as EventMatch, type EventPattern } from 'aws-cdk-lib/aws-events';
import type { UserAccessScanner } from 'cdk-appfabric-user-access';
import { newStack, scannerIn } from '../support/scanner-stack';

const email = EventField.fromPath('$.detail.email');

let stack: Stack;
let scanner: UserAccessScanner;

beforeEach(() => {
  stack = newStack();
  scanner = scannerIn(stack);
});

/** The message of the error that the call throws. */
function messageOf(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was thrown');
}

describe('the eventPattern of scanOn', () => {
  const hr = ['com.example.hr'];
  test.each<[string, unknown, RegExp]>([
    ['no fields', {}, /eventPattern must name a source, for example \{ source: \['com\.example\.hr'\] \}/],
    ['a string instead of an object', 'com.example.hr', /eventPattern must be an object, for example/],
    ['no pattern', undefined, /eventPattern must name a source/],
    ['an empty list', { source: [] }, /eventPattern\.source is an empty list, which EventBridge rejects/],
    [
      'a string instead of a list',
      { source: 'com.example.hr' },
      /must be a list of values, even for one value: \["com\.example\.hr"\]/,
    ],
    [
      'an unknown field',
      { source: hr, sauce: ['x'] },
      /no field 'sauce'\. Use one of version, id, detailType, source,/,
    ],
    ['no source', { detailType: ['Employee Offboarded'] }, /must name a source.*every result would start a scan/],
    ["the scanner's own source", { source: ['cdk-appfabric-user-access'] }, /matches the scanner's own source/],
    ["a prefix of the scanner's own source", { source: [{ prefix: 'cdk-' }] }, /matches the scanner's own source/],
    ['any source but one', { source: [{ 'anything-but': hr }] }, /matches the scanner's own source/],
    ['any source', { source: EventMatch.exists() }, /matches the scanner's own source/],
    ['an empty detail', { source: hr, detail: {} }, /eventPattern\.detail is empty/],
    [
      'an empty list deep down',
      { source: hr, detail: { a: { b: [] } } },
      /eventPattern\.detail\.a\.b is an empty list/,
    ],
    ['a bare value deep down', { source: hr, detail: { a: { b: true } } }, /detail\.a\.b must be a list .*\[true\]/],
  ])('rejects a pattern with %s', (_what, eventPattern, message) => {
    expect(() => scanner.scanOn('Offboarded', { eventPattern: eventPattern as EventPattern, email })).toThrow(message);
  });

  const own = 'cdk-appfabric-user-access';
  test.each<unknown>([
    { suffix: '-user-access' },
    { prefix: { 'equals-ignore-case': 'CDK-' } },
    { suffix: { 'equals-ignore-case': 'User-Access' } },
    { 'equals-ignore-case': own.toUpperCase() },
    { wildcard: 'cdk-*-access' },
    { wildcard: '*' },
    { 'anything-but': 5 },
    { 'anything-but': { prefix: 'aws.' } },
    { 'anything-but': { suffix: ['.hr', '.it'] } },
    { 'anything-but': { 'equals-ignore-case': 'com.example.hr' } },
    { 'anything-but': { wildcard: ['aws.*', 'com.*'] } },
  ])("rejects the source %j, which matches the scanner's own", (entry) => {
    const build = () =>
      scanner.scanOn('Offboarded', { eventPattern: { source: [...hr, entry] } as EventPattern, email });
    expect(build).toThrow(/eventPattern\.source matches the scanner's own source, cdk-appfabric-user-access/);
  });

  test("is checked again at synthesis, when addEventPattern() has added the scanner's own source", () => {
    const { rule } = scanner.scanOn('Offboarded', { eventPattern: { source: hr }, email });
    rule.addEventPattern({ source: ['cdk-appfabric-user-access'] });
    expect(() => Template.fromStack(stack)).toThrow(
      /Offboarded\/Rule\] eventPattern\.source matches the scanner's own source, .* every result would start a scan/,
    );
  });

  test('can have another source that addEventPattern() has added', () => {
    const { rule } = scanner.scanOn('Offboarded', { eventPattern: { source: hr }, email });
    rule.addEventPattern({ source: ['com.example.it'] });
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ source: [...hr, 'com.example.it'] }),
    });
  });

  test.each<unknown>([
    { suffix: 'cdk-' },
    { prefix: { 'equals-ignore-case': 'User-Access' } },
    { wildcard: 'cdk-*-acces' },
    { wildcard: 'cdk.*' },
    { wildcard: String.raw`cdk\**\\*` },
    { exists: false },
    { numeric: ['>', 0] },
    { 'anything-but': [own, 'com.example.hr'] },
    { 'anything-but': { suffix: ['.hr', '-access'] } },
    { 'anything-but': { 'equals-ignore-case': [own.toUpperCase()] } },
    { 'anything-but': { wildcard: 'cdk-*' } },
  ])("accepts the source %j, which doesn't match the scanner's own", (entry) => {
    const build = () => scanner.scanOn('Offboarded', { eventPattern: { source: [entry] } as EventPattern, email });
    expect(build).not.toThrow();
  });

  test.each<[unknown, RegExp]>([
    [{ prefixx: 'a' }, /has 'prefixx', which is not a comparison operator of EventBridge\. Use one of prefix, suffix,/],
    [{ constructor: 'a' }, /has 'constructor', which is not a comparison operator/],
    [{}, /must have one comparison in each object/],
    [{ prefix: 'a', suffix: 'b' }, /must have one comparison in each object/],
    [['a'], /has a list inside its list.*List the values themselves/],
    [{ prefix: 5 }, /'prefix' needs a string/],
    [{ prefix: { 'equals-ignore-case': 5 } }, /'prefix' needs a string/],
    [{ prefix: { wildcard: 'a' } }, /'prefix' needs a string/],
    [{ suffix: ['a'] }, /'suffix' needs a string/],
    [{ 'equals-ignore-case': null }, /'equals-ignore-case' needs a string/],
    [{ wildcard: true }, /'wildcard' needs a string/],
    [{ wildcard: 'a**' }, /'wildcard' needs a string without '\*\*'/],
    [{ wildcard: 'a\\b' }, /'wildcard' needs a string .* a backslash stands only before/],
    [{ wildcard: 'a\\' }, /'wildcard' needs a string .* a backslash stands only before/],
    [{ 'anything-but': { wildcard: ['a', 'b**'] } }, /'anything-but' needs strings, or numbers/],
    [{ exists: 'true' }, /'exists' needs true or false/],
    [{ cidr: '10.0.0.1' }, /'cidr' needs an IP address range like 10\.0\.0\.0\/24/],
    [{ cidr: '10.0.0.0/33' }, /'cidr' needs/],
    [{ cidr: '10.0.0/8' }, /'cidr' needs/],
    [{ cidr: '::/129' }, /'cidr' needs/],
    [{ cidr: 10 }, /'cidr' needs/],
    [{ numeric: [] }, /'numeric' needs =, <, .* and a number/],
    [{ numeric: '> 5' }, /'numeric' needs/],
    [{ numeric: ['>'] }, /'numeric' needs/],
    [{ numeric: ['=>', 5] }, /'numeric' needs/],
    [{ numeric: ['>', '5'] }, /'numeric' needs/],
    [{ numeric: ['>', 0, '<='] }, /'numeric' needs/],
    [{ numeric: ['<', 5, '>', 0] }, /'numeric' needs.*from low to high/],
    [{ numeric: ['=', 5, '<', 9] }, /'numeric' needs/],
    [{ numeric: ['>', 5, '<', 3] }, /'numeric' needs .*a range from low to high/],
    [{ numeric: ['>=', 5, '<=', 5] }, /'numeric' needs .*a range from low to high/],
    [{ numeric: ['>', 5, '<=', 5] }, /'numeric' needs .*a range from low to high/],
    [{ 'anything-but': [] }, /'anything-but' needs strings, or numbers/],
    [{ 'anything-but': null }, /'anything-but' needs strings, or numbers/],
    [{ 'anything-but': ['a', 5] }, /'anything-but' needs strings, or numbers/],
    [{ 'anything-but': { prefixx: 'a' } }, /'anything-but' needs.* or one of prefix, suffix,/],
    [{ 'anything-but': { prefix: [] } }, /'anything-but' needs/],
    [{ 'anything-but': { suffix: 5 } }, /'anything-but' needs/],
  ])('rejects %j in a list, which EventBridge would reject', (entry, expected) => {
    const eventPattern: EventPattern = { source: hr, detail: { a: { b: ['x', entry] } } };
    const build = () => scanner.scanOn('Offboarded', { eventPattern, email });
    const message = messageOf(build);
    expect(message).toMatch(expected);
    expect(message).toMatch(/^[^\n]*eventPattern\.detail\.a\.b [^\n]*$/);
  });

  test.each<[unknown, RegExp]>([
    [[], /detail\.\$or must list at least two patterns.*For one pattern, remove \$or/],
    [[{ a: [1] }], /detail\.\$or must list at least two patterns/],
    [['a', 'b'], /detail\.\$or must list at least two patterns/],
    [{ a: [1] }, /detail\.\$or must list at least two patterns/],
    [[{ a: [1] }, {}], /detail\.\$or\[1\] is empty/],
    [[{ a: [1] }, { b: [{ prefixx: 'x' }] }], /detail\.\$or\[1\]\.b has 'prefixx'/],
  ])('rejects the branches %j', ($or, message) => {
    const build = () => scanner.scanOn('Offboarded', { eventPattern: { source: hr, detail: { $or } }, email });
    expect(build).toThrow(message);
  });

  test('accepts values that are known only at deployment', () => {
    const string = new CfnParameter(stack, 'Text').valueAsString;
    const numeric = ['>', new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber];
    const eventPattern = {
      source: [string],
      account: [stack.account, EventMatch.prefix(string)[0]],
      time: [{ prefix: string }],
      version: [{ 'anything-but': [string] }],
      resources: Fn.split(',', string),
      detail: {
        a: [string, { suffix: string }, { cidr: string }, { numeric }, { 'anything-but': { prefix: [string] } }],
      },
    } as unknown as EventPattern;
    expect(() => scanner.scanOn('Offboarded', { eventPattern, email })).not.toThrow();
  });

  test.each<EventPattern>([
    { source: EventMatch.prefix('com.example.') },
    { source: hr, detail: { email: [{ suffix: '@example.com' }], reason: [{ 'anything-but': ['leave'] }] } },
    { source: hr, detail: { email: [{ exists: true }], level: [{ numeric: ['>=', 3, '<=', 4] }] } },
    { source: hr, detail: { $or: [{ a: [1] }, { b: [null] }] }, version: ['0'], region: ['us-east-1'] },
    { source: EventMatch.anythingButPrefix('cdk-', 'aws.'), resources: EventMatch.doesNotExist() },
    { source: hr, account: ['no account', '111122223333'], id: EventMatch.exists(), time: ['2026-01-31T09:30:00Z'] },
    { source: hr, time: EventMatch.prefix('2026-'), account: EventMatch.anythingBut('111122223333') },
    { source: hr, region: EventMatch.wildcard('eu-*-1'), detailType: EventMatch.equalsIgnoreCase('left') },
    { source: hr, region: EventMatch.prefixEqualsIgnoreCase('EU-'), version: EventMatch.anythingBut('1') },
    { source: hr, detail: { a: EventMatch.cidr('10.0.0.0/24'), b: EventMatch.cidr('2001:db8::/32') } },
    { source: hr, detail: { a: EventMatch.interval(1, 5), b: EventMatch.equal(3), c: EventMatch.lessThan(0) } },
    { source: hr, detail: { a: EventMatch.anythingBut(1, 2), b: EventMatch.anythingButSuffix('x'), foo$or: ['x'] } },
    { source: hr, detail: { a: EventMatch.suffixEqualsIgnoreCase('x'), b: EventMatch.nullValue(), c: [false] } },
  ])('accepts the pattern %j', (eventPattern) => {
    expect(() => scanner.scanOn('Offboarded', { eventPattern, email })).not.toThrow();
  });
});
