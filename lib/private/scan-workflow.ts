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
 * Start the tasks, poll until all are done, wait between polls; whatever fails goes through FailScan.
 *
 * A redrive enters FailScan again: it reopens the scan and hands over to StartScan, which picks the recorded tasks up.
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
      // Without execution data: inputs and outputs hold personal data.
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

    // StartScan's input may be no object at all, and no path fits into that: the error takes its place.
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
    // The function's own timeout comes first, so that it is seen as what it is and retried as such.
    const timeout = (handler.timeout ?? Duration.seconds(3)).plus(Duration.seconds(15));
    const task = new InvokeFunction(this, id, { handler, timeout, parameters });
    // No retry mends these; FailScan names them to whoever reads the execution.
    task.addRetry({ errors: Object.values(ScanErrorName), maxAttempts: 0 });
    // Throttling or an outage: the waits' upper bounds add up to some five minutes, and full jitter spreads scans
    // that failed together. Eight attempts keep the retries bounded in money and in history events.
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
   * Encrypts definition, inputs, outputs and history with the key.
   *
   * Not through the state machine's own property: what that grants names the state machine by its physical name, which
   * is empty unless somebody chose one, so that every execution would be denied the key. A policy apart can refer to
   * the real ARN without a cycle.
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
        reason: 'Errors are logged; logging every event of every scan costs more than the scan and tells no more.',
      },
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: "X-Ray's and the log delivery's actions know no resources.",
      },
    );
  }
}
