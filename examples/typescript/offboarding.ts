// An employee leaves: watch them from the event of the HR system on, and tell the service desk what is still open when the
// watch is due.
import { App, Duration, Stack } from 'aws-cdk-lib';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AppBundle, UserAccessScanner, WatchEvent } from 'cdk-appfabric-user-access';

const app = new App();
const stack = new Stack(app, 'Offboarding');

// The HR system publishes on this event bus. Its policy says who may.
const eventBus = new EventBus(stack, 'EventBus');
const scanner = new UserAccessScanner(stack, 'Scanner', { appBundle: new AppBundle(stack, 'AppBundle'), eventBus });
scanner.denyOthersToPublish();

scanner.watchOn('EmployeeLeft', {
  eventPattern: { source: ['com.example.hr'], detailType: ['Employee Left'] },
  email: EventField.fromPath('$.detail.email'),
  dueIn: Duration.hours(24),
});

const serviceDesk = new Topic(stack, 'ServiceDesk', { enforceSSL: true });
scanner.onWatch('NotDone', {
  watchEvent: [WatchEvent.OVERDUE, WatchEvent.GIVEN_UP],
  target: new SnsTopic(serviceDesk),
});

app.synth();
