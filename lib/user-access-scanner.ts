import { Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import type * as eventschemas from 'aws-cdk-lib/aws-eventschemas';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { aws_appfabric } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { DetailType } from './contract/names';
import type { OnResultOptions } from './on-result-options';
import { invalid } from './private/errors';
import { checkRuleOptions, eventRule, resultDetail } from './private/event-rules';
import { EventSchemas } from './private/event-schemas';
import { allowServicesToUseKey, stateMachineKeyUse } from './private/key-use';
import { checkWhere } from './private/regions';
import { indexArns, ResultsTable } from './private/results-table';
import { scanFunctions } from './private/scan-functions';
import { scanSettings } from './private/scan-settings';
import { ScanWorkflow } from './private/scan-workflow';
import { type ScanOnScheduleOptions, ScanSchedule } from './scan-schedule';
import { type ScanOnOptions, ScanTrigger } from './scan-trigger';
import type { UserAccessScannerProps } from './user-access-scanner-props';

/**
 * Asks every app that is connected to an AppFabric app bundle whether a person has an account there, keeps the answers
 * in a table and publishes them as events.
 */
export class UserAccessScanner extends Construct {
  /** The app bundle whose apps are asked. */
  public readonly appBundle: aws_appfabric.IAppBundleRef;

  /** The workflow. Start it with `{ "email": "…" }` or `{ "taskIds": ["…"] }`; one execution is one scan. */
  public readonly stateMachine: sfn.StateMachine;

  /** Scans, results and where each person stands. */
  public readonly table: dynamodb.Table;

  /** The bus that results are published on. */
  public readonly eventBus: events.IEventBus;

  /** The function that starts the tasks. */
  public readonly startScanFunction: lambda.Function;

  /** The function that polls the tasks, records and publishes results. */
  public readonly pollTasksFunction: lambda.Function;

  /** The function that records and publishes that a scan failed. */
  public readonly failScanFunction: lambda.Function;

  /** The log groups of the three functions and of the state machine, in this order. */
  public readonly logGroups: logs.LogGroup[];

  /** The key that encrypts all of it, if one was given. */
  public readonly encryptionKey?: kms.IKey;

  /** The registry with the events' schemas, if `registerEventSchemas` is set. */
  public readonly eventSchemaRegistry?: eventschemas.CfnRegistry;

  constructor(scope: Construct, id: string, props: UserAccessScannerProps) {
    super(scope, id);
    if (!props?.appBundle?.appBundleRef) {
      throw invalid(this, 'appBundle is required: pass a CfnAppBundle or AppBundle.fromAppBundleArn(…).');
    }
    const settings = scanSettings(this, props);
    checkWhere(this, props.appBundle);

    this.appBundle = props.appBundle;
    this.encryptionKey = props.encryptionKey;
    this.eventBus = props.eventBus ?? events.EventBus.fromEventBusName(this, 'EventBus', 'default');
    const { encryptionKey, eventBus } = this;
    if (encryptionKey) allowServicesToUseKey(this, encryptionKey);

    this.table = new ResultsTable(this, 'Table', { encryptionKey, removalPolicy: settings.removalPolicy });
    const { appBundleArn } = this.appBundle.appBundleRef;
    const functions = scanFunctions(this, { appBundleArn, table: this.table, eventBus, encryptionKey, settings });
    this.startScanFunction = functions.startScan.handler;
    this.pollTasksFunction = functions.pollTasks.handler;
    this.failScanFunction = functions.failScan.handler;

    const workflow = new ScanWorkflow(this, 'Workflow', {
      ...settings,
      encryptionKey,
      startScan: this.startScanFunction,
      pollTasks: this.pollTasksFunction,
      failScan: this.failScanFunction,
    });
    this.stateMachine = workflow.stateMachine;
    this.logGroups = [...Object.values(functions), workflow].map(({ logGroup }) => logGroup);

    if (props.registerEventSchemas) this.eventSchemaRegistry = new EventSchemas(this, 'EventSchemas').registry;
  }

  /**
   * Starts a scan for each event that matches: an employee offboarded in an HR system, an identity deactivated. The
   * same event delivered twice makes one scan.
   */
  public scanOn(id: string, options: ScanOnOptions): ScanTrigger {
    this.checkId(id);
    return new ScanTrigger(this, id, options);
  }

  /**
   * Scans a short list of people on a schedule, one scan a person.
   */
  public scanOnSchedule(id: string, options: ScanOnScheduleOptions): ScanSchedule {
    this.checkId(id);
    return new ScanSchedule(this, id, options);
  }

  /**
   * Calls the target for each result of a scan, the moment it is recorded.
   */
  public onResult(id: string, options: OnResultOptions = {}): events.Rule {
    this.checkRule(id, options);
    return eventRule(this, id, DetailType.RESULT, options, resultDetail(this, options));
  }

  /**
   * Calls the target when a scan has completed, whatever its results.
   */
  public onScanCompleted(id: string, options: events.OnEventOptions = {}): events.Rule {
    this.checkRule(id, options);
    return eventRule(this, id, DetailType.SCAN_COMPLETED, options);
  }

  /**
   * Calls the target when a scan could not be carried out.
   */
  public onScanFailed(id: string, options: events.OnEventOptions = {}): events.Rule {
    this.checkRule(id, options);
    return eventRule(this, id, DetailType.SCAN_FAILED, options);
  }

  /**
   * Lets the grantee start scans.
   */
  public grantStartScan(grantee: iam.IGrantable): iam.Grant {
    const grant = this.stateMachine.grantStartExecution(grantee);
    if (!this.encryptionKey) return grant;
    return grant.combine(
      iam.Grant.addToPrincipal({
        grantee,
        resourceArns: [this.encryptionKey.keyArn],
        ...stateMachineKeyUse(this.stateMachine),
      }),
    );
  }

  /**
   * Lets the grantee read what `cdk-appfabric-user-access/results` reads: Query on the table and its two indexes, and
   * nothing else.
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
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
  }

  private checkRule(id: string, options: events.OnEventOptions): void {
    checkRuleOptions(this, id, options);
    this.checkId(id, options.crossStackScope);
  }

  private checkId(id: string, scope: Construct = this): void {
    if (scope.node.tryFindChild(id)) {
      throw invalid(
        this,
        `the id '${id}' is taken; give each trigger, schedule and rule of a scanner an id of its own.`,
      );
    }
  }
}
