import { ArnFormat } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { stateMachineKeyUse } from './key-use';

/** The ARN of all executions of a state machine, for grants. */
export function executionsOf(stateMachine: sfn.IStateMachine): string {
  const { stack, stateMachineArn } = stateMachine;
  const { stateMachineName } = stateMachine as Partial<sfn.StateMachine>;
  const execution = { service: 'states', resource: 'execution', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
  if (stateMachineName !== undefined) {
    return stack.formatArn({ ...execution, resourceName: `${stateMachineName}:*` });
  }
  const imported = stack.splitArn(stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
  return stack.formatArn({ ...imported, ...execution, resourceName: `${imported.resourceName}:*` });
}

/** Grants permission to start executions, and the use of the key that this requires. */
export function grantStart(stateMachine: sfn.IStateMachine, grantee: iam.IGrantable, key?: kms.IKey): iam.Grant {
  return withKeyUse(stateMachine.grantStartExecution(grantee), stateMachine, grantee, key);
}

/** Grants permission for an action on the executions of a state machine, and the use of the key that this requires. */
export function grantOnExecutions(
  stateMachine: sfn.IStateMachine,
  action: 'DescribeExecution' | 'RedriveExecution' | 'StopExecution',
  grantee: iam.IGrantable,
  key?: kms.IKey,
): iam.Grant {
  const grant = iam.Grant.addToPrincipal({
    grantee,
    actions: [`states:${action}`],
    resourceArns: [executionsOf(stateMachine)],
  });
  // To describe an execution writes nothing that would have to be encrypted.
  return withKeyUse(grant, stateMachine, grantee, key, action === 'DescribeExecution' ? ['kms:Decrypt'] : undefined);
}

function withKeyUse(
  grant: iam.Grant,
  stateMachine: sfn.IStateMachine,
  grantee: iam.IGrantable,
  key?: kms.IKey,
  actions?: string[],
): iam.Grant {
  if (!key) return grant;
  const use = stateMachineKeyUse(stateMachine);
  return grant.combine(
    iam.Grant.addToPrincipal({ grantee, resourceArns: [key.keyArn], ...use, actions: actions ?? use.actions }),
  );
}
