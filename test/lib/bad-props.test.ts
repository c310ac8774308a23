import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventField } from 'aws-cdk-lib/aws-events';
import {
  AppBundle,
  UserAccessScanner,
  type UserAccessScannerProps,
  type WatchOnOptions,
} from 'cdk-appfabric-user-access';
import fc from 'fast-check';

const ARN = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
const PROPS = [
  'eventBus',
  'encryptionKey',
  'accessRules',
  'resultRetention',
  'scanTimeout',
  'pollWindow',
  'firstWait',
  'backoffRate',
  'longestWait',
  'logRetention',
  'logLevel',
  'debugSampleRate',
  'removalPolicy',
  'memorySize',
  'reservedConcurrentExecutions',
  'vpc',
  'vpcSubnets',
  'securityGroups',
  'tracing',
  'registerEventSchemas',
];

/** Values that a user could pass: valid types with any value, and any JSON value from untyped code. */
const value = fc.oneof(
  fc.integer({ min: -10, max: 100_000 }).map((seconds) => (seconds < 0 ? seconds : Duration.seconds(seconds))),
  fc.integer({ min: 0, max: 5000 }).map((milliseconds) => Duration.millis(milliseconds)),
  fc.double(),
  fc.constantFrom(...Object.values(RemovalPolicy)),
  fc.jsonValue({ maxDepth: 1 }),
);

const required = { eventPattern: { source: ['com.example.hr'] }, email: EventField.fromPath('$.detail.email') };

/** The error that a scanner with these props throws, or its watch with these options, if any. */
function build(props: Record<string, unknown>, watch?: Record<string, unknown>): string | undefined {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
  const appBundle = AppBundle.fromAppBundleArn(stack, 'AppBundle', ARN);
  try {
    const scanner = new UserAccessScanner(stack, 'Scanner', { appBundle, ...props } as UserAccessScannerProps);
    if (watch) scanner.watchOn('Left', { ...required, ...watch } as WatchOnOptions);
    return undefined;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

it('creates a scanner or throws one line that names the prop, whatever its value is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PROPS), value, (prop, given) => {
      const error = build({ [prop]: given });
      if (error !== undefined) {
        expect(error).toMatch(new RegExp(`^InvalidConfiguration: .*${prop}`));
        expect(error).not.toContain('\n');
      }
    }),
    { numRuns: 250 },
  );
});

const WATCH_OPTIONS = ['cadence', 'dueIn', 'giveUpAfter', 'askAgainAfter', 'askAgainTimes', 'notFoundIsClear'];

it('creates the trigger of a watch or throws one line that names the option, whatever its value is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...WATCH_OPTIONS), fc.oneof(value, fc.array(value)), (option, given) => {
      const error = build({}, { [option]: given });
      if (error !== undefined) {
        expect(error).toMatch(new RegExp(`^InvalidConfiguration: .*${option}`));
        expect(error).not.toContain('\n');
      }
    }),
    { numRuns: 150 },
  );
});
