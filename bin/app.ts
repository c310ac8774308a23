import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import { AppBundle, UserAccessScanner } from 'cdk-appfabric-user-access';

const app = new App();
const stack = new Stack(app, 'UserAccess', { description: 'Which SaaS applications can a person still get into?' });

/** A duration from the context, in seconds, for example `cdk synth -c scanTimeoutSeconds=60`. */
function seconds(name: string): Duration | undefined {
  const value = app.node.tryGetContext(name);
  return value === undefined ? undefined : Duration.seconds(Number(value));
}

const reservedConcurrency = app.node.tryGetContext('reservedConcurrentExecutions');

const appBundle = new AppBundle(stack, 'AppBundle');

// A bus of its own, so that a policy can say who may request scans. On the default bus it is the whole account.
const eventBus = new EventBus(stack, 'EventBus');

const scanner = new UserAccessScanner(stack, 'Scanner', {
  appBundle,
  eventBus,
  scanTimeout: seconds('scanTimeoutSeconds'),
  pollWindow: seconds('pollWindowSeconds'),
  longestWait: seconds('longestWaitSeconds'),
  reservedConcurrentExecutions: reservedConcurrency === undefined ? undefined : Number(reservedConcurrency),
});

// Nobody else can report that a person has no access any more.
scanner.denyOthersToPublish();

scanner.scanOn('EmployeeOffboarded', {
  eventPattern: { source: ['com.example.hr'], detailType: ['Employee Offboarded'] },
  email: EventField.fromPath('$.detail.email'),
});

scanner.watchOn('EmployeeLeft', {
  eventPattern: { source: ['com.example.hr'], detailType: ['Employee Left'] },
  email: EventField.fromPath('$.detail.email'),
});

scanner.addAlarms();
scanner.addDashboard();

// `user-access --outputs FILE` reads these outputs from the file that `cdk deploy --outputs-file FILE` writes.
new CfnOutput(stack, 'StateMachineArn', { value: scanner.stateMachine.stateMachineArn });
new CfnOutput(stack, 'WatchStateMachineArn', { value: scanner.watchStateMachine.stateMachineArn });
new CfnOutput(stack, 'TableName', { value: scanner.table.tableName });
new CfnOutput(stack, 'EventBusName', { value: scanner.eventBus.eventBusName });
new CfnOutput(stack, 'AppBundleArn', { value: scanner.appBundle.appBundleRef.appBundleArn });
