import { CfnParameter, Duration, Lazy, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnAppBundle } from 'aws-cdk-lib/aws-appfabric';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Alias, type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { AppBundle, UserAccessScanner } from 'cdk-appfabric-user-access';
import { APP_BUNDLE_ARN, newStack, scannerIn } from '../support/scanner-stack';

const KEY_ARN = 'arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
const seconds = Duration.seconds;
const aVpc = () =>
  Vpc.fromVpcAttributes(newStack(), 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['us-east-1a'],
    publicSubnetIds: ['subnet-1'],
    privateSubnetIds: ['subnet-2'],
  });

test.each<[string, Record<string, unknown>, RegExp]>([
  [
    'no app bundle',
    { appBundle: undefined },
    /appBundle is required: pass an AppBundle or AppBundle\.fromAppBundleArn/,
  ],
  ['an ARN for an app bundle', { appBundle: APP_BUNDLE_ARN }, /appBundle is required/],
  [
    'a number for a duration',
    { scanTimeout: 60 },
    /scanTimeout must be a Duration, for example Duration\.seconds\(60\)/,
  ],
  ['a number for the longest wait', { longestWait: 60 }, /longestWait must be a Duration/],
  ['a scan without time', { scanTimeout: seconds(0) }, /scanTimeout must be at least 1 second/],
  ['half a second', { scanTimeout: Duration.millis(1500) }, /scanTimeout must be a whole number of seconds, got 1\.5/],
  [
    'a window longer than Lambda allows',
    { pollWindow: seconds(811) },
    /at most 810 seconds \(Lambda's maximum of 900 minus 90 .*got 811/,
  ],
  ['a window of milliseconds', { pollWindow: Duration.millis(200) }, /pollWindow must be a whole number of seconds/],
  ['no first wait', { firstWait: seconds(0) }, /firstWait must be at least 1 second/],
  [
    'waits that shrink',
    { firstWait: seconds(30), longestWait: seconds(20) },
    /longestWait \(20 s\) must not be shorter than firstWait \(30 s\)/,
  ],
  ['a backoff below 1', { backoffRate: 0.5 }, /backoffRate must be a number of at least 1 .*got 0\.5/],
  ['a backoff that is not a number', { backoffRate: Number.NaN }, /backoffRate/],
  ['an infinite backoff', { backoffRate: Number.POSITIVE_INFINITY }, /backoffRate/],
  ['too little memory', { memorySize: 64 }, /memorySize must be a whole number of MiB from 128 to 10240, got 64/],
  ['too much memory', { memorySize: 20_000 }, /memorySize/],
  ['a fraction of a MiB', { memorySize: 256.5 }, /memorySize/],
  ['no concurrency', { reservedConcurrentExecutions: 0 }, /reservedConcurrentExecutions must be .* at least 1, got 0/],
  ['half an execution', { reservedConcurrentExecutions: 1.5 }, /reservedConcurrentExecutions .*got 1\.5/],
  ['words for a number', { reservedConcurrentExecutions: '5' }, /reservedConcurrentExecutions .*got '5'/],
  ['words for tracing', { tracing: true }, /tracing must be Tracing\.ACTIVE, .*got true/],
  ['an id for a VPC', { vpc: 'vpc-1' }, /vpc must be a Vpc, or an imported one/],
  ['subnets without a VPC', { vpcSubnets: {} }, /vpcSubnets needs a VPC. Set vpc, too/],
  ['security groups without a VPC', { securityGroups: [] }, /securityGroups needs a VPC. Set vpc, too/],
  ['a name for subnets', { vpc: aVpc(), vpcSubnets: 'Private' }, /vpcSubnets must be an object/],
  ['no security groups', { vpc: aVpc(), securityGroups: [] }, /securityGroups must be a list of at least one/],
  ['ids of security groups', { vpc: aVpc(), securityGroups: ['sg-1'] }, /securityGroups must be a list of/],
  [
    'public subnets',
    { vpc: aVpc(), vpcSubnets: { subnetType: SubnetType.PUBLIC } },
    /vpcSubnets has public subnets, .* Select private subnets/,
  ],
  ['a retention of an hour', { resultRetention: Duration.hours(1) }, /resultRetention must be at least 86400 seconds/],
  [
    'a retention that the scan outlasts',
    { resultRetention: Duration.days(2), scanTimeout: Duration.days(2) },
    /resultRetention must be at least 252000 seconds .*scanTimeout plus 22 hours/,
  ],
  ['a name for a bus', { eventBus: 'default' }, /eventBus must be an EventBus/],
  ['an alias for a key', { encryptionKey: 'alias/key' }, /encryptionKey must be a Key/],
  [
    'a retention that logs do not have',
    { logRetention: 42 },
    /logRetention must be one of logs\.RetentionDays, got 42/,
  ],
  [
    'a level that logs do not have',
    { logLevel: 'LOUD' },
    /logLevel must be one of lambda\.ApplicationLogLevel, got 'LOUD'/,
  ],
  ['a share of more than all', { debugSampleRate: 1.5 }, /debugSampleRate must be a number from 0 to 1, got 1\.5/],
  ['a share of less than nothing', { debugSampleRate: -0.1 }, /debugSampleRate/],
  ['a share in words', { debugSampleRate: '0.5' }, /debugSampleRate/],
  ['a snapshot of a table', { removalPolicy: RemovalPolicy.SNAPSHOT }, /removalPolicy must be RETAIN/],
  [
    'more turns than an execution can have history events',
    { scanTimeout: Duration.hours(24), pollWindow: seconds(0), longestWait: seconds(10) },
    /scanTimeout of 86400 s is too long for pollWindow 0 s and longestWait 10 s: 1818 turns .*11 history events each, 20000 of Step Functions' 25,000.*Lengthen pollWindow/,
  ],
])('rejects %s, and says what to do', (_what, props, message) => {
  expect(() => scannerIn(newStack(), props)).toThrow(message);
});

test('an error is one line that names the construct', () => {
  const error = errorOf(() => scannerIn(newStack(), { memorySize: 1 }));
  expect(error.stack).toBe(
    'InvalidConfiguration: Stack/Scanner: memorySize must be a whole number of MiB from 128 to 10240, got 1.',
  );
});

function errorOf(build: () => void): Error {
  try {
    build();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

test.each<[string, Record<string, unknown>]>([
  ['the shortest scan', { scanTimeout: seconds(1) }],
  ['one execution of each function', { reservedConcurrentExecutions: 1 }],
  ['no window', { pollWindow: seconds(0) }],
  ['the longest window', { pollWindow: seconds(810) }],
  ['the same wait every time', { backoffRate: 1 }],
  ['a longest wait below the default first wait', { longestWait: seconds(2) }],
  ['a whole day of a scan', { scanTimeout: Duration.hours(24) }],
  ['the least retention', { resultRetention: Duration.days(1) }],
])('accepts %s', (_what, props) => {
  expect(() => scannerIn(newStack(), props)).not.toThrow();
});

test('the first wait is the longest wait if that is shorter than 20 s', () => {
  const stack = newStack();
  scannerIn(stack, { longestWait: seconds(2) });
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ FIRST_WAIT_SECONDS: '2', LONGEST_WAIT_SECONDS: '2' }) },
  });
});

