import { Duration, RemovalPolicies, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { newStack, scannerIn } from '../support/scanner-stack';

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties?: Record<string, unknown>;
}

/** A stack with everything that a scanner can create. */
function everything(): Stack {
  const stack = newStack();
  const scanner = scannerIn(stack, {
    eventBus: new EventBus(stack, 'Bus'),
    encryptionKey: new Key(stack, 'Key'),
    registerEventSchemas: true,
    vpc: new Vpc(stack, 'Vpc'),
  });
  const left = { eventPattern: { source: ['com.example.hr'] }, email: EventField.fromPath('$.detail.email') };
  scanner.denyOthersToPublish();
  scanner.scanOn('ScanTrigger', left);
  scanner.watchOn('WatchTrigger', left);
  scanner.scanOnSchedule('Schedule', {
    schedule: ScheduleExpression.rate(Duration.days(1)),
    emails: ['ana@example.com'],
  });
  scanner.onWatch('Watched');
  scanner.addAlarms();
  scanner.addDashboard();
  return stack;
}

const resourcesOf = (stack: Stack) => Object.values<Resource>(Template.fromStack(stack).toJSON().Resources);
const typesOf = (resources: Resource[]) => [...new Set(resources.map(({ Type }) => Type))].sort();

/** What CloudFormation leaves, or can't delete. */
const staying = (resources: Resource[]) =>
  typesOf(
    resources.filter(
      ({ DeletionPolicy = 'Delete', Properties }) =>
        DeletionPolicy !== 'Delete' || Object.entries(Properties ?? {}).some(([key, on]) => /Protect/.test(key) && on),
    ),
  );

test('by default, the table, the logs and the earlier versions of the functions stay', () => {
  expect(staying(resourcesOf(everything()))).toEqual([
    'AWS::DynamoDB::Table',
    'AWS::KMS::Key',
    'AWS::Lambda::Version',
    'AWS::Logs::LogGroup',
  ]);
});

test('RemovalPolicies lets a stack go as a whole', () => {
  const stack = everything();
  RemovalPolicies.of(stack).destroy();
  const resources = resourcesOf(stack);
  expect(staying(resources)).toEqual([]);
  // What must be empty before it is deleted.
  expect(typesOf(resources).filter((type) => /^AWS::(S3|ECR|EFS|Backup)::/.test(type))).toEqual([]);
});

test('RemovalPolicies can let a stack go, and still leave the versions that scans run with to an update', () => {
  const stack = everything();
  RemovalPolicies.of(stack).destroy({ excludeResourceTypes: ['AWS::Lambda::Version'] });
  const resources = resourcesOf(stack);
  expect(staying(resources)).toEqual(['AWS::Lambda::Version']);
  for (const { Type, UpdateReplacePolicy } of resources) {
    if (Type === 'AWS::Lambda::Version') expect(UpdateReplacePolicy).toBe('Retain');
  }
});

test('a schedule that is removed leaves no group, which would be in the way of the same schedule later', () => {
  const groups = resourcesOf(everything()).filter(({ Type }) => Type === 'AWS::Scheduler::ScheduleGroup');
  expect(groups.map(({ DeletionPolicy, Properties }) => [DeletionPolicy, Properties?.Name])).toEqual([
    ['Delete', expect.stringMatching(/^Stack-Scanner-Schedule-Group-/)],
  ]);
});

test('the protection of the table follows what decides last about its removal', () => {
  const isProtected = (stack: Stack) =>
    resourcesOf(stack).find(({ Type }) => Type === 'AWS::DynamoDB::Table')?.Properties?.DeletionProtectionEnabled;
  const one = newStack();
  scannerIn(one, { removalPolicy: RemovalPolicy.DESTROY });
  RemovalPolicies.of(one).retain();
  expect(isProtected(one)).toBe(true);
  const other = newStack();
  scannerIn(other).table.applyRemovalPolicy(RemovalPolicy.DESTROY);
  expect(isProtected(other)).toBe(false);
});
