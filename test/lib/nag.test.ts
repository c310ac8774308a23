import { readFileSync } from 'node:fs';
import { App, Duration, type Environment, Stack, Validations } from 'aws-cdk-lib';
import { BackupPlan, BackupResource } from 'aws-cdk-lib/aws-backup';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Tracing } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ScanSchedule, ScanTrigger, UserAccessScanner, WatchTrigger } from 'cdk-appfabric-user-access';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  type NagPack,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
} from 'cdk-nag';
import { scannerIn } from '../support/scanner-stack';

const PACKS = [AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks, HIPAASecurityChecks, ServerlessChecks];

interface Choices {
  readonly encrypted?: boolean;
  readonly inVpc?: boolean;
  readonly reserved?: boolean;
  readonly backedUp?: boolean;
  readonly deadLetters?: boolean;
  readonly told?: boolean;
  /** As by default. */
  readonly traced?: boolean;
  readonly env?: Environment;
}

const EVERY_CHOICE: Choices = {
  encrypted: true,
  inVpc: true,
  reserved: true,
  backedUp: true,
  deadLetters: true,
  told: true,
  traced: true,
};

/** An app that uses all features of the scanner, and what the packs want of a team as far as it is chosen. */
function appWithEverything(choices: Choices): App {
  const { encrypted, inVpc, reserved, backedUp, deadLetters, told, traced = true, env } = choices;
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Stack', { env });
  const scanner = scannerIn(stack, {
    encryptionKey: encrypted ? new Key(stack, 'Key', { enableKeyRotation: true }) : undefined,
    vpc: inVpc ? new Vpc(stack, 'Vpc') : undefined,
    reservedConcurrentExecutions: reserved ? 10 : undefined,
    tracing: traced ? undefined : Tracing.DISABLED,
    eventBus: new EventBus(stack, 'Bus'),
    registerEventSchemas: true,
  });
  const email = EventField.fromPath('$.detail.email');
  scanner.scanOn('Offboarded', { eventPattern: { source: ['com.example.hr'] }, email });
  scanner.watchOn('Left', { eventPattern: { source: ['com.example.hr'] }, email });
  scanner.scanOnSchedule('Watch', {
    schedule: ScheduleExpression.rate(Duration.days(1)),
    emails: ['ana@example.com'],
  });
  const deadLetterQueue = deadLetters ? new Queue(stack, 'Queue') : undefined;
  const topic = new Topic(stack, 'Topic', { enforceSSL: true });
  const target = new SnsTopic(topic, { deadLetterQueue });
  for (const method of ['onResult', 'onScanCompleted', 'onScanFailed', 'onChange', 'onWatch'] as const) {
    scanner[method](`Of${method}`, { target });
  }
  scanner.denyOthersToPublish();
  scanner.addAlarms({ actions: told ? [new SnsAction(topic)] : [] });
  scanner.addDashboard();
  if (backedUp) {
    const resources = [BackupResource.fromDynamoDbTable(scanner.table)];
    BackupPlan.dailyMonthly1YearRetention(stack, 'Backup').addSelection('Table', { resources });
  }
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  scanner.grantReadResults(role);
  scanner.grantStartScan(role);
  scanner.grantWatch(role);
  scanner.grantStopWatch(role);
  scanner.grantForget(role);
  return app;
}

/** The findings about the scanner, without those about what belongs to the team: `rule at the path in the scanner`. */
function findingsIn(app: App, within = 'Stack/Scanner/'): string[] {
  return PACKS.flatMap((Pack: new (app: App, props: object) => NagPack) =>
    new Pack(app, { verbose: true }).validateScope(app).violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources
        .map(({ constructPath = '' }) => constructPath)
        .filter((path) => path.startsWith(within))
        .map((path) => `${ruleName} at ${path.replace(within, '').replace(/\/Resource$/, '')}`),
    ),
  );
}

