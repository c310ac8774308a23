import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { executionsOf } from './execution-grants';
import { stateMachineKeyUse } from './key-use';

export interface RunScanProps {
  /** The state machine that runs scans. */
  readonly scans: sfn.StateMachine;
  readonly encryptionKey?: kms.IKey;
}

/**
 * A Task state that starts a scan as a nested execution, and waits for its end. The output is the input.
 *
 * CDK's `StepFunctionsStartExecution` also grants permission to stop the executions of state machines whose name begins
 * with the name of this one.
 */
export class RunScan extends sfn.TaskStateBase {
  protected readonly taskMetrics = undefined;
  protected readonly taskPolicies: iam.PolicyStatement[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RunScanProps,
  ) {
    super(scope, id, { resultPath: sfn.JsonPath.DISCARD });
    const { scans, encryptionKey } = props;
    // Step Functions learns of the end of the nested execution from a rule that it manages.
    const managedRule = Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: 'StepFunctionsGetEventsForStepFunctionsExecutionRule',
    });
    this.taskPolicies = [
      new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [scans.stateMachineArn] }),
      new iam.PolicyStatement({
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: [executionsOf(scans)],
      }),
      new iam.PolicyStatement({
        actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        resources: [managedRule],
      }),
      ...(encryptionKey
        ? [new iam.PolicyStatement({ resources: [encryptionKey.keyArn], ...stateMachineKeyUse(scans) })]
        : []),
    ];
  }

  protected override _renderTask(): object {
    return {
      Resource: `arn:${Aws.PARTITION}:states:::states:startExecution.sync:2`,
      Parameters: {
        StateMachineArn: this.props.scans.stateMachineArn,
        'Name.$': '$.scan.name',
        'Input.$': '$.scan.input',
      },
    };
  }
}
