import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { WatchErrorName } from '../contract/names';
import { acknowledgeWildcard } from './acknowledge-wildcard';
import { executionsOf } from './execution-grants';
import type { Invocable } from './invocable';
import { InvokeFunction } from './invoke-function';
import { loggedStateMachine, type StateMachineSettings } from './logged-state-machine';
import { retriesOfWatches } from './retries';
import { RunScan } from './run-scan';

export interface WatchWorkflowProps extends StateMachineSettings {
  readonly watch: Invocable;
  /** The state machine that runs scans. */
  readonly scans: sfn.StateMachine;
}

/**
 * Scans a person, reviews what the scan says, waits, and scans again, until the watch ends. The function decides what
 * comes next. The waits cost nothing.
 *
 * A watch takes weeks, so it invokes whichever version of the function is deployed.
 *
 * A scan that fails does not end the watch: whatever happens to the scan, Review looks at its record.
 */
export class WatchWorkflow extends Construct {
  public readonly stateMachine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: WatchWorkflowProps) {
    super(scope, id);
    // Without a timeout: a watch can take as long as Step Functions allows, a year.
    this.stateMachine = loggedStateMachine(this, {
      comment: 'Scans a person again and again, until nothing is open',
      definition: this.definition(props),
      // The cause of a scan that failed is the description of its execution, with its input. Its errors are in its own log.
      logLevel: sfn.LogLevel.FATAL,
      logGroup: props.logGroup,
      encryptionKey: props.encryptionKey,
      traced: props.traced,
    });
    acknowledgeWildcard(
      this.stateMachine,
      executionsOf(props.scans),
      'The role can describe and stop executions of the state machine that runs scans, and of no other. Their names are known only when they start.',
    );
  }

  private definition({ watch, scans, encryptionKey }: WatchWorkflowProps): sfn.IChainable {
    const invoke = (id: string, parameters: Record<string, string>) => {
      const task = new InvokeFunction(this, id, {
        invocable: watch,
        parameters: { 'execution.$': '$$.Execution', 'current.$': '$$.State', ...parameters },
      });
      for (const retry of retriesOfWatches) task.addRetry(retry);
      return task;
    };
    const start = invoke('StartWatch', {});
    const review = invoke('Review', { 'state.$': '$' });
    const scan = new RunScan(this, 'Scan', { scans, encryptionKey });
    const waitUntil = { time: sfn.WaitTime.secondsPath('$.waitSeconds') };
    const waitForScan = new sfn.Wait(this, 'WaitForScan', waitUntil);
    const waitForReview = new sfn.Wait(this, 'WaitForReview', waitUntil);
    const nextIs = (step: string) => sfn.Condition.stringEquals('$.next', step);

    const nextStep = new sfn.Choice(this, 'NextStep')
      .when(nextIs('SCAN'), scan)
      .when(nextIs('WAIT_TO_SCAN'), waitForScan)
      .when(nextIs('WAIT_TO_REVIEW'), waitForReview)
      .when(nextIs('END'), new sfn.Succeed(this, 'WatchEnded'))
      // An execution keeps its definition for as long as it runs, and a later version of the function could say more.
      .otherwise(new sfn.Fail(this, 'UnknownStep', { error: WatchErrorName.INTERRUPTED }));
    scan.addCatch(review, { resultPath: '$.scanFailure' });
    scan.next(review);
    waitForScan.next(scan);
    waitForReview.next(review);
    review.next(nextStep);
    return start.next(nextStep);
  }
}