/** The names of the rules, without the pack and what a finding of AwsSolutions-IAM5 is about. */
const rulesOf = (findings: string[]) =>
  [...new Set(findings.map((finding) => finding.replace(/ at .*|\[.*/g, '').replace(/^.*-/, '')))].sort();

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

describe('AwsSolutions, NIST 800-53 r5, PCI DSS 3.2.1, HIPAA and Serverless', () => {
  test.each([
    ['for any account', undefined],
    ['in an account and a Region', { account: '111122223333', region: 'us-east-1' }],
  ])('have no findings if the team makes every choice that they want, %s', (_what, env) => {
    const app = appWithEverything({ ...EVERY_CHOICE, env });
    app.synth();
    expect(findingsIn(app)).toEqual([]);
  });

  // docs/security.md has these rules, and what satisfies them. The construct does not acknowledge them for the team.
  test.each<[keyof Choices, string[]]>([
    ['encrypted', ['CloudWatchLogGroupEncrypted']],
    ['inVpc', ['LambdaInsideVPC']],
    ['reserved', ['LambdaConcurrency']],
    ['backedUp', ['DynamoDBInBackupPlan']],
    ['deadLetters', ['EventBusDLQ']],
    ['told', ['CloudWatchAlarmAction']],
    ['traced', ['LambdaTracing', 'SF2', 'StepFunctionStateMachineXray']],
  ])('have the findings that the choice "%s" settles, if it is not made', (choice, rules) => {
    const app = appWithEverything({ ...EVERY_CHOICE, [choice]: false });
    app.synth();
    expect(rulesOf(findingsIn(app))).toEqual(rules);
  });

  test('have no findings in triggers and schedules in another stack, or of an imported scanner', () => {
    const app = appWithEverything(EVERY_CHOICE);
    const scanner = app.node.findChild('Stack').node.findChild('Scanner') as UserAccessScanner;
    const other = new Stack(app, 'Other');
    const imported = UserAccessScanner.fromUserAccessScannerAttributes(other, 'Imported', {
      stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:Scans',
      watchStateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:Watches',
      tableArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/UserAccess',
      eventBus: EventBus.fromEventBusName(other, 'ImportedBus', 'user-access'),
    });
    const left = { eventPattern: { source: ['com.example.hr'] }, email: EventField.fromPath('$.detail.email') };
    const daily = { schedule: ScheduleExpression.rate(Duration.days(1)), emails: ['ana@example.com'] };
    new ScanTrigger(other, 'Scans', { scanner, ...left });
    new WatchTrigger(other, 'Watches', { scanner, ...left });
    new ScanSchedule(other, 'Schedule', { scanner, ...daily });
    imported.scanOn('Scans', left);
    imported.watchOn('Watches', left);
    imported.scanOnSchedule('Schedule', daily);
    app.synth();
    expect(findingsIn(app, 'Other/')).toEqual([]);
  });

  test('have only findings of those rules with the defaults of all properties', () => {
    const app = appWithEverything({});
    app.synth();
    const page = readFileSync('docs/security.md', 'utf8').split('## Rule packs of cdk-nag')[1] ?? '';
    const documented = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, rule = '']) => rule);
    expect(documented).toHaveLength(6);
    expect(rulesOf(findingsIn(app))).toEqual(documented.sort());
  });
});

describe('the construct', () => {
  // CDK's own Vpc acknowledges a finding, too.
  const own = acknowledgements(appWithEverything(EVERY_CHOICE)).filter(
    ([, rule]) => !rule.startsWith('CloudFormation-Validate::'),
  );

  test('acknowledges only its own findings, each with a reason', () => {
    expect(own.filter(([path]) => path !== 'Stack/Scanner' && !path.startsWith('Stack/Scanner/'))).toEqual([]);
    expect(own.filter(([, , reason]) => typeof reason !== 'string' || reason.length < 60)).toEqual([]);
  });

  test('acknowledges only what would be a finding, by the resource that it is about', () => {
    const acknowledged = new Set(own.map(([, rule]) => rule.replace(/^annotation::/i, '')));
    const app = appWithEverything(EVERY_CHOICE);
    for (const { node } of app.node.findAll()) jest.spyOn(node, 'metadata', 'get').mockReturnValue([]);
    const found = findingsIn(app).map((finding) => finding.replace(/ at .*/g, ''));
    expect([...new Set(found)].sort()).toEqual([...acknowledged].sort());
    expect([...new Set(found.map((rule) => rule.replace(/\[.*/, '')))].sort()).toEqual([
      'AwsSolutions-IAM5',
      'AwsSolutions-SF1',
      'AwsSolutions-SQS3',
      'HIPAA.Security-IAMNoInlinePolicy',
      'HIPAA.Security-LambdaDLQ',
      'NIST.800.53.R5-IAMNoInlinePolicy',
      'NIST.800.53.R5-LambdaDLQ',
      'PCI.DSS.321-IAMNoInlinePolicy',
      'Serverless-LambdaDLQ',
      'Serverless-SQSRedrivePolicy',
    ]);
  });
});
