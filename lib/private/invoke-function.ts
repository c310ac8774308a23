import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

export interface InvokeFunctionProps {
  readonly handler: lambda.Function;
  /** The payload of the invocation, as parameters of the Task state. */
  readonly parameters: Record<string, string>;
}

/**
 * A Task state that invokes a function, and whose output is the function's response.
 *
 * CDK's `LambdaInvoke` also grants permission to invoke all versions and aliases of the function.
 */
export class InvokeFunction extends sfn.TaskStateBase {
  protected readonly taskMetrics = undefined;
  protected readonly taskPolicies: iam.PolicyStatement[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: InvokeFunctionProps,
  ) {
    // Longer than the function's timeout, so that a timeout is reported as the function's, and retried.
    const timeout = (props.handler.timeout ?? Duration.seconds(3)).plus(Duration.seconds(15));
    super(scope, id, { taskTimeout: sfn.Timeout.duration(timeout) });
    this.taskPolicies = [
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [props.handler.functionArn] }),
    ];
  }

  protected override _renderTask(): object {
    return { Resource: this.props.handler.functionArn, Parameters: this.props.parameters };
  }
}
