import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ScanErrorName } from '../contract/names';
import { CLOSING_RESERVE } from '../contract/time-budgets';
import { InvokeFunction } from './invoke-function';
import { logDeliveryContext, stateMachineKeyUse } from './key-use';

export interface ScanWorkflowProps {
  readonly startScan: lambda.Function;
  readonly pollTasks: lambda.Function;
  readonly failScan: lambda.Function;
  readonly scanTimeout: Duration;
  readonly logRetention: logs.RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly encryptionKey?: kms.IKey;
}

/**
 * Starts the tasks, then polls until all are done, with waits between the polls. All errors go to FailScan.
 *
 * A redrive runs FailScan again, which reopens the scan. StartScan then continues with the recorded tasks.
 */
export class ScanWorkflow extends Construct {
  public readonly stateMachine: sfn.StateMachine;
  public readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, props: ScanWorkflowProps) {
    super(scope, id);
    this.logGroup = new logs.LogGroup(this, 'LogGroup', {
      retention: props.logRetention,
      encryptionKey: props.encryptionKey,
      removalPolicy: props.removalPolicy,
    });
    this.stateMachine = new sfn.StateMachine(this, 'StateMachine', {
      comment: 'Asks AppFabric which applications a person can get into',
      definitionBody: sfn.DefinitionBody.fromChainable(this.definition(props)),
      timeout: props.scanTimeout.plus(Duration.seconds(CLOSING_RESERVE)),
      // Without execution data, because inputs and outputs contain personal data.
      logs: { destination: this.logGroup, level: sfn.LogLevel.ERROR, includeExecutionData: false },
      tracingEnabled: true,
    });
    if (props.encryptionKey) this.encrypt(props.encryptionKey);
    this.acknowledge();
  }

  private definition(props: ScanWorkflowProps): sfn.IChainable {
    const startScan = this.invoke('StartScan', props.startScan, { 'execution.$': '$$.Execution' });
    const pollTasks = this.invoke('PollTasks', props.pollTasks);
    const failScan = this.invoke('FailScan', props.failScan, { 'execution.$': '$$.Execution', 'failure.$': '$' });
    const waitForTasks = new sfn.Wait(this, 'WaitForTasks', { time: sfn.WaitTime.secondsPath('$.waitSeconds') });

    // The error replaces the input, because the input might not be an object that a path could add the error to.
    startScan.addCatch(failScan, { resultPath: '$' });
    pollTasks.addCatch(failScan, { resultPath: '$.failure' });
    failScan.next(startScan);
    const allDone = new sfn.Choice(this, 'AllDone')
      .when(sfn.Condition.booleanEquals('$.done', true), new sfn.Succeed(this, 'ScanCompleted'))
      .otherwise(waitForTasks);
    waitForTasks.next(pollTasks).next(allDone);
    return startScan.next(allDone);
  }

  private invoke(id: string, handler: lambda.Function, parameters?: Record<string, string>): InvokeFunction {
    // Longer than the function's timeout, so that a timeout is reported as the function's, and retried.
    const timeout = (handler.timeout ?? Duration.seconds(3)).plus(Duration.seconds(15));
    const task = new InvokeFunction(this, id, { handler, timeout, parameters });
    // A retry can't fix these errors. FailScan ends the execution with their name and what to do.
    task.addRetry({ errors: Object.values(ScanErrorName), maxAttempts: 0 });
    // For throttling and outages. The maximum waits add up to about five minutes, and full jitter spreads the retries
    // of scans that failed at the same time. Eight attempts limit the cost and the history events.
    task.addRetry({
      errors: [sfn.Errors.ALL],
      interval: Duration.seconds(2),
      backoffRate: 2,
      maxDelay: Duration.seconds(60),
      maxAttempts: 8,
      jitterStrategy: sfn.JitterType.FULL,
    });
    return task;
  }

  /**
   * Encrypts the definition, the inputs, the outputs and the history with the key.
   *
   * Doesn't use CDK's `encryptionConfiguration`: its grant is for the physical name of the state machine, which is
   * empty unless it is set, so all executions would be denied the key. A separate policy can use the real ARN without a
   * circular dependency.
   */
  private encrypt(key: kms.IKey): void {
    const resource = this.stateMachine.node.defaultChild as sfn.CfnStateMachine;
    resource.encryptionConfiguration = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: key.keyArn };
    new iam.Policy(this, 'UseKey', {
      roles: [this.stateMachine.role],
      statements: [
        new iam.PolicyStatement({ resources: [key.keyArn], ...stateMachineKeyUse(this.stateMachine) }),
        new iam.PolicyStatement({
          actions: ['kms:GenerateDataKey'],
          resources: [key.keyArn],
          conditions: { StringEquals: logDeliveryContext(this) },
        }),
      ],
    });
  }

  private acknowledge(): void {
    Validations.of(this.stateMachine).acknowledge(
      {
        id: 'AwsSolutions-SF1',
        reason: 'Errors are logged. Logging all events would cost more than the scans and provide no more information.',
      },
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'The actions for X-Ray and for log delivery do not support resource-level permissions.',
      },
    );
  }
}
