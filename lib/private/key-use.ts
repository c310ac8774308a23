import { Annotations, ArnFormat, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * Allows the AWS services that use the key on their own behalf to do so. The statement for CloudWatch Logs doesn't name
 * the log groups, because the log groups depend on the key, and the key would depend on the log groups.
 */
export function allowServicesToUseKey(scope: Construct, key: kms.IKey): void {
  const stack = Stack.of(scope);
  const logGroups = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const statements = [
    new iam.PolicyStatement({
      sid: 'CloudWatchLogs',
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
    }),
    new iam.PolicyStatement({
      sid: 'StateMachineLogs',
      principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['kms:Decrypt*'],
      resources: ['*'],
      conditions: { StringEquals: logDeliveryContext(scope) },
    }),
    new iam.PolicyStatement({
      sid: 'EventBridgeDeadLetters',
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  ];
  const added = statements.map((statement) => key.addToResourcePolicy(statement).statementAdded);
  if (added.includes(false)) {
    Annotations.of(scope).addWarningV2(
      'cdk-appfabric-user-access:key-policy',
      `The policy of encryptionKey is not managed by this app. Make sure that it has the statements ${statements
        .map((statement) => statement.sid)
        .join(
          ', ',
        )} in docs/construct.md, which allow AWS services to use the key, and that it lets IAM policies of this account allow the use of the key.`,
    );
  } else if (Token.compareStrings(key.env.account, stack.account) === TokenComparison.DIFFERENT) {
    // Which principals may use the key of another account is for that account to decide.
    Annotations.of(scope).addWarningV2(
      'cdk-appfabric-user-access:key-account',
      `encryptionKey is in account ${key.env.account}. Make sure that its policy lets account ${stack.account}, and its IAM policies, use the key (docs/construct.md#use-an-encryption-key). Otherwise, the table can't be created.`,
    );
  }
}

/** The encryption context that Step Functions uses to deliver logs to CloudWatch. */
export function logDeliveryContext(scope: Construct): Record<string, string> {
  return {
    'kms:EncryptionContext:SourceArn': Stack.of(scope).formatArn({ service: 'logs', resource: '*' }),
  };
}

/** The use of the key that an encrypted state machine requires of its role and of principals that start executions. */
export function stateMachineKeyUse({ stateMachineArn }: sfn.IStateMachine): KeyUse {
  return {
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    conditions: { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': stateMachineArn } },
  };
}

/** The use of the key through DynamoDB, on behalf of whoever reads and writes the table in a Region. */
export function tableKeyUse(region: string): KeyUse {
  return {
    actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
    conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } },
  };
}

export interface KeyUse {
  readonly actions: string[];
  readonly conditions: Record<string, Record<string, string>>;
}
