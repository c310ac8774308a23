import type { Duration } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { UserAccessScannerAttributes } from '../user-access-scanner-attributes';
import { invalid } from './errors';
import { DEFAULT_RESULT_RETENTION } from './scan-settings';
import { checkAttributes } from './scanner-attributes';
import { metricDimension } from './scanner-metric';
import { UserAccessScannerBase } from './user-access-scanner-base';

/** A scanner that another CDK app creates. */
export class ImportedScanner extends UserAccessScannerBase {
  public readonly stateMachine: sfn.IStateMachine;
  public readonly watchStateMachine: sfn.IStateMachine;
  public readonly table: dynamodb.ITable;
  public readonly eventBus: events.IEventBus;
  public readonly resultRetention: Duration;
  public readonly encryptionKey?: kms.IKey;
  readonly #path?: string;

  constructor(scope: Construct, id: string, attributes: UserAccessScannerAttributes) {
    super(scope, id);
    checkAttributes(this, attributes);
    const { stateMachineArn, watchStateMachineArn, tableArn, eventBus, encryptionKey, scannerPath } = attributes;
    this.stateMachine = sfn.StateMachine.fromStateMachineArn(this, 'StateMachine', stateMachineArn);
    this.watchStateMachine = sfn.StateMachine.fromStateMachineArn(this, 'WatchStateMachine', watchStateMachineArn);
    this.table = dynamodb.Table.fromTableAttributes(this, 'Table', {
      tableArn,
      encryptionKey,
      grantIndexPermissions: true,
    });
    this.eventBus = eventBus;
    this.resultRetention = attributes.resultRetention ?? DEFAULT_RESULT_RETENTION;
    this.encryptionKey = encryptionKey;
    this.#path = scannerPath;
  }

  public override get _metricDimension(): string {
    if (this.#path !== undefined) return metricDimension(this.#path);
    throw invalid(
      this,
      "scannerPath is required for metrics: pass the stack name and the path of the scanner in it, for example 'UserAccess/Scanner'.",
    );
  }
}
