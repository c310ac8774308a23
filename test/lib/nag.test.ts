import { App, Duration, type Environment, Stack, Validations } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventField } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { scannerIn } from '../support/scanner-stack';

/** An app that uses all features of the scanner. */
function appWithEverything(encrypted: boolean, env?: Environment): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Stack', { env });
  const encryptionKey = encrypted ? new Key(stack, 'Key', { enableKeyRotation: true }) : undefined;
  const scanner = scannerIn(stack, { encryptionKey, registerEventSchemas: true });
  scanner.scanOn('Offboarded', {
    eventPattern: { source: ['com.example.hr'] },
    email: EventField.fromPath('$.detail.email'),
  });
  scanner.watchOn('Left', {
    eventPattern: { source: ['com.example.hr'] },
    email: EventField.fromPath('$.detail.email'),
  });
  scanner.scanOnSchedule('Watch', {
    schedule: ScheduleExpression.rate(Duration.days(1)),
    emails: ['ana@example.com'],
  });
  const topic = new Topic(stack, 'Topic', { enforceSSL: true });
  scanner.onResult('Found', { target: new SnsTopic(topic) });
  scanner.addAlarms({ actions: [new SnsAction(topic)], scanExpectedEvery: Duration.hours(26) });
  scanner.addDashboard();
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  scanner.grantReadResults(role);
  scanner.grantStartScan(role);
  scanner.grantWatch(role);
  return app;
}

/** All acknowledgements in the app, with the path of their construct. */
function acknowledgements(app: App): [string, string, unknown][] {
  return app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) =>
          Object.entries(data).map(([rule, reason]): [string, string, unknown] => [node.path, rule, reason]),
        ),
    );
}

describe.each([
  ['with AWS owned keys', false, undefined],
  ['with a customer managed key', true, undefined],
  ['in an account and a Region', true, { account: '111122223333', region: 'us-east-1' }],
])('%s', (_what, encrypted, env) => {
  test('AwsSolutions has no findings that are not acknowledged', () => {
    const app = appWithEverything(encrypted, env);
    app.synth();
    const found = new AwsSolutionsChecks(app, { verbose: true }).validateScope(app).violations;
    expect(found.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
  });
});

test('the construct acknowledges its own findings, each with a reason', () => {
  const found = acknowledgements(appWithEverything(true));
  expect(found.every(([path]) => path.startsWith('Stack/Scanner/'))).toBe(true);
  expect(found.every(([, , reason]) => typeof reason === 'string' && reason.length > 20)).toBe(true);
  const executions =
    'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<ScannerWorkflowStateMachine.Name>:*';
  const rules = found.map(([, rule]) => rule.replace(/^annotation::/i, '').replace(/[0-9A-F]{8}(?=\.(Name|Arn))/, ''));
  expect(new Set(rules)).toEqual(
    new Set([
      'AwsSolutions-IAM5[Resource::*]',
      `AwsSolutions-IAM5[Resource::${executions}]`,
      ...['StartScan', 'PollTasks', 'FailScan'].map(
        (name) => `AwsSolutions-IAM5[Resource::<Scanner${name}Function.Arn>:*]`,
      ),
      'AwsSolutions-SF1',
      'AwsSolutions-SQS3',
    ]),
  );
});

test('without the acknowledgements, the pack has findings', () => {
  const app = appWithEverything(false);
  for (const { node } of app.node.findAll()) {
    jest.spyOn(node, 'metadata', 'get').mockReturnValue([]);
  }
  const found = new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
  expect(found).toEqual(
    expect.arrayContaining(['AwsSolutions-IAM5[Resource::*]', 'AwsSolutions-SF1', 'AwsSolutions-SQS3']),
  );
});
