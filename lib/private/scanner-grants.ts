import type { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { grantOnExecutions, grantStart } from './execution-grants';
import { grantDoctor } from './grant-doctor';
import { grantForget } from './grant-forget';
import { indexArns } from './results-table';
import { ScannerMetrics } from './scanner-metrics';

/**
 * The grants of a scanner.
 *
 * @internal
 */
export abstract class ScannerGrants extends ScannerMetrics {
  public abstract readonly watchStateMachine: sfn.IStateMachine;
  public abstract readonly table: dynamodb.ITable;
  public abstract readonly eventBus: events.IEventBus;
  public abstract readonly resultRetention: Duration;
  public abstract readonly encryptionKey?: kms.IKey;

  /**
   * Grants permission to start scans: `states:StartExecution` on the state machine, and the use of `encryptionKey` for
   * the data of the state machine if it is set.
   *
   * @param grantee The principal that starts scans.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   *
   * @example
   * scanner.grantStartScan(helpDesk);
   * helpDesk.addEnvironment('STATE_MACHINE_ARN', scanner.stateMachine.stateMachineArn);
   */
  public grantStartScan(grantee: iam.IGrantable): iam.Grant {
    return grantStart(this.stateMachine, grantee, this.encryptionKey);
  }

  /**
   * Grants permission to see whether a scan still runs, and how it ended: `states:DescribeExecution` on the executions of
   * the state machine, and the use of `encryptionKey` for its data if it is set.
   *
   * The answer has the input of the execution, with the email address. `user-access scan` needs this permission, those of
   * `grantStartScan()` and those of `grantReadResults()`.
   *
   * @param grantee The principal that follows scans.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
   *
   * @example
   * scanner.grantStartScan(helpDesk);
   * scanner.grantFollowScan(helpDesk);
   * scanner.grantReadResults(helpDesk);
   */
  public grantFollowScan(grantee: iam.IGrantable): iam.Grant {
    return grantOnExecutions(this.stateMachine, 'DescribeExecution', grantee, this.encryptionKey);
  }

  /**
   * Grants permission to continue scans that failed: `states:RedriveExecution` on the executions of the state machine, and
   * the use of `encryptionKey` for its data if it is set.
   *
   * To find scans that failed, use `grantReadResults()`. The name of the execution is the id of the scan. A watch that has
   * ended can't be continued: start a new one.
   *
   * @param grantee The principal that continues scans.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html
   *
   * @example
   * scanner.grantRedrive(helpDesk);
   * scanner.grantReadResults(helpDesk);
   */
  public grantRedrive(grantee: iam.IGrantable): iam.Grant {
    return grantOnExecutions(this.stateMachine, 'RedriveExecution', grantee, this.encryptionKey);
  }

  /**
   * Grants permission to watch people: `states:StartExecution` on the state machine that watches, and the use of
   * `encryptionKey` for its data if it is set.
   *
   * @param grantee The principal that starts watches.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   *
   * @example
   * scanner.grantWatch(helpDesk);
   * helpDesk.addEnvironment('WATCH_STATE_MACHINE_ARN', scanner.watchStateMachine.stateMachineArn);
   */
  public grantWatch(grantee: iam.IGrantable): iam.Grant {
    return grantStart(this.watchStateMachine, grantee, this.encryptionKey);
  }

  /**
   * Grants permission to see whether a watch still runs, and how it ended: `states:DescribeExecution` on the executions of
   * the state machine that watches, and the use of `encryptionKey` for its data if it is set.
   *
   * With it, `user-access watch` can say why a watch did not begin. What a watch has found so far is in the table: use
   * `grantReadResults()`.
   *
   * @param grantee The principal that follows watches.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
   *
   * @example
   * scanner.grantWatch(helpDesk);
   * scanner.grantFollowWatch(helpDesk);
   * scanner.grantReadResults(helpDesk);
   */
  public grantFollowWatch(grantee: iam.IGrantable): iam.Grant {
    return grantOnExecutions(this.watchStateMachine, 'DescribeExecution', grantee, this.encryptionKey);
  }

  /**
   * Grants permission to stop watches: `states:StopExecution` on the executions of the state machine that watches, and
   * the use of `encryptionKey` for its data if it is set.
   *
   * To find the watch of a person, use `grantReadResults()`. The name of the execution is the id of the watch.
   *
   * @param grantee The principal that stops watches.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html
   *
   * @example
   * scanner.grantStopWatch(helpDesk);
   * scanner.grantReadResults(helpDesk);
   */
  public grantStopWatch(grantee: iam.IGrantable): iam.Grant {
    return grantOnExecutions(this.watchStateMachine, 'StopExecution', grantee, this.encryptionKey);
  }

  /**
   * Grants permission to read results with `cdk-appfabric-user-access/results`: `dynamodb:Query` on the table and its
   * three indexes, and the use of `encryptionKey` through DynamoDB if it is set.
   *
   * @param grantee The principal that reads results.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
   *
   * @example
   * scanner.grantReadResults(helpDesk);
   * helpDesk.addEnvironment('USER_ACCESS_TABLE', scanner.table.tableName);
   */
  public grantReadResults(grantee: iam.IGrantable): iam.Grant {
    const grant = iam.Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:Query'],
      resourceArns: [this.table.tableArn, ...indexArns(this.table)],
    });
    if (!this.encryptionKey) return grant;
    return grant.combine(
      iam.Grant.addToPrincipal({
        grantee,
        actions: ['kms:Decrypt'],
        resourceArns: [this.encryptionKey.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${this.stateMachine.env.region}.amazonaws.com` } },
      }),
    );
  }

  /**
   * Grants permission to delete everything of a person with `user-access forget`: to find and delete items of the table,
   * to describe and stop the executions of both state machines, and the use of `encryptionKey` for that if it is set.
   *
   * With this permission, the results of everybody can be read and deleted. Grant it only to those who must erase personal
   * data.
   *
   * @param grantee The principal that deletes what is known about people.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
   *
   * @example
   * scanner.grantForget(privacyTeam);
   */
  public grantForget(grantee: iam.IGrantable): iam.Grant {
    return grantForget(this, grantee);
  }

  /**
   * Grants permission to run `user-access doctor`: to describe the table, and to describe and list what can belong to a
   * scanner in the account: resources of stacks, functions, state machines, rules, schedules, queues, keys and app
   * authorizations. None of this reads results or changes anything.
   *
   * @param grantee The principal that checks the scanner.
   *
   * @example
   * scanner.grantDoctor(helpDesk);
   */
  public grantDoctor(grantee: iam.IGrantable): iam.Grant {
    return grantDoctor(this, grantee);
  }
}
