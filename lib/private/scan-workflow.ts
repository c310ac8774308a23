import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { CLOSING_RESERVE } from '../contract/time-budgets';
import { acknowledgeWildcard } from './acknowledge-wildcard';
import type { Invocable } from './invocable';
import { InvokeFunction } from './invoke-function';
import { loggedStateMachine, type StateMachineSettings } from './logged-state-machine';
import { retries } from './retries';

export interface ScanWorkflowProps extends StateMachineSettings {
  readonly startScan: Invocable;
  readonly pollTasks: Invocable;
  readonly failScan: Invocable;
  readonly scanTimeout: Duration;
}

/**
 * Starts the tasks, then polls until all are done, with waits between the polls. All errors go to FailScan, which
 * records the failure, and then to EndScan, which fails the execution.
 *
 * An execution invokes the versions that it began with, so that a deployment does not change a scan half-way.
 *
 * A redrive begins in EndScan, or goes to FailScan. Both reopen the scan. StartScan then continues with the recorded
 * tasks.
 */
export class ScanWorkflow extends Construct {
  public readonly stateMachine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: ScanWorkflowProps) {
    super(scope, id);
    this.stateMachine = loggedStateMachine(this, {
      comment: 'Asks AppFabric which applications a person can get into',
      definition: this.definition(props),
      timeout: props.scanTimeout.plus(Duration.seconds(CLOSING_RESERVE)),
      logGroup: props.logGroup,
      encryptionKey: props.encryptionKey,
      traced: props.traced,
    });
    const { startScan, pollTasks, failScan } = props;
    const allowedArns = [startScan, pollTasks, failScan].flatMap((each) => each.allowedArns);
    for (const arn of allowedArns.filter((each) => each.endsWith('*'))) {
      acknowledgeWildcard(
        this.stateMachine,
        arn,
        'An execution that began before a deployment, or is redriven after it, invokes an earlier version.',
      );
    }
  }

  private definition({ startScan, pollTasks, failScan, scanTimeout }: ScanWorkflowProps): sfn.IChainable {
    const invoke = (id: string, invocable: Invocable, parameters: Record<string, string>, patience?: Duration) => {
      const task = new InvokeFunction(this, id, {
        invocable,
        parameters: { 'execution.$': '$$.Execution', 'current.$': '$$.State', ...parameters },
      });
      for (const retry of retries(patience)) task.addRetry(retry);
      return task;
    };
    // A scan can wait for AppFabric for as long as for an app.
    const start = invoke('StartScan', startScan, {}, scanTimeout);
    const poll = invoke('PollTasks', pollTasks, { 'state.$': '$' });
    const fail = invoke('FailScan', failScan, { 'failure.$': '$' });
    const end = invoke('EndScan', failScan, { 'state.$': '$' });
    const wait = new sfn.Wait(this, 'WaitForTasks', { time: sfn.WaitTime.secondsPath('$.waitSeconds') });
    const completed = new sfn.Succeed(this, 'ScanCompleted');
    const isDone = sfn.Condition.booleanEquals('$.done', true);

    // The error replaces the input, because the input might not be an object that a path could add the error to.
    start.addCatch(fail, { resultPath: '$' });
    poll.addCatch(fail, { resultPath: '$.failure' });
    fail.next(
      new sfn.Choice(this, 'HasFailed')
        .when(sfn.Condition.isPresent('$.failed'), end)
        .when(isDone, completed)
        .otherwise(start),
    );
    end.next(start);
    wait.next(poll);
    const allDone = new sfn.Choice(this, 'AllDone').when(isDone, completed).otherwise(wait);
    poll.next(allDone);
    return start.next(allDone);
  }
}
