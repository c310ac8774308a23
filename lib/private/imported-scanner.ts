import { Arn, ArnFormat, type Duration, Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { UserAccessScannerAttributes } from '../user-access-scanner-attributes';
import { checkEncryptionKey } from './encryption-key';
import { invalid } from './errors';
import { inWords } from './prop-types';
import { DEFAULT_RESULT_RETENTION, wholeSeconds } from './scan-settings';
import { metricDimension } from './scanner-metric';
import { UserAccessScannerBase } from './user-access-scanner-base';

const ARNS = {
  stateMachineArn: { format: ArnFormat.COLON_RESOURCE_NAME, service: 'states', resource: 'stateMachine' },
  watchStateMachineArn: { format: ArnFormat.COLON_RESOURCE_NAME, service: 'states', resource: 'stateMachine' },
  tableArn: { format: ArnFormat.SLASH_RESOURCE_NAME, service: 'dynamodb', resource: 'table' },
};

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
    this.check(attributes);
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

  /** Checks at runtime, because not all languages that CDK supports have static types. */
  private check(attributes: UserAccessScannerAttributes): void {
    for (const name of Object.keys(ARNS) as (keyof typeof ARNS)[]) this.checkArn(name, attributes?.[name]);
    const { stateMachineArn, watchStateMachineArn, eventBus, encryptionKey, resultRetention, scannerPath } = attributes;
    if (stateMachineArn === watchStateMachineArn) {
      throw invalid(
        this,
        'watchStateMachineArn is that of stateMachineArn, but a scanner has a state machine for scans and another one for watches. Pass the ARN of each.',
      );
    }
    if (typeof eventBus?.eventBusArn !== 'string') {
      throw invalid(
        this,
        "eventBus is required, because a rule on another event bus would never match: pass the scanner's event bus, for example EventBus.fromEventBusName(…).",
      );
    }
    checkEncryptionKey(this, encryptionKey);
    if (resultRetention !== undefined) wholeSeconds(this, 'resultRetention', resultRetention);
    if (scannerPath !== undefined && (typeof scannerPath !== 'string' || scannerPath === '')) {
      throw invalid(
        this,
        `scannerPath must be the stack name and the path of the scanner in it, for example 'UserAccess/Scanner', got ${inWords(scannerPath)}.`,
      );
    }
  }

  private checkArn(name: keyof typeof ARNS, arn: unknown): void {
    if (Token.isUnresolved(arn)) return;
    const { format, service, resource } = ARNS[name];
    const separator = format === ArnFormat.COLON_RESOURCE_NAME ? ':' : '/';
    const form = `arn:aws:${service}:<region>:<account>:${resource}${separator}<name>`;
    const parts = typeof arn === 'string' && /^arn(:[^:]+){5,}$/.test(arn) ? Arn.split(arn, format) : undefined;
    if (parts?.service !== service || parts.resource !== resource || !parts.resourceName) {
      throw invalid(this, `${name} must look like ${form}, got ${inWords(arn)}.`);
    }
  }
}
