import { type Duration, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge-wildcard';
import { logDeliveryContext, stateMachineKeyUse } from './key-use';

/** What all state machines have in common. */
export interface StateMachineSettings {
  readonly logGroup: logs.ILogGroup;
  readonly encryptionKey?: kms.IKey;
  /** Whether executions are traced with X-Ray. */
  readonly traced: boolean;
}

export interface LoggedStateMachineProps extends StateMachineSettings {
  readonly comment: string;
  readonly definition: sfn.IChainable;
  readonly timeout?: Duration;
  /** @default LogLevel.ERROR */
  readonly logLevel?: sfn.LogLevel;
}

/** Creates a state machine that logs errors without personal data, can be traced, and can be encrypted with a key. */
export function loggedStateMachine(scope: Construct, props: LoggedStateMachineProps): sfn.StateMachine {
  const { comment, definition, timeout, logLevel = sfn.LogLevel.ERROR, logGroup, encryptionKey, traced } = props;
  const stateMachine = new sfn.StateMachine(scope, 'StateMachine', {
    comment,
    definitionBody: sfn.DefinitionBody.fromChainable(definition),
    timeout,
    // Without execution data, because inputs and outputs contain personal data. Causes of errors are logged all the same.
    logs: { destination: logGroup, level: logLevel, includeExecutionData: false },
    tracingEnabled: traced,
  });
  if (encryptionKey) encrypt(scope, stateMachine, encryptionKey);
  Validations.of(stateMachine).acknowledge({
    id: 'AwsSolutions-SF1',
    reason:
      'Why an execution fails is logged. Step Functions keeps the whole history of each execution for 90 days, and the table has the outcome of each scan and watch. A log of all events would be one more copy.',
  });
  const reason = 'The actions for X-Ray and for log delivery do not support resource-level permissions.';
  acknowledgeWildcard(stateMachine, '*', reason);
  return stateMachine;
}

/**
 * Encrypts the definition, the inputs, the outputs and the history with the key.
 *
 * Doesn't use CDK's `encryptionConfiguration`: its grant is for the physical name of the state machine, which is empty
 * unless it is set, so all executions would be denied the key. A separate policy can use the real ARN without a circular
 * dependency.
 */
function encrypt(scope: Construct, stateMachine: sfn.StateMachine, key: kms.IKey): void {
  const resource = stateMachine.node.defaultChild as sfn.CfnStateMachine;
  resource.encryptionConfiguration = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: key.keyArn };
  new iam.Policy(scope, 'UseKey', {
    roles: [stateMachine.role],
    statements: [
      new iam.PolicyStatement({ resources: [key.keyArn], ...stateMachineKeyUse(stateMachine) }),
      new iam.PolicyStatement({
        actions: ['kms:GenerateDataKey'],
        resources: [key.keyArn],
        conditions: { StringEquals: logDeliveryContext(scope) },
      }),
    ],
  });
}
