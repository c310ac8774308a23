import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import type * as eventschemas from 'aws-cdk-lib/aws-eventschemas';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { AddAlarmsOptions } from './add-alarms-options';
import type { IAppBundle } from './app-bundle';
import { acknowledgeInlinePolicies } from './private/acknowledgements';
import { dashboardWidgets } from './private/dashboard-widgets';
import { EndedExecutions } from './private/ended-executions';
import { invalid } from './private/errors';
import { EventSchemas } from './private/event-schemas';
import { ImportedScanner } from './private/imported-scanner';
import { allowServicesToUseKey } from './private/key-use';
import { logQueries } from './private/log-queries';
import type { MonitoredScanner } from './private/monitored-scanner';
import { network } from './private/network';
import { denyOthersToPublish } from './private/publishing-policy';
import { checkRegionAndAccount } from './private/regions';
import { ResultsTable } from './private/results-table';
import { scanFunctions } from './private/scan-functions';
import { scanSettings } from './private/scan-settings';
import { ScanWorkflow } from './private/scan-workflow';
import { checkId } from './private/unique-id';
import { UserAccessScannerBase } from './private/user-access-scanner-base';
import { WatchWorkflow } from './private/watch-workflow';
import { UserAccessAlarms } from './user-access-alarms';
import type { UserAccessScannerAttributes } from './user-access-scanner-attributes';
import type { IUserAccessScanner } from './user-access-scanner-interface';
import type { UserAccessScannerProps } from './user-access-scanner-props';

/**
 * Runs AWS AppFabric user access scans.
 *
 * A scan asks every app that is connected to an AppFabric app bundle whether a person has an account. It keeps the
 * results in a DynamoDB table, and publishes them on an EventBridge event bus. Each execution of the state machine is
 * one scan.
 *
 * @see https://docs.aws.amazon.com/appfabric/latest/adminguide/what-is-appfabric.html
 *
 * @exampleMetadata nofixture
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { AppBundle, UserAccessScanner } from 'cdk-appfabric-user-access';
 *
 * const stack = new Stack(new App(), 'UserAccess');
 * const scanner = new UserAccessScanner(stack, 'Scanner', {
 *   appBundle: new AppBundle(stack, 'AppBundle'),
 * });
 */
export class UserAccessScanner extends UserAccessScannerBase implements IUserAccessScanner {
  /**
   * Imports the scanner of another CDK app. Its triggers, rules, grants and metrics are created in the importing stack, as
   * those of a scanner of this app are.
   *
   * If both stacks are in one app, you can also pass on the scanner itself: create a `ScanTrigger`, a `WatchTrigger` or a
   * `ScanSchedule` in the other stack, and pass that stack as `crossStackScope` to rules.
   *
   * Throws an error if an attribute is missing or not valid.
   *
   * @param scope The construct that the imported scanner is created in.
   * @param id The id of the imported scanner in its scope.
   * @param attributes What identifies the scanner.
   *
   * @example
   * const imported = UserAccessScanner.fromUserAccessScannerAttributes(stack, 'Imported', {
   *   stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:Scans',
   *   watchStateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:Watches',
   *   tableArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/UserAccess',
   *   eventBus: events.EventBus.fromEventBusName(stack, 'Bus', 'user-access'),
   *   scannerPath: 'UserAccess/Scanner',
   * });
   * imported.onChange('Reopened', { target: new targets.SnsTopic(onCall), kind: [ChangeKind.REOPENED] });
   * imported.grantReadResults(helpDesk);
   */
  public static fromUserAccessScannerAttributes(
    scope: Construct,
    id: string,
    attributes: UserAccessScannerAttributes,
  ): IUserAccessScanner {
    return new ImportedScanner(scope, id, attributes);
  }

  /** The app bundle that is scanned. */
  public readonly appBundle: IAppBundle;

  /**
   * The state machine that runs scans. One execution is one scan, and the name of the execution is the id of the scan.
   *
   * The input is `{ "email": "…" }` to scan a person, or `{ "taskIds": ["…"] }` to collect the results of up to 2,000
   * tasks that are already started.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  public readonly stateMachine: sfn.IStateMachine;

  /**
   * The state machine that watches people: it scans a person again and again, until nothing is open. One execution is
   * one watch, or a request that joins the watch of the same person.
   *
   * The input is `{ "email": "…" }`. docs/watching.md lists what else it can have.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  public readonly watchStateMachine: sfn.IStateMachine;

  /** The table with the scans, their results, the access that each person has, its changes, and the watches. */
  public readonly table: dynamodb.ITable;

  /** The event bus that the scanner publishes on. The ARN of `table` is in the `resources` of each event. */
  public readonly eventBus: events.IEventBus;

  /** The function that starts the tasks of a scan and polls them for the first poll window. */
  public readonly startScanFunction: lambda.Function;

