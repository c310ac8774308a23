import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AppBundle, UserAccessScanner, type UserAccessScannerProps } from 'cdk-appfabric-user-access';
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
  'removalPolicy',
  'memorySize',
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

/** The error that a scanner with these props throws, if any. */
function build(props: Record<string, unknown>): string | undefined {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
  const appBundle = AppBundle.fromAppBundleArn(stack, 'AppBundle', ARN);
  try {
    new UserAccessScanner(stack, 'Scanner', { appBundle, ...props } as UserAccessScannerProps);
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
