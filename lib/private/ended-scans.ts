import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue';
import { eventBridgeRole } from './event-bridge-role';
import { InvokeFunction } from './invoke-function';
import { grantStart } from './key-use';
import { loggedStateMachine } from './logged-state-machine';
import { retriesToTheEnd } from './retries';

export interface EndedScansProps {
  readonly scans: sfn.StateMachine;
  readonly failScan: lambda.Function;
  /** The longest timeout of the functions. A function that runs when its execution is stopped keeps running. */
  readonly longestFunction: Duration;
  readonly logGroup: logs.ILogGroup;
  readonly encryptionKey?: kms.IKey;
}

/**
 * Records what an execution that has ended could not record: it was stopped, it timed out, or FailScan itself failed.
 *
 * A state machine, because it waits until no function can record results any more, retries for half a day, and costs
 * nothing in the meantime. Step Functions sends its events to the default event bus.
 */
export class EndedScans extends Construct {
  constructor(scope: Construct, id: string, props: EndedScansProps) {
    super(scope, id);
    const wait = new sfn.Wait(this, 'WaitForFunctions', { time: sfn.WaitTime.duration(props.longestFunction) });
    const record = new InvokeFunction(this, 'RecordEnd', {
      handler: props.failScan,
      parameters: { 'ended.$': '$.detail' },
    });
    record.addRetry(retriesToTheEnd);
    const stateMachine = loggedStateMachine(this, {
      comment: 'Records the end of a scan that could not record it',
      definition: wait.next(record),
      timeout: Duration.days(2),
      logGroup: props.logGroup,
      encryptionKey: props.encryptionKey,
    });
    const role = eventBridgeRole(this);
    grantStart(stateMachine, role, props.encryptionKey);
    new events.Rule(this, 'Rule', {
      description: 'Scans that were stopped, timed out or failed',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [props.scans.stateMachineArn], status: ['ABORTED', 'TIMED_OUT', 'FAILED'] },
      },
      targets: [
        new targets.SfnStateMachine(stateMachine, {
          role,
          deadLetterQueue: new DeadLetterQueue(this, 'DeadLetterQueue', props.encryptionKey),
        }),
      ],
    });
  }
}
