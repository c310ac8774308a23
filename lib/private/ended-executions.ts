import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue';
import { eventBridgeRole } from './event-bridge-role';
import { grantStart } from './execution-grants';
import type { Invocable } from './invocable';
import { InvokeFunction } from './invoke-function';
import { loggedStateMachine, type StateMachineSettings } from './logged-state-machine';
import { retriesToTheEnd } from './retries';

export interface EndedExecutionsProps extends StateMachineSettings {
  /** What an execution of `stateMachine` is: a scan, or a watch. */
  readonly what: 'scan' | 'watch';
  readonly stateMachine: sfn.StateMachine;
  /** The name of the Task state that calls `recorder`. */
  readonly recordState: string;
  readonly recorder: Invocable;
  /** The longest timeout of the functions. A function that runs when its execution is stopped keeps running. */
  readonly longestFunction: Duration;
}

/**
 * Records what an execution that has ended could not record: it was stopped, it timed out, or the function that records
 * its failure failed itself.
 *
 * A state machine, because it waits until no function can record results any more, retries for a week, and costs nothing
 * in the meantime. It invokes whichever version is deployed, so that a correction reaches executions that still wait. Step
 * Functions sends its events to the default event bus.
 */
export class EndedExecutions extends Construct {
  public readonly stateMachine: sfn.StateMachine;
  public readonly deadLetterQueue: sqs.Queue;

  constructor(scope: Construct, id: string, props: EndedExecutionsProps) {
    super(scope, id);
    const wait = new sfn.Wait(this, 'WaitForFunctions', { time: sfn.WaitTime.duration(props.longestFunction) });
    const record = new InvokeFunction(this, props.recordState, {
      invocable: props.recorder,
      parameters: { 'ended.$': '$.detail', 'current.$': '$$.State' },
    });
    record.addRetry(retriesToTheEnd);
    this.stateMachine = loggedStateMachine(this, {
      comment: `Records the end of a ${props.what} that could not record it`,
      definition: wait.next(record),
      timeout: Duration.days(14),
      logGroup: props.logGroup,
      encryptionKey: props.encryptionKey,
      traced: props.traced,
    });
    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetterQueue', {
      scanner: scope,
      encryptionKey: props.encryptionKey,
    });
    const role = eventBridgeRole(this);
    grantStart(this.stateMachine, role, props.encryptionKey);
    new events.Rule(this, 'Rule', {
      description: `${props.what === 'scan' ? 'Scans' : 'Watches'} that were stopped, timed out or failed`,
      eventPattern: {
        source: ['aws.states'],
        account: [Stack.of(this).account],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [props.stateMachine.stateMachineArn], status: ['ABORTED', 'TIMED_OUT', 'FAILED'] },
      },
      targets: [
        new targets.SfnStateMachine(this.stateMachine, {
          role,
          deadLetterQueue: this.deadLetterQueue,
        }),
      ],
    });
  }
}
