import { CfnParameter, Duration, Fn, Lazy, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus, EventField, Match as EventMatch, type EventPattern } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ResultStatus, type UserAccessScanner } from 'cdk-appfabric-user-access';
import { newStack, scannerIn } from './support/scanner-stack';

const email = EventField.fromPath('$.detail.email');
const offboarded = { source: ['com.example.hr'], detailType: ['Employee Offboarded'] };
const daily = ScheduleExpression.rate(Duration.days(1));

let stack: Stack;
let scanner: UserAccessScanner;

beforeEach(() => {
  stack = newStack();
  scanner = scannerIn(stack);
});

const template = () => Template.fromStack(stack);

/** What the first call says. A second one would find its id taken. */
function refusalOf(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was refused');
}

describe('scanOn', () => {
  test("starts a scan from another system's event, with what makes it known again", () => {
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

  test('its role may start the scan and nothing else', () => {
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

  test('what cannot start a scan is kept for 14 days, encrypted, over TLS only', () => {
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

  test('takes another bus, maximum age and number of attempts', () => {
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
    [EventField.fromPath('$.detail'), /like \$\.detail\.email .* got '\$\.detail'/],
    [EventField.fromPath('$.source'), /field of the event's detail/],
    [EventField.fromPath('detail.email'), /field of the event's detail/],
    [EventField.fromPath('$.detail..email'), /field of the event's detail/],
    [EventField.fromPath('$.detail.people[*].email'), /field of the event's detail/],
    [EventField.fromPath("$.detail['email']"), /dots, and places of lists/],
  ])('refuses %j as the place of the address', (path, message) => {
    const build = () => scanner.scanOn('Offboarded', { eventPattern: offboarded, email: path as string });
    expect(build).toThrow(message);
  });

  const hr = ['com.example.hr'];
  test.each<[string, unknown, RegExp]>([
    ['nothing', {}, /eventPattern is empty; name at least a source/],
    ['a text for it all', 'com.example.hr', /eventPattern is empty/],
    ['no pattern', undefined, /eventPattern is empty/],
    ['an empty list', { source: [] }, /eventPattern\.source is an empty list, which no event matches/],
    [
      'a text for a list',
      { source: 'com.example.hr' },
      /must be a list of values, also when it is one value: \["com\.example\.hr"\]/,
    ],
    ['an unknown field', { source: hr, sauce: ['x'] }, /no field 'sauce'/],
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
    [
      'a number that cannot be',
      { source: hr, detail: { a: [{ numeric: ['>', 5, '<', 3] }] } },
      /a number that cannot be: > 5 < 3/,
    ],
    ['an event version', { source: hr, version: ['1'] }, /every event has version '0'/],
    ['an account that is none', { source: hr, account: ['12'] }, /an account is 12 digits/],
    ['a Region that is none', { source: hr, region: ['Ireland'] }, /a Region looks like us-east-1/],
    ['an empty source', { source: [''] }, /no event has an empty source/],
    ['a text for a detail', { source: hr, detail: ['left'] }, /eventPattern\.detail must name fields, for example/],
    ['an object for an account', { source: hr, account: { prefix: ['1'] } }, /eventPattern\.account must be a list/],
    ['numbers for resources', { source: hr, resources: [5] }, /resources matches no event: resources are texts/],
    [
      'no address',
      { source: hr, detail: { email: [{ exists: false }] } },
      /has an address at \$\.detail\.email.*at detail\.email/,
    ],
    ['a number for an address', { source: hr, detail: { email: [42] } }, /has an address/],
    ['an object for an address', { source: hr, detail: { email: { work: ['a@b.c'] } } }, /has an address/],
  ])('refuses a pattern with %s', (_what, eventPattern, message) => {
    expect(() => scanner.scanOn('Offboarded', { eventPattern: eventPattern as EventPattern, email })).toThrow(message);
  });

  const texts = ['version', 'id', 'detailType', 'source', 'account', 'time', 'region'];
  const neverTexts = [
    EventMatch.doesNotExist(),
    [{ exists: false }],
    EventMatch.greaterThan(1),
    [5],
    [null],
    [true],
    [{ exists: false }, 5, null],
  ];
  test.each(texts.flatMap((field) => neverTexts.map((values) => ({ field, values }))))(
    'refuses a pattern with $values as the $field that every event has as a text',
    ({ field, values }) => {
      const build = () =>
        scanner.scanOn('Offboarded', { eventPattern: { source: hr, [field]: values } as EventPattern, email });
      expect(build).toThrow(new RegExp(`eventPattern\\.${field} matches no event: .*every event has`));
    },
  );

  test.each<[string, unknown]>([
    ['time', '2026-01-31'],
    ['time', 'yesterday'],
    ['time', '2026-01-31 09:30:00'],
    ['time', { prefix: 'January' }],
    ['account', { prefix: 'a' }],
    ['account', { suffix: '1234567890123' }],
    ['account', { cidr: '10.0.0.0/8' }],
    ['region', { prefix: { 'equals-ignore-case': 'Ireland!' } }],
    ['region', { wildcard: 'us east*' }],
    ['version', { 'anything-but': ['0'] }],
    ['version', { 'equals-ignore-case': '1' }],
  ])('refuses a pattern whose %s is %j, which it is in no event', (field, value) => {
    const eventPattern = { source: hr, [field]: [value] } as EventPattern;
    const build = () => scanner.scanOn('Offboarded', { eventPattern, email });
    expect(build).toThrow(new RegExp(`eventPattern\\.${field} matches no event`));
  });

  test.each<[unknown, RegExp]>([
    [{ prefixx: 'a' }, /has 'prefixx', which is no comparison of EventBridge's; it knows prefix, suffix,/],
    [{ constructor: 'a' }, /has 'constructor', which is no comparison/],
    [{}, /must hold one comparison an entry/],
    [{ prefix: 'a', suffix: 'b' }, /must hold one comparison an entry/],
    [['a'], /holds a list in its list.*list the values themselves/],
    [{ prefix: 5 }, /is wrong at 'prefix': it needs a text/],
    [{ prefix: { 'equals-ignore-case': 5 } }, /is wrong at 'prefix': it needs a text/],
    [{ prefix: { wildcard: 'a' } }, /is wrong at 'prefix': it needs a text/],
    [{ suffix: ['a'] }, /is wrong at 'suffix': it needs a text/],
    [{ 'equals-ignore-case': null }, /is wrong at 'equals-ignore-case': it needs a text/],
    [{ wildcard: true }, /is wrong at 'wildcard': it needs a text/],
    [{ exists: 'true' }, /is wrong at 'exists': it needs true or false/],
    [{ cidr: '10.0.0.1' }, /is wrong at 'cidr': it needs a range like 10\.0\.0\.0\/24/],
    [{ cidr: '10.0.0.0/33' }, /is wrong at 'cidr'/],
    [{ cidr: '10.0.0/8' }, /is wrong at 'cidr'/],
    [{ cidr: '::/129' }, /is wrong at 'cidr'/],
    [{ cidr: 10 }, /is wrong at 'cidr'/],
    [{ numeric: [] }, /is wrong at 'numeric': it needs a comparison .* and a number/],
    [{ numeric: '> 5' }, /is wrong at 'numeric'/],
    [{ numeric: ['>'] }, /is wrong at 'numeric'/],
    [{ numeric: ['=>', 5] }, /is wrong at 'numeric'/],
    [{ numeric: ['>', '5'] }, /is wrong at 'numeric'/],
    [{ numeric: ['>', 0, '<='] }, /is wrong at 'numeric'/],
    [{ numeric: ['<', 5, '>', 0] }, /is wrong at 'numeric': .*from low to high/],
    [{ numeric: ['=', 5, '<', 9] }, /is wrong at 'numeric'/],
    [{ numeric: ['>', 5, '<=', 5] }, /a number that cannot be: > 5 <= 5/],
    [{ 'anything-but': [] }, /excludes an empty list/],
    [{ 'anything-but': null }, /is wrong at 'anything-but': it needs texts or numbers/],
    [{ 'anything-but': ['a', 5] }, /is wrong at 'anything-but': it needs texts or numbers, and not both/],
    [{ 'anything-but': { prefixx: 'a' } }, /is wrong at 'anything-but': it needs one of prefix, suffix,/],
    [{ 'anything-but': { prefix: [] } }, /is wrong at 'anything-but'/],
    [{ 'anything-but': { suffix: 5 } }, /is wrong at 'anything-but'/],
  ])('refuses %j in a list, which EventBridge would refuse', (matcher, message) => {
    const eventPattern: EventPattern = { source: hr, detail: { a: { b: ['x', matcher] } } };
    const build = () => scanner.scanOn('Offboarded', { eventPattern, email });
    const refusal = refusalOf(build);
    expect(refusal).toMatch(message);
    expect(refusal).toMatch(/^[^\n]*eventPattern\.detail\.a\.b [^\n]*$/);
  });

  test.each<[unknown, RegExp]>([
    [[], /detail\.\$or must list at least two patterns.*with one, leave \$or out/],
    [[{ a: [1] }], /detail\.\$or must list at least two patterns/],
    [['a', 'b'], /detail\.\$or must list at least two patterns/],
    [{ a: [1] }, /detail\.\$or must list at least two patterns/],
    [[{ a: [1] }, {}], /detail\.\$or\[1\] is empty/],
    [[{ a: [1] }, { b: [{ prefixx: 'x' }] }], /detail\.\$or\[1\]\.b has 'prefixx'/],
  ])('refuses the branches %j', ($or, message) => {
    const build = () => scanner.scanOn('Offboarded', { eventPattern: { source: hr, detail: { $or } }, email });
    expect(build).toThrow(message);
  });

  test('takes values in a pattern that only the deployment knows', () => {
    const text = new CfnParameter(stack, 'Text').valueAsString;
    const numeric = ['>', new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber];
    const eventPattern = {
      source: [text],
      account: [stack.account, EventMatch.prefix(text)[0]],
      time: [{ prefix: text }],
      version: [{ 'anything-but': [text] }],
      resources: Fn.split(',', text),
      detail: { a: [text, { suffix: text }, { cidr: text }, { numeric }, { 'anything-but': { prefix: [text] } }] },
    } as unknown as EventPattern;
    expect(() => scanner.scanOn('Offboarded', { eventPattern, email })).not.toThrow();
  });

  test('refuses a plain value where the path goes on', () => {
    const build = () =>
      scanner.scanOn('Offboarded', {
        eventPattern: { source: hr, detail: { person: ['ana'] } },
        email: EventField.fromPath('$.detail.person.email'),
      });
    expect(build).toThrow(/no event .* has an address at \$\.detail\.person\.email: .* at detail\.person\./);
  });

  test.each<EventPattern>([
    { source: EventMatch.prefix('com.example.') },
    { source: hr, detail: { email: [{ suffix: '@example.com' }], reason: [{ 'anything-but': ['leave'] }] } },
    { source: hr, detail: { email: [{ exists: true }], level: [{ numeric: ['>=', 3, '<=', 3] }] } },
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
  ])('takes the pattern %j', (eventPattern) => {
    expect(() => scanner.scanOn('Offboarded', { eventPattern, email })).not.toThrow();
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
  ])('refuses %j', (options, message) => {
    expect(() => scanner.scanOn('Offboarded', { eventPattern: offboarded, email, ...options })).toThrow(message);
  });

  test('two triggers cannot have one id', () => {
    scanner.scanOn('Offboarded', { eventPattern: offboarded, email });
    expect(() => scanner.scanOn('Offboarded', { eventPattern: offboarded, email })).toThrow(
      "Stack/Scanner: the id 'Offboarded' is taken; give each trigger, schedule and rule of a scanner an id of its own.",
    );
    expect(() => scanner.onResult('Offboarded')).toThrow(/is taken/);
  });
});

describe('scanOnSchedule', () => {
  test('scans each person of the list by a schedule of its own', () => {
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

  test('its role starts scans and parks what failed, for this group alone', () => {
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

  test('no logical id tells an address, and none changes when the list does', () => {
    const first = scanner.scanOnSchedule('Watch', { schedule: daily, emails: ['ana@example.com', 'bo@example.com'] });
    const second = scannerIn(newStack()).scanOnSchedule('Watch', { schedule: daily, emails: ['bo@example.com'] });
    expect(first.schedules[1]?.node.path).toBe(second.schedules[0]?.node.path);
    expect(Object.keys(template().toJSON().Resources).join()).not.toMatch(/ana|bo@|example/);
  });

  test.each<[unknown, RegExp]>([
    [[], /emails must list from 1 to 100 people, got 0/],
    [undefined, /emails must list/],
    ['ana@example.com', /emails must list from 1 to 100 people, got no list/],
    [Lazy.list({ produce: () => ['ana@example.com'] }), /emails must be known at synthesis.*List the addresses/],
    [Fn.split(',', Fn.importValue('People')), /emails must be known at synthesis/],
    [Array.from({ length: 101 }, (_, i) => `p${i}@example.com`), /got 101.*stateMachine/],
    [['ana@example.com', 'bo'], /emails\[1\] is not an email address/],
    [['ana@example.com', ' bo@example.com'], /emails\[1\]/],
    [['ana@example.com\n'], /emails\[0\]/],
    [[`${'a'.repeat(320)}@example.com`], /emails\[0\].*at most 320/],
    [['ana@example.com', 'bo@example.com', 'ANA@example.com'], /emails\[2\] names the same person as emails\[0\]/],
  ])('refuses the list %j, without repeating an address', (emails, message) => {
    const build = () => scanner.scanOnSchedule('Watch', { schedule: daily, emails: emails as string[] });
    const refusal = refusalOf(build);
    expect(refusal).toMatch(message);
    expect(refusal).not.toMatch(/@example/);
  });
});

test('a trigger or a schedule without options says what is missing', () => {
  const untyped = scanner as unknown as Record<'scanOn' | 'scanOnSchedule', (id: string, options?: object) => void>;
  expect(() => untyped.scanOn('Nothing')).toThrow(/eventPattern is empty/);
  expect(() => untyped.scanOnSchedule('Nobody')).toThrow(/emails must list/);
  expect(() => untyped.scanOnSchedule('Never', { emails: ['ana@example.com'] })).toThrow(
    /schedule must be a ScheduleExpression/,
  );
});

describe('rules on what the scanner publishes', () => {
  test.each([
    ['onResult', 'User Access Result'],
    ['onScanCompleted', 'User Access Scan Completed'],
    ['onScanFailed', 'User Access Scan Failed'],
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

  test('onResult can be restricted to a status, an app, and whether there is an account', () => {
    scanner.onResult('Rule', {
      status: ResultStatus.COMPLETED,
      app: 'SLACK',
      accountFound: true,
      eventPattern: { detail: { tenantId: ['T0123'] } },
    });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['cdk-appfabric-user-access'],
        'detail-type': ['User Access Result'],
        detail: { status: ['COMPLETED'], app: ['SLACK'], accountFound: [true], tenantId: ['T0123'] },
      },
    });
  });

  test('false is a restriction too', () => {
    scanner.onResult('Rule', { accountFound: false });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ detail: { accountFound: [false] } }),
    });
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ status: 'DONE' }, /status must be one of COMPLETED, FAILED, EXPIRED, TIMED_OUT, got 'DONE'/],
    [{ app: '' }, /app must be the name of an app/],
    [{ eventPattern: { source: ['other'] } }, /must leave out source and detailType/],
    [{ eventPattern: { detail: { tenantId: [] } } }, /detail\.tenantId is an empty list/],
    [{ eventPattern: 'SLACK' }, /eventPattern must name fields of the event, for example \{ detail:/],
    [{ accountFound: 'yes' }, /accountFound must be true or false/],
    [{ accountFound: 1 }, /accountFound must be true or false/],
    [{ accountFound: null }, /accountFound must be true or false/],
    [{ target: 'arn:aws:lambda:us-east-1:111122223333:function:handler' }, /target of 'Rule' must be a target/],
    [{ crossStackScope: 'Stack' }, /crossStackScope of 'Rule' must be a construct/],
  ])('refuses %j', (options, message) => {
    expect(() => scanner.onResult('Rule', options)).toThrow(message);
  });

  test.each(['onResult', 'onScanCompleted', 'onScanFailed'] as const)('%s refuses what is no options', (method) => {
    const untyped = scanner as unknown as Record<typeof method, (id: string, options: unknown) => void>;
    for (const options of [null, 'SLACK', 5]) {
      expect(() => untyped[method]('Rule', options)).toThrow(
        "Stack/Scanner: options of 'Rule' must be an object, for example { target }; leave them out for none.",
      );
    }
  });

  test.each<[string, object, object]>([
    ['status', { status: ResultStatus.FAILED }, { status: ['COMPLETED'] }],
    ['app', { app: 'SLACK' }, { app: [{ prefix: 'S' }] }],
    ['accountFound', { accountFound: true }, { accountFound: [true] }],
  ])('a %s is not set twice: the rule would match the values of either', (field, option, detail) => {
    expect(() => scanner.onResult('Rule', { ...option, eventPattern: { detail } })).toThrow(
      `${field} of 'Rule' is set and eventPattern.detail has ${field} too: EventBridge would match the values of either; leave one of them out.`,
    );
  });

  test('one pattern can serve several rules, and stays as it is', () => {
    const eventPattern = { detail: { tenantId: ['T0123'] } };
    scanner.onResult('Failed', { status: ResultStatus.FAILED, eventPattern });
    scanner.onResult('Completed', { status: ResultStatus.COMPLETED, eventPattern });
    expect(eventPattern).toEqual({ detail: { tenantId: ['T0123'] } });
    for (const status of ['FAILED', 'COMPLETED']) {
      template().hasResourceProperties('AWS::Events::Rule', {
        EventPattern: Match.objectLike({ detail: { status: [status], tenantId: ['T0123'] } }),
      });
    }
  });

  test('an empty pattern restricts nothing', () => {
    scanner.onResult('Rule', { eventPattern: {} });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['cdk-appfabric-user-access'], 'detail-type': ['User Access Result'] },
    });
  });

  test('whether there is an account may be a token', () => {
    scanner.onResult('Rule', { accountFound: Lazy.any({ produce: () => true }) as unknown as boolean });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ detail: { accountFound: [true] } }),
    });
  });

  test('an app in small letters gets a warning', () => {
    scanner.onResult('Rule', { app: 'slack' });
    Annotations.fromStack(stack).hasWarning('/Stack/Scanner', Match.stringLikeRegexp("did you mean 'SLACK'"));
  });
});

test('the encryption key covers queues and schedules, and their roles may use it', () => {
  stack = newStack();
  scanner = scannerIn(stack, { encryptionKey: new Key(stack, 'Key') });
  const trigger = scanner.scanOn('Offboarded', { eventPattern: offboarded, email });
  const watch = scanner.scanOnSchedule('Watch', { schedule: daily, emails: ['ana@example.com'] });
  const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
  template().allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: key });
  template().allResourcesProperties('AWS::Scheduler::Schedule', { KmsKeyArn: key });
  for (const role of [trigger.role, watch.role]) {
    template().hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve(role.roleName) as object],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Condition: { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': Match.anyValue() } },
          }),
        ]),
      },
    });
  }
});
