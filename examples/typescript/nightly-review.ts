// An access review: scan a list of people every night, write to the security team about those who are not clear, and alarm
// when a night goes by without a scan.
import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AppBundle, UserAccessScanner, Verdict } from 'cdk-appfabric-user-access';

const app = new App();
const stack = new Stack(app, 'NightlyReview');
const scanner = new UserAccessScanner(stack, 'Scanner', {
  appBundle: new AppBundle(stack, 'AppBundle'),
  eventBus: new EventBus(stack, 'EventBus'),
});
scanner.denyOthersToPublish();

scanner.scanOnSchedule('Contractors', {
  schedule: ScheduleExpression.cron({ hour: '3', minute: '0', timeZone: TimeZone.EUROPE_BERLIN }),
  emails: ['contractor.7@example.com', 'contractor.12@example.com'],
});

const securityTeam = new Topic(stack, 'SecurityTeam', { enforceSSL: true });
scanner.onScanCompleted('NotClear', {
  verdict: [Verdict.OPEN, Verdict.UNKNOWN],
  target: new SnsTopic(securityTeam),
});
scanner.addAlarms({ actions: [new SnsAction(securityTeam)], scanExpectedEvery: Duration.hours(26) });
scanner.addDashboard();

app.synth();