  /** The function that polls the tasks of a scan, and records and publishes their results. */
  public readonly pollTasksFunction: lambda.Function;

  /** The function that records and publishes that a scan failed. */
  public readonly failScanFunction: lambda.Function;

  /** The function that begins, reviews and ends watches, and publishes their events. */
  public readonly watchFunction: lambda.Function;

  /** The alias `live` of `startScanFunction`, which points at the version that is deployed. */
  public readonly startScanAlias: lambda.Alias;

  /** The alias `live` of `pollTasksFunction`, which points at the version that is deployed. */
  public readonly pollTasksAlias: lambda.Alias;

  /** The alias `live` of `failScanFunction`, which points at the version that is deployed. */
  public readonly failScanAlias: lambda.Alias;

  /** The alias `live` of `watchFunction`, which points at the version that is deployed. */
  public readonly watchAlias: lambda.Alias;

  /** The log group of `startScanFunction`. */
  public readonly startScanLogGroup: logs.LogGroup;

  /** The log group of `pollTasksFunction`. */
  public readonly pollTasksLogGroup: logs.LogGroup;

  /** The log group of `failScanFunction`. */
  public readonly failScanLogGroup: logs.LogGroup;

  /** The log group of `watchFunction`. */
  public readonly watchLogGroup: logs.LogGroup;

  /** The log group of all state machines. */
  public readonly stateMachineLogGroup: logs.LogGroup;

  /** The state machine that records the end of scans that could not record it, for example because they were stopped. */
  public readonly endedScansStateMachine: sfn.IStateMachine;

  /** The state machine that records the end of watches that could not record it, for example because they were stopped. */
  public readonly endedWatchesStateMachine: sfn.IStateMachine;

  /** The queue that keeps events that could not start `endedScansStateMachine` for 14 days. */
  public readonly endedScansDeadLetterQueue: sqs.Queue;

  /** The queue that keeps events that could not start `endedWatchesStateMachine` for 14 days. */
  public readonly endedWatchesDeadLetterQueue: sqs.Queue;

  /**
   * Two queries in CloudWatch Logs Insights, in the folder of the scanner's path: all lines of a scan or watch, and the
   * names of the errors.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_Insights-Saving-Queries.html
   */
  public readonly logQueries: logs.QueryDefinition[];

  /** How long scans, their results, changes and watches are kept. */
  public readonly resultRetention: Duration;

  /** The key that encrypts the scanner's data, if `encryptionKey` is set. */
  public readonly encryptionKey?: kms.IKey;

  /** The registry with the schemas of the events, if `registerEventSchemas` is set. */
  public readonly eventSchemaRegistry?: eventschemas.CfnRegistry;

  /**
   * What its alarms and its dashboard show.
   *
   * @internal
   */
  public readonly _monitored: MonitoredScanner;

  private alarms?: UserAccessAlarms;

