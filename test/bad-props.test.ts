import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AppBundle, UserAccessScanner, type UserAccessScannerProps } from 'cdk-appfabric-user-access';
import fc from 'fast-check';

const ARN = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
const PROPS = [
  'eventBus',
  'encryptionKey',
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

/** What a team could pass: the right kind of value in any size, and whatever untyped code comes up with. */
const value = fc.oneof(
  fc.integer({ min: -10, max: 100_000 }).map((seconds) => (seconds < 0 ? seconds : Duration.seconds(seconds))),
  fc.integer({ min: 0, max: 5000 }).map((milliseconds) => Duration.millis(milliseconds)),
  fc.double(),
  fc.constantFrom(...Object.values(RemovalPolicy)),
  fc.jsonValue({ maxDepth: 1 }),
);

/** The outcome of building a scanner: a template, or what the error says. */
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

it('gives a scanner or one line that names the prop, whatever it is set to', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PROPS), value, (prop, given) => {
      const said = build({ [prop]: given });
      if (said !== undefined) {
        expect(said).toMatch(new RegExp(`^InvalidConfiguration: .*${prop}`));
        expect(said).not.toContain('\n');
      }
    }),
    { numRuns: 250 },
  );
});