test('values that are known only at deployment are not checked, except where timeouts depend on them', () => {
  const stack = newStack();
  const number = new CfnParameter(stack, 'Parameter', { type: 'Number' }).valueAsNumber;
  scannerIn(stack, {
    memorySize: number,
    reservedConcurrentExecutions: number,
    backoffRate: number,
    longestWait: seconds(number),
    resultRetention: seconds(number),
  });
  const template = Template.fromStack(stack);
  template.allResourcesProperties('AWS::Lambda::Function', { MemorySize: { Ref: 'Parameter' } });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        BACKOFF_RATE: { Ref: 'Parameter' },
        LONGEST_WAIT_SECONDS: { Ref: 'Parameter' },
        RESULT_RETENTION_SECONDS: { Ref: 'Parameter' },
      }),
    },
  });
  expect(() => scannerIn(newStack(), { pollWindow: seconds(number) })).toThrow(/pollWindow must be known at synthesis/);
});

describe('an app bundle', () => {
  test('is created with the key', () => {
    const stack = newStack();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', KEY_ARN);
    const appBundle = new AppBundle(stack, 'Created', { encryptionKey });
    scannerIn(stack, { appBundle });
    const created = Template.fromStack(stack).findResources('AWS::AppFabric::AppBundle');
    const [id = ''] = Object.keys(created);
    expect(created[id]?.Properties).toEqual({ CustomerManagedKeyArn: encryptionKey.keyArn });
    expect(stack.resolve(appBundle.appBundleRef)).toEqual({ appBundleArn: { Ref: id } });
  });

  test.each<[string, (stack: Stack) => unknown, RegExp]>([
    [
      'an alias',
      (stack) => Alias.fromAliasName(stack, 'Alias', 'alias/app-bundle'),
      /^Stack\/Created: encryptionKey is an alias/,
    ],
    [
      'an ARN, which would leave the app bundle with a key of AWS',
      () => KEY_ARN,
      /^Stack\/Created: encryptionKey must be a Key/,
    ],
    [
      'a key of another Region',
      (stack) => Key.fromKeyArn(stack, 'Key', KEY_ARN.replace('us-east-1', 'eu-west-1')),
      /^Stack\/Created: encryptionKey is in Region eu-west-1/,
    ],
  ])('rejects %s as its key', (_what, key, message) => {
    const stack = newStack({ env: { account: '111122223333', region: 'us-east-1' } });
    expect(() => new AppBundle(stack, 'Created', { encryptionKey: key(stack) as IKey })).toThrow(message);
  });

  test('can be the CfnAppBundle of newer versions of CDK', () => {
    const stack = newStack();
    const { appBundle } = new UserAccessScanner(stack, 'Scanner', { appBundle: new CfnAppBundle(stack, 'Cfn') });
    expect(stack.resolve(appBundle.appBundleRef)).toEqual({ appBundleArn: { Ref: 'Cfn' } });
  });
});

