import * as iam from 'aws-cdk-lib/aws-iam';
import type { ScannerParts } from './scanner-parts';

const ON_TABLE = ['dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive'];

/** Of the account, because rules, schedules and their queues can be in any stack. */
const ON_EVERYTHING = [
  'appfabric:ListAppAuthorizations',
  'cloudformation:DescribeStackResources',
  'cloudformation:DescribeStacks',
  'cloudformation:ListStackResources',
  'events:ListEventBuses',
  'events:ListRuleNamesByTarget',
  'events:ListRules',
  'events:ListTargetsByRule',
  'kms:DescribeKey',
  'lambda:GetAccountSettings',
  'lambda:GetAlias',
  'lambda:GetFunctionConcurrency',
  'lambda:GetFunctionConfiguration',
  'scheduler:ListSchedules',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'states:DescribeStateMachine',
];

/** Grants what `user-access doctor` looks at. */
export function grantDoctor({ table }: ScannerParts, grantee: iam.IGrantable): iam.Grant {
  return iam.Grant.addToPrincipal({ grantee, actions: ON_TABLE, resourceArns: [table.tableArn] }).combine(
    iam.Grant.addToPrincipal({ grantee, actions: ON_EVERYTHING, resourceArns: ['*'] }),
  );
}
