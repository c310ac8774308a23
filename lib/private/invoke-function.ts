import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Invocable } from './invocable';

export interface InvokeFunctionProps {
  readonly invocable: Invocable;
  /** The payload of the invocation, as parameters of the Task state. */
  readonly parameters: Record<string, string>;
}

/**
 * A Task state that invokes a function, and whose output is the function's response.
 *
 * CDK's `LambdaInvoke` grants permission for one version or alias. An execution that began before a deployment still
 * invokes an earlier version.
 */
export class InvokeFunction extends sfn.TaskStateBase {
  protected readonly taskMetrics = undefined;
  protected readonly taskPolicies: iam.PolicyStatement[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: InvokeFunctionProps,
  ) {
    const { timeout, allowedArns } = props.invocable;
    // Longer than the function's timeout, so that a timeout is reported as the function's, and retried.
    super(scope, id, { taskTimeout: sfn.Timeout.duration(timeout.plus(Duration.seconds(15))) });
    this.taskPolicies = [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: allowedArns })];
  }

  protected override _renderTask(): object {
    return { Resource: this.props.invocable.arn, Parameters: this.props.parameters };
  }
}
