import { App, Duration, Stack } from 'aws-cdk-lib';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Access, AppBundle, UserAccessScanner, Verdict } from 'cdk-appfabric-user-access';

const app = new App();
const stack = new Stack(app, 'UserAccess');
const eventBus = new EventBus(stack, 'EventBus');
const scanner = new UserAccessScanner(stack, 'Scanner', {
  appBundle: new AppBundle(stack, 'AppBundle'),
  eventBus,
  resultRetention: Duration.days(90),
});
scanner.denyOthersToPublish();
scanner.scanOn('EmployeeOffboarded', {
  eventPattern: { source: ['com.example.hr'], detailType: ['Employee Offboarded'] },
  email: EventField.fromPath('$.detail.email'),
});
scanner.watchOn('EmployeeLeft', {
  eventPattern: { source: ['com.example.hr'], detailType: ['Employee Left'] },
  email: EventField.fromPath('$.detail.email'),
  dueIn: Duration.hours(8),
});
scanner.scanOnSchedule('Nightly', {
  schedule: ScheduleExpression.rate(Duration.days(1)),
  emails: ['ana@example.com', 'bo@example.com'],
});
scanner.onResult('Open', { access: [Access.OPEN] });
scanner.onScanCompleted('NotClear', { verdict: [Verdict.OPEN, Verdict.UNKNOWN] });
app.synth();
