// Incident response: page somebody as soon as a scan finds that an account which was blocked is open again, or that an
// account has appeared.
import { App, Stack } from 'aws-cdk-lib';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AppBundle, ChangeKind, UserAccessScanner } from 'cdk-appfabric-user-access';

const app = new App();
const stack = new Stack(app, 'PageOnReopened');
const scanner = new UserAccessScanner(stack, 'Scanner', {
  appBundle: new AppBundle(stack, 'AppBundle'),
  eventBus: new EventBus(stack, 'EventBus'),
});
// An event that only the scanner can publish is one to be woken by.
scanner.denyOthersToPublish();

scanner.scanOn('ScanRequested', {
  eventPattern: { source: ['com.example.security'], detailType: ['Scan Requested'] },
  email: EventField.fromPath('$.detail.email'),
});

const pager = new Topic(stack, 'Pager', { enforceSSL: true });
scanner.onChange('Reopened', {
  kind: [ChangeKind.REOPENED, ChangeKind.APPEARED],
  target: new SnsTopic(pager),
});

app.synth();
