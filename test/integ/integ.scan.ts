/**
 * Deploys a scanner, scans a person, reads the result in the table, and deletes the stack.
 *
 * `npm run integ` runs it in your account, in us-east-1. It costs less than 0.01 USD. The account must have no app bundle in
 * this Region, because it can have only one. If it has one, set APP_BUNDLE_ARN. The test then asks its apps about somebody
 * who does not exist.
 */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicies, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AppBundle, UserAccessScanner } from 'cdk-appfabric-user-access';

const EMAIL = 'nobody@example.com';
const SCAN_ID = 'integ-scan';
const { APP_BUNDLE_ARN } = process.env;

const app = new App();
const stack = new Stack(app, 'UserAccessInteg');
const scanner = new UserAccessScanner(stack, 'Scanner', {
  appBundle: APP_BUNDLE_ARN
    ? AppBundle.fromAppBundleArn(stack, 'AppBundle', APP_BUNDLE_ARN)
    : new AppBundle(stack, 'AppBundle'),
  eventBus: new EventBus(stack, 'EventBus'),
  scanTimeout: Duration.minutes(5),
});
scanner.denyOthersToPublish();
// Nothing is left in the account.
RemovalPolicies.of(stack).destroy({ excludeResourceTypes: ['AWS::Lambda::Version'] });

const test = new IntegTest(app, 'Scan', {
  testCases: [stack],
  regions: ['us-east-1'],
  // The snapshot has no bundles, so it can't be deployed before this.
  stackUpdateWorkflow: false,
  // Each change of a function's code has a version of its own.
  allowDestroy: ['AWS::Lambda::Version'],
});

const { stateMachineArn } = scanner.stateMachine;
const started = test.assertions.awsApiCall('sfn', 'StartExecution', {
  stateMachineArn,
  name: SCAN_ID,
  input: JSON.stringify({ email: EMAIL }),
});
const ended = test.assertions
  .awsApiCall('sfn', 'DescribeExecution', { executionArn: started.getAttString('executionArn') })
  .expect(ExpectedResult.objectLike({ status: 'SUCCEEDED' }))
  .waitForAssertions({ totalTimeout: Duration.minutes(8), interval: Duration.seconds(10) });
const recorded = test.assertions
  .awsApiCall('dynamodb', 'GetItem', {
    TableName: scanner.table.tableName,
    Key: { pk: { S: `SCAN#${SCAN_ID}` }, sk: { S: 'SCAN' } },
  })
  .expect(ExpectedResult.objectLike({ Item: { status: { S: 'COMPLETED' }, email: { S: EMAIL } } }));
started.next(ended).next(recorded);

app.synth();
