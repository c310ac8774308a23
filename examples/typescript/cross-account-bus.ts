// The scanner is in the account of the app bundle, and publishes on the event bus of a central account. The rules are in a
// stack of that account.
import { App, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AppBundle, UserAccessScanner, Verdict } from 'cdk-appfabric-user-access';

const region = 'us-east-1';
const SCANNER_ACCOUNT = '111122223333';
const CENTRAL_ACCOUNT = '444455556666';
const BUS_NAME = 'user-access';

const app = new App();

const central = new Stack(app, 'Central', { env: { account: CENTRAL_ACCOUNT, region } });
const bus = new EventBus(central, 'EventBus', { eventBusName: BUS_NAME });
bus.addToResourcePolicy(
  new PolicyStatement({
    sid: 'ScannerAccountPublishes',
    principals: [new AccountPrincipal(SCANNER_ACCOUNT)],
    actions: ['events:PutEvents'],
    resources: [bus.eventBusArn],
    conditions: { StringEquals: { 'events:source': 'cdk-appfabric-user-access' } },
  }),
);

const scanning = new Stack(app, 'Scanning', { env: { account: SCANNER_ACCOUNT, region } });
const scanner = new UserAccessScanner(scanning, 'Scanner', {
  appBundle: new AppBundle(scanning, 'AppBundle'),
  eventBus: EventBus.fromEventBusArn(
    scanning,
    'CentralBus',
    `arn:aws:events:${region}:${CENTRAL_ACCOUNT}:event-bus/${BUS_NAME}`,
  ),
});

scanner.onScanCompleted('NotClear', {
  crossStackScope: central,
  verdict: [Verdict.OPEN, Verdict.UNKNOWN],
  target: new SnsTopic(new Topic(central, 'SecurityTeam', { enforceSSL: true })),
});

app.synth();
