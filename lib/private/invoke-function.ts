import type { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

export interface InvokeFunctionProps {
  readonly handler: lambda.IFunction;
  readonly timeout: Duration;
  /** What the function gets. */
  readonly parameters?: Record<string, string>;
}

/**
 * A Task that invokes one function and keeps its answer as the state.
 *
 * CDK's LambdaInvoke grants every version and alias of the function too; this grants the function alone.
 */
export class InvokeFunction extends sfn.TaskStateBase {
  protected readonly taskMetrics = undefined;
  protected readonly taskPolicies: iam.PolicyStatement[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: InvokeFunctionProps,
  ) {
    super(scope, id, { taskTimeout: sfn.Timeout.duration(props.timeout) });
    this.taskPolicies = [
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [props.handler.functionArn] }),
    ];
  }

  protected override _renderTask(): object {
    return { Resource: this.props.handler.functionArn, Parameters: this.props.parameters };
  }
}
