import { type Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import type * as eventschemas from 'aws-cdk-lib/aws-eventschemas';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { AddAlarmsOptions } from './add-alarms-options';
import type { IAppBundle } from './app-bundle';
import { DetailType } from './contract/names';
import type { OnChangeOptions } from './on-change-options';
import type { OnResultOptions } from './on-result-options';
import type { OnScanCompletedOptions } from './on-scan-completed-options';
import type { OnWatchOptions } from './on-watch-options';
import { acknowledgeInlinePolicies } from './private/acknowledgements';
import { dashboardWidgets } from './private/dashboard-widgets';
import { EndedExecutions } from './private/ended-executions';
import { invalid } from './private/errors';
import { changeDetail, resultDetail, scanCompletedDetail, watchDetailTypes } from './private/event-details';
import { checkRuleOptions, eventRule } from './private/event-rules';
import { EventSchemas } from './private/event-schemas';
import { grantForget } from './private/grant-forget';
import { allowServicesToUseKey, grantStart, grantStop } from './private/key-use';
import { logQueries } from './private/log-queries';
import type { MonitoredScanner } from './private/monitored-scanner';
import { network } from './private/network';
import { denyOthersToPublish } from './private/publishing-policy';
import { checkRegionAndAccount } from './private/regions';
import { indexArns, ResultsTable } from './private/results-table';
import { scanFunctions } from './private/scan-functions';
import { scanSettings } from './private/scan-settings';
import { ScanWorkflow } from './private/scan-workflow';
import { ScannerMetrics } from './private/scanner-metrics';
import { WatchWorkflow } from './private/watch-workflow';
import { type ScanOnScheduleOptions, ScanSchedule } from './scan-schedule';
import { type ScanOnOptions, ScanTrigger } from './scan-trigger';
import { UserAccessAlarms } from './user-access-alarms';
import type { IUserAccessScanner } from './user-access-scanner-interface';
import type { UserAccessScannerProps } from './user-access-scanner-props';
import type { WatchOnOptions } from './watch-on-options';
import { WatchTrigger } from './watch-trigger';

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
export class UserAccessScanner extends ScannerMetrics implements IUserAccessScanner {
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
  public readonly stateMachine: sfn.StateMachine;

  /**
   * The state machine that watches people: it scans a person again and again, until nothing is open. One execution is
   * one watch, or a request that joins the watch of the same person.
   *
   * The input is `{ "email": "…" }`. docs/watching.md lists what else it can have.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  public readonly watchStateMachine: sfn.StateMachine;

  /** The table with the scans, their results, the access that each person has, its changes, and the watches. */
  public readonly table: dynamodb.Table;

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

  /**
   * The aliases `live` of `startScanFunction`, `pollTasksFunction`, `failScanFunction` and `watchFunction`, in this order.
   * Each points at the version that is deployed.
   */
  public readonly aliases: lambda.Alias[];

  /**
   * The log groups of `startScanFunction`, `pollTasksFunction`, `failScanFunction` and `watchFunction`, and the one that
   * all state machines log to, in this order.
   */
  public readonly logGroups: logs.LogGroup[];

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

  private readonly monitored: MonitoredScanner;
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

    this.table = new ResultsTable(this, 'Table', { encryptionKey, removalPolicy: settings.removalPolicy });
    const { appBundleArn } = this.appBundle.appBundleRef;
    const functions = scanFunctions(this, {
      appBundleArn,
      table: this.table,
      eventBus,
      encryptionKey,
      network: network(this, props),
      settings,
    });
    this.startScanFunction = functions.startScan.handler;
    this.pollTasksFunction = functions.pollTasks.handler;
    this.failScanFunction = functions.failScan.handler;
    this.watchFunction = functions.watch.handler;

    const logGroup = new logs.LogGroup(this, 'WorkflowLogs', {
      retention: settings.logRetention,
      encryptionKey,
      removalPolicy: settings.removalPolicy,
    });
    const logged = { logGroup, encryptionKey, traced: settings.tracing === lambda.Tracing.ACTIVE };
    this.stateMachine = new ScanWorkflow(this, 'Workflow', {
      startScan: functions.startScan.version,
      pollTasks: functions.pollTasks.version,
      failScan: functions.failScan.version,
      scanTimeout: settings.scanTimeout,
      ...logged,
    }).stateMachine;
    const endedScans = new EndedExecutions(this, 'EndedScans', {
      what: 'scan',
      stateMachine: this.stateMachine,
      recordState: 'RecordEnd',
      recorder: functions.failScan.latest,
      // Of the functions of a scan, StartScan has the longest timeout.
      longestFunction: functions.startScan.timeout,
      ...logged,
    });

    const watch = functions.watch.latest;
    this.watchStateMachine = new WatchWorkflow(this, 'WatchWorkflow', {
      watch,
      scans: this.stateMachine,
      ...logged,
    }).stateMachine;
    const endedWatches = new EndedExecutions(this, 'EndedWatches', {
      what: 'watch',
      stateMachine: this.watchStateMachine,
      recordState: 'RecordWatchEnd',
      recorder: watch,
      longestFunction: watch.timeout,
      ...logged,
    });
    this.aliases = Object.values(functions).map((each) => each.live);
    this.logGroups = [...Object.values(functions).map((each) => each.logGroup), logGroup];
    this.logQueries = logQueries(this, this.logGroups);
    this.monitored = {
      scanner: this,
      stateMachine: this.stateMachine,
      watchStateMachine: this.watchStateMachine,
      endedExecutions: [endedScans.stateMachine, endedWatches.stateMachine],
      functions: Object.values(functions).map((each) => each.handler),
      table: this.table,
      logGroups: this.logGroups,
      scanTimeout: settings.scanTimeout,
      memorySize: settings.memorySize,
    };

    if (props.registerEventSchemas) this.eventSchemaRegistry = new EventSchemas(this, 'EventSchemas').registry;
  }

  /**
   * Starts a scan for each event that matches a pattern, for example when your HR system offboards an employee.
   *
   * EventBridge can deliver an event more than once. The scanner still runs only one scan for it. If EventBridge can't
   * start the scan, it sends the event to the dead-letter queue of the trigger.
   *
   * Throws an error if the pattern would match the scanner's own events, if EventBridge would reject the pattern, or if
   * `email` is not a path into the event's detail.
   *
   * @param id The id of the trigger. It must be unique in the scanner.
   * @param options Which events start a scan, and where the email address is in the event.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   *
   * @example
   * scanner.scanOn('EmployeeOffboarded', {
   *   eventPattern: { source: ['com.example.hr'], detailType: ['Employee Offboarded'] },
   *   email: events.EventField.fromPath('$.detail.email'),
   * });
   */
  public scanOn(id: string, options: ScanOnOptions): ScanTrigger {
    this.checkId(id);
    return new ScanTrigger(this, id, options);
  }

  /**
   * Watches a person for each event that matches a pattern, for example when an employee has left: scans the person now,
   * and then again and again, until nothing is open.
   *
   * There is one watch for a person at a time. An event about a person who is being watched joins that watch. EventBridge
   * can deliver an event more than once. The scanner still takes it as one request. If EventBridge can't start the watch,
   * it sends the event to the dead-letter queue of the trigger.
   *
   * Throws an error if the pattern would match the scanner's own events, if EventBridge would reject the pattern, if
   * `email` is not a path into the event's detail, or if a setting of the watch is not valid.
   *
   * @param id The id of the trigger. It must be unique in the scanner.
   * @param options Which events start a watch, where the email address is in the event, and how the person is watched.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   *
   * @example
   * scanner.watchOn('EmployeeLeft', {
   *   eventPattern: { source: ['com.example.hr'], detailType: ['Employee Left'] },
   *   email: events.EventField.fromPath('$.detail.email'),
   *   cadence: [Duration.hours(1), Duration.hours(6), Duration.days(1)],
   *   dueIn: Duration.hours(8),
   * });
   */
  public watchOn(id: string, options: WatchOnOptions): WatchTrigger {
    this.checkId(id);
    return new WatchTrigger(this, id, options);
  }

  /**
   * Scans a list of up to 100 people on a schedule, with one scan per person.
   *
   * Throws an error if the list is empty or too long, if it has the same person twice, or if AppFabric would reject an
   * email address.
   *
   * @param id The id of the schedule. It must be unique in the scanner.
   * @param options Who to scan, and when.
   *
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   *
   * @example
   * scanner.scanOnSchedule('WatchList', {
   *   schedule: scheduler.ScheduleExpression.rate(Duration.days(1)),
   *   emails: ['ana@example.com', 'bo@example.com'],
   * });
   */
  public scanOnSchedule(id: string, options: ScanOnScheduleOptions): ScanSchedule {
    this.checkId(id);
    return new ScanSchedule(this, id, options);
  }

  /**
   * Creates a rule that matches each result of a scan. A result is published as soon as it is recorded.
   *
   * Like all rules of a scanner, it matches only events of this scanner, by their `account` and `resources`.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which results it matches.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
   *
   * @example
   * scanner.onResult('OpenAccount', { target: new targets.LambdaFunction(handler), access: [Access.OPEN] });
   */
  public onResult(id: string, options: OnResultOptions = {}): events.Rule {
    this.checkRule(id, options);
    return eventRule(this, id, [DetailType.RESULT], options, resultDetail(this, options));
  }

  /**
   * Creates a rule that matches when a scan is completed: all its results are recorded, whatever their status.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which scans it matches.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
   *
   * @example
   * scanner.onScanCompleted('StillOpen', { target: new targets.LambdaFunction(handler), verdict: [Verdict.OPEN] });
   */
  public onScanCompleted(id: string, options: OnScanCompletedOptions = {}): events.Rule {
    this.checkRule(id, options);
    return eventRule(this, id, [DetailType.SCAN_COMPLETED], options, scanCompletedDetail(this, options));
  }

  /**
   * Creates a rule that matches when a scan fails before all its results are recorded.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which failures it matches.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
   *
   * @example
   * scanner.onScanFailed('ScanFailed', { target: new targets.SnsTopic(onCall) });
   */
  public onScanFailed(id: string, options: events.OnEventOptions = {}): events.Rule {
    this.checkRule(id, options);
    return eventRule(this, id, [DetailType.SCAN_FAILED], options);
  }

  /**
   * Creates a rule that matches each change of a person's access in a tenant: from one answer of the app to the next.
   *
   * The first answer about a person changes nothing, and neither does a result without an answer.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which changes it matches.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
   *
   * @example
   * scanner.onChange('Reopened', { target: new targets.LambdaFunction(handler), kind: [ChangeKind.REOPENED] });
   */
  public onChange(id: string, options: OnChangeOptions = {}): events.Rule {
    this.checkRule(id, options);
    return eventRule(this, id, [DetailType.CHANGED], options, changeDetail(this, options));
  }

  /**
   * Creates a rule that matches what happens to watches: a watch started, is overdue, or has ended.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which events it matches.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
   *
   * @example
   * scanner.onWatch('Overdue', { target: new targets.SnsTopic(onCall), event: [WatchEvent.OVERDUE] });
   */
  public onWatch(id: string, options: OnWatchOptions = {}): events.Rule {
    this.checkRule(id, options);
    return eventRule(this, id, watchDetailTypes(this, options), options);
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
    this.checkId('Alarms');
    this.alarms = UserAccessAlarms._create(this.monitored, 'Alarms', options);
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
    this.checkId('Dashboard');
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
    return dashboardWidgets(this.monitored, this.alarms?.all ?? []);
  }

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
    return grantStop(this.watchStateMachine, grantee, this.encryptionKey);
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
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
  }

  /**
   * Denies everybody but the functions of scanners to publish events with the source of scanners on `eventBus`, so that
   * nobody else can report that a person has no access any more. It adds a statement to the policy of the event bus.
   *
   * Call it once for each event bus, and pass it the other scanners that publish there. Synthesis fails if it finds one
   * that it would deny. A scanner of another CDK app is not found.
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

  private checkRule(id: string, options: events.OnEventOptions): void {
    checkRuleOptions(this, id, options);
    this.checkId(id, options.crossStackScope);
  }

  private checkId(id: string, scope: Construct = this): void {
    if (scope.node.tryFindChild(id)) {
      throw invalid(
        this,
        `The id '${id}' is already in use. Give each trigger, schedule and rule of a scanner a unique id.`,
      );
    }
  }
}