  constructor(scope: Construct, id: string, props: UserAccessScannerProps) {
    super(scope, id);
    if (!props?.appBundle?.appBundleRef) {
      throw invalid(this, 'appBundle is required: pass an AppBundle or AppBundle.fromAppBundleArn(…).');
    }
    const settings = scanSettings(this, props);
    checkRegionAndAccount(this, props.appBundle);

    this.appBundle = props.appBundle;
    this.resultRetention = settings.resultRetention;
    this.encryptionKey = props.encryptionKey;
    this.eventBus = props.eventBus ?? events.EventBus.fromEventBusName(this, 'EventBus', 'default');
    const { encryptionKey, eventBus } = this;
    if (encryptionKey) allowServicesToUseKey(this, encryptionKey);
    acknowledgeInlinePolicies(this);

    const table = new ResultsTable(this, 'Table', { encryptionKey, removalPolicy: settings.removalPolicy });
    this.table = table;
    const { appBundleArn } = this.appBundle.appBundleRef;
    const functions = scanFunctions(this, {
      appBundleArn,
      table,
      eventBus,
      encryptionKey,
      network: network(this, props),
      settings,
    });
    this.startScanFunction = functions.startScan.handler;
    this.startScanAlias = functions.startScan.live;
    this.startScanLogGroup = functions.startScan.logGroup;
    this.pollTasksFunction = functions.pollTasks.handler;
    this.pollTasksAlias = functions.pollTasks.live;
    this.pollTasksLogGroup = functions.pollTasks.logGroup;
    this.failScanFunction = functions.failScan.handler;
    this.failScanAlias = functions.failScan.live;
    this.failScanLogGroup = functions.failScan.logGroup;
    this.watchFunction = functions.watch.handler;
    this.watchAlias = functions.watch.live;
    this.watchLogGroup = functions.watch.logGroup;

    const logGroup = new logs.LogGroup(this, 'WorkflowLogs', {
      retention: settings.logRetention,
      encryptionKey,
      removalPolicy: settings.removalPolicy,
    });
    this.stateMachineLogGroup = logGroup;
    const logged = { logGroup, encryptionKey, traced: settings.tracing === lambda.Tracing.ACTIVE };
    const { stateMachine } = new ScanWorkflow(this, 'Workflow', {
      startScan: functions.startScan.version,
      pollTasks: functions.pollTasks.version,
      failScan: functions.failScan.version,
      scanTimeout: settings.scanTimeout,
      ...logged,
    });
    this.stateMachine = stateMachine;
    const endedScans = new EndedExecutions(this, 'EndedScans', {
      what: 'scan',
      stateMachine,
      recordState: 'RecordEnd',
      recorder: functions.failScan.latest,
      // Of the functions of a scan, StartScan has the longest timeout.
      longestFunction: functions.startScan.timeout,
      ...logged,
    });

    const watch = functions.watch.latest;
    const { stateMachine: watchStateMachine } = new WatchWorkflow(this, 'WatchWorkflow', {
      watch,
      scans: stateMachine,
      ...logged,
    });
    this.watchStateMachine = watchStateMachine;
    const endedWatches = new EndedExecutions(this, 'EndedWatches', {
      what: 'watch',
      stateMachine: watchStateMachine,
      recordState: 'RecordWatchEnd',
      recorder: watch,
      longestFunction: watch.timeout,
      ...logged,
    });
    this.endedScansStateMachine = endedScans.stateMachine;
    this.endedScansDeadLetterQueue = endedScans.deadLetterQueue;
    this.endedWatchesStateMachine = endedWatches.stateMachine;
    this.endedWatchesDeadLetterQueue = endedWatches.deadLetterQueue;

    const logGroups = [...Object.values(functions).map((each) => each.logGroup), logGroup];
    this.logQueries = logQueries(this, logGroups);
    this._monitored = {
      scanner: this,
      stateMachine,
      watchStateMachine,
      endedExecutions: [endedScans.stateMachine, endedWatches.stateMachine],
      functions: Object.values(functions).map((each) => each.handler),
      table,
      logGroups,
      scanTimeout: settings.scanTimeout,
      memorySize: settings.memorySize,
    };

    if (props.registerEventSchemas) this.eventSchemaRegistry = new EventSchemas(this, 'EventSchemas').registry;
  }

  /**
   * Creates the alarms that tell your team that the scanner needs somebody. docs/operations.md is their runbook.
   *
   * Throws an error if they exist, or if an option is not valid.
   *
   * @param options What to do when an alarm goes off, and when it does.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
   *
   * @example
   * scanner.addAlarms({
   *   actions: [new actions.SnsAction(onCall)],
   *   scanExpectedEvery: Duration.hours(26),
   * });
   */
  public addAlarms(options: AddAlarmsOptions = {}): UserAccessAlarms {
    checkId(this, 'Alarms');
    this.alarms = new UserAccessAlarms(this, 'Alarms', { ...options, scanner: this });
    return this.alarms;
  }

  /**
   * Creates a dashboard: what is running, what failed and why, which apps don't answer, how long people wait, and what
   * costs.
   *
   * It begins with the alarms, if `addAlarms()` has been called before.
   *
   * @param props The properties of the dashboard. `widgets` are shown below those of the scanner.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
   *
   * @example
   * scanner.addDashboard({ defaultInterval: Duration.days(7) });
   */
  public addDashboard(props: cloudwatch.DashboardProps = {}): cloudwatch.Dashboard {
    checkId(this, 'Dashboard');
    const widgets = [...this.dashboardWidgets(), ...(props.widgets ?? [])];
    return new cloudwatch.Dashboard(this, 'Dashboard', { ...props, widgets });
  }

  /**
   * The widgets of the dashboard for a dashboard of your own, in rows of 24 units.
   *
   * They begin with the alarms, if `addAlarms()` has been called before.
   *
   * @example
   * new cloudwatch.Dashboard(stack, 'Security', { widgets: scanner.dashboardWidgets() });
   */
  public dashboardWidgets(): cloudwatch.IWidget[][] {
    return dashboardWidgets(this._monitored, this.alarms?._inOwnStack ?? []);
  }

  /**
   * Denies everybody but the functions of scanners to publish events with the source of scanners on `eventBus`, so that
   * nobody else can report that a person has no access any more. It adds a statement to the policy of the event bus.
   *
   * Call it once for each event bus, and pass it the other scanners that publish there. Synthesis fails if it finds one
   * that it would deny. A scanner of another CDK app is not found, also if it is imported.
   *
   * Throws an error if the event bus is in another account or Region, because its policy is managed there.
   *
   * @param otherScanners The other scanners that publish on the same event bus.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
   *
   * @example
   * scanner.denyOthersToPublish();
   */
  public denyOthersToPublish(...otherScanners: UserAccessScanner[]): events.CfnEventBusPolicy {
    return denyOthersToPublish([this, ...otherScanners], (each) => each instanceof UserAccessScanner);
  }
}