describe('an imported app bundle', () => {
  test.each([
    '',
    'not-an-arn',
    APP_BUNDLE_ARN.toUpperCase(),
    APP_BUNDLE_ARN.slice(0, -1),
    `${APP_BUNDLE_ARN} `,
    undefined,
  ])('rejects %j as an ARN', (arn) => {
    expect(() => AppBundle.fromAppBundleArn(newStack(), 'AppBundle', arn as string)).toThrow(
      /appBundleArn must look like arn:aws:appfabric:us-east-1/,
    );
  });

  test('knows its Region and account', () => {
    const bundle = AppBundle.fromAppBundleArn(newStack(), 'AppBundle', APP_BUNDLE_ARN);
    expect(bundle.env).toEqual({ region: 'us-east-1', account: '111122223333' });
    expect(bundle.appBundleRef.appBundleArn).toBe(APP_BUNDLE_ARN);
  });

  test('can have an ARN that is known only at deployment', () => {
    const stack = newStack({ env: { region: 'us-east-1', account: '111122223333' } });
    const arn = Lazy.string({ produce: () => APP_BUNDLE_ARN });
    expect(() => scannerIn(stack, { appBundle: AppBundle.fromAppBundleArn(stack, 'Late', arn) })).not.toThrow();
  });

  test.each([
    ['Region', { region: 'eu-west-1', account: '111122223333' }],
    ['account', { region: 'us-east-1', account: '444455556666' }],
  ])('of another %s cannot be scanned', (what, env) => {
    expect(() => scannerIn(newStack({ env }))).toThrow(
      new RegExp(`appBundle is in ${what} .* only in its own ${what}`),
    );
  });
});

describe('at synthesis it warns', () => {
  const warnings = (stack: ReturnType<typeof newStack>) =>
    Annotations.fromStack(stack).findWarning('*', Match.anyValue());

  test('about a Region where AppFabric is not known to be available', () => {
    const stack = newStack({ env: { region: 'eu-central-1', account: '111122223333' } });
    const arn = APP_BUNDLE_ARN.replace('us-east-1', 'eu-central-1');
    scannerIn(stack, { appBundle: AppBundle.fromAppBundleArn(stack, 'There', arn) });
    expect(JSON.stringify(warnings(stack).map(({ entry }) => entry.data))).toMatch(
      /AppFabric is not known to be available in eu-central-1/,
    );
  });

  test.each([undefined, 'us-east-1'])('about nothing in %s', (region) => {
    const stack = newStack({ env: { region } });
    scannerIn(stack);
    expect(warnings(stack)).toEqual([]);
  });

  test('about a key whose policy is not in this app', () => {
    const stack = newStack();
    const arn = 'arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
    scannerIn(stack, { encryptionKey: Key.fromKeyArn(stack, 'Key', arn) });
    expect(JSON.stringify(warnings(stack).map(({ entry }) => entry.data))).toMatch(
      /policy of encryptionKey is not managed/,
    );
  });
});
