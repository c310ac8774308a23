import { Duration, Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Env, EVENT_SOURCE, FunctionName } from '../contract/names';
import { functionTimeouts } from '../contract/time-budgets';
import { deployedValues, stringOf } from './deployed-values';
import { tableKeyUse } from './key-use';
import type { Network } from './network';
import { ScanFunction } from './scan-function';
import type { ScanSettings } from './scan-settings';
import { metricDimension, scannerPathOf } from './scanner-metric';

export interface ScanFunctionsProps {
  readonly appBundleArn: string;
  readonly table: dynamodb.ITable;
  readonly eventBus: events.IEventBus;
  readonly encryptionKey?: kms.IKey;
  readonly network?: Network;
  readonly settings: ScanSettings;
}

export interface ScanFunctions {
  readonly startScan: ScanFunction;
  readonly pollTasks: ScanFunction;
  readonly failScan: ScanFunction;
  readonly watch: ScanFunction;
}

/** The four functions, each with permission for the calls that it makes and no others. */
export function scanFunctions(scope: Construct, props: ScanFunctionsProps): ScanFunctions {
  const { appBundleArn, settings, encryptionKey } = props;
  const appFabric = (action: string) =>
    new iam.PolicyStatement({ actions: [`appfabric:${action}`], resources: [appBundleArn] });
  const table = (...actions: string[]) =>
    new iam.PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [props.table.tableArn],
    });
  const shared = [
    publishing(props.eventBus),
    ...(encryptionKey
      ? [new iam.PolicyStatement({ resources: [encryptionKey.keyArn], ...tableKeyUse(Stack.of(scope).region) })]
      : []),
  ];
  const environment = environments(scope, props);
  const common = (environment: Record<string, string>) => ({
    ...settings,
    environment,
    encryptionKey,
    network: props.network,
    deployedValues: deployedValues(environment, settings.memorySize, props.eventBus),
  });
  const timeouts = functionTimeouts(settings.pollWindow.toSeconds());

  return {
    startScan: new ScanFunction(scope, 'StartScan', {
      ...common(environment.startScan),
      bundle: FunctionName.START_SCAN,
      description: 'Starts the tasks of a user access scan, records them, and polls them for the first window',
      timeout: Duration.seconds(timeouts.startScan),
      statements: [
        appFabric('StartUserAccessTasks'),
        appFabric('ListAppAuthorizations'),
        appFabric('BatchGetUserAccessTasks'),
        table('PutItem', 'Query', 'UpdateItem', 'GetItem'),
        ...shared,
      ],
    }),
    pollTasks: new ScanFunction(scope, 'PollTasks', {
      ...common(environment.pollTasks),
      bundle: FunctionName.POLL_TASKS,
      description: 'Polls the tasks of a user access scan, records and publishes their results',
      timeout: Duration.seconds(timeouts.pollTasks),
      statements: [appFabric('BatchGetUserAccessTasks'), table('PutItem', 'Query', 'UpdateItem', 'GetItem'), ...shared],
    }),
    failScan: new ScanFunction(scope, 'FailScan', {
      ...common(environment.failScan),
      bundle: FunctionName.FAIL_SCAN,
      description: 'Records and publishes that a user access scan failed, and reopens it after a redrive',
      timeout: Duration.seconds(timeouts.failScan),
      statements: [table('PutItem', 'Query', 'UpdateItem', 'GetItem'), ...shared],
    }),
    watch: new ScanFunction(scope, 'WatchFunction', {
      ...common(environment.watch),
      bundle: FunctionName.WATCH,
      description: 'Begins, reviews and ends the watch of a person, and publishes its events',
      timeout: Duration.seconds(timeouts.watch),
      statements: [table('PutItem', 'Query', 'UpdateItem', 'GetItem'), ...shared],
    }),
  };
}

function publishing(eventBus: events.IEventBus): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['events:PutEvents'],
    resources: [eventBus.eventBusArn],
    conditions: { StringEquals: { 'events:source': EVENT_SOURCE } },
  });
}

/** Each function gets the variables that it reads, and no others. */
function environments(scope: Construct, props: ScanFunctionsProps) {
  const { appBundleArn, table, eventBus, settings } = props;
  const recording = {
    [Env.TABLE_NAME]: table.tableName,
    [Env.TABLE_ARN]: table.tableArn,
    // By name, PutEvents would take a bus of the same name in this account for one in another account.
    [Env.EVENT_BUS_ARN]: eventBus.eventBusArn,
    [Env.RESULT_RETENTION_SECONDS]: stringOf(settings.resultRetention.toSeconds()),
    [Env.SCANNER]: metricDimension(scannerPathOf(scope)),
    [Env.LOG_LEVEL]: powertoolsLevel(settings.logLevel),
    ...(settings.debugSampleRate !== 0 && { [Env.DEBUG_SAMPLE_RATE]: stringOf(settings.debugSampleRate) }),
  };
  const pollTasks = {
    ...recording,
    [Env.APP_BUNDLE_ARN]: appBundleArn,
    [Env.POLL_WINDOW_SECONDS]: stringOf(settings.pollWindow.toSeconds()),
    [Env.FIRST_WAIT_SECONDS]: stringOf(settings.firstWait.toSeconds()),
    [Env.BACKOFF_RATE]: stringOf(settings.backoffRate),
    [Env.LONGEST_WAIT_SECONDS]: stringOf(settings.longestWait.toSeconds()),
    ...(settings.accessRules !== undefined && { [Env.ACCESS_RULES]: settings.accessRules }),
  };
  const startScan = { ...pollTasks, [Env.SCAN_TIMEOUT_SECONDS]: stringOf(settings.scanTimeout.toSeconds()) };
  return { failScan: recording, startScan, pollTasks, watch: recording };
}

/** Powertools for AWS Lambda has another word for the most severe level. */
const powertoolsLevel = (level: lambda.ApplicationLogLevel): string =>
  level === lambda.ApplicationLogLevel.FATAL ? 'CRITICAL' : level;
