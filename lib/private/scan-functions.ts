import { Duration, Stack, Token, TokenComparison, Tokenization } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Env, EVENT_SOURCE, FunctionName } from '../contract/names';
import { ScanFunction } from './scan-function';
import { POLL_RESERVE, type ScanSettings } from './scan-settings';

export interface ScanFunctionsProps {
  readonly appBundleArn: string;
  readonly table: dynamodb.ITable;
  readonly eventBus: events.IEventBus;
  readonly encryptionKey?: kms.IKey;
  readonly settings: ScanSettings;
}

export interface ScanFunctions {
  readonly startScan: ScanFunction;
  readonly pollTasks: ScanFunction;
  readonly failScan: ScanFunction;
}

/** The three functions, each with the calls that it makes and no others. */
export function scanFunctions(scope: Construct, props: ScanFunctionsProps): ScanFunctions {
  const { appBundleArn, settings, encryptionKey } = props;
  const appFabric = (action: string) =>
    new iam.PolicyStatement({ actions: [`appfabric:${action}`], resources: [appBundleArn] });
  const table = (...actions: string[]) =>
    new iam.PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [props.table.tableArn],
    });
  const shared = [publishing(props.eventBus), ...(encryptionKey ? [usingTableKey(scope, encryptionKey)] : [])];
  const environment = environments(scope, props);
  const common = { ...settings, encryptionKey };

  return {
    startScan: new ScanFunction(scope, 'StartScan', {
      ...common,
      environment: environment.startScan,
      bundle: FunctionName.START_SCAN,
      description: 'Starts the tasks of a user access scan, records them, and polls them for the first window',
      // As long as starting may take (210 s), and the first poll window with its reserve.
      timeout: Duration.seconds(Math.min(900, 210 + settings.pollWindow.plus(POLL_RESERVE).toSeconds())),
      statements: [
        appFabric('StartUserAccessTasks'),
        appFabric('BatchGetUserAccessTasks'),
        table('PutItem', 'Query', 'UpdateItem', 'GetItem'),
        ...shared,
      ],
    }),
    pollTasks: new ScanFunction(scope, 'PollTasks', {
      ...common,
      environment: environment.pollTasks,
      bundle: FunctionName.POLL_TASKS,
      description: 'Polls the tasks of a user access scan, records and publishes their results',
      timeout: settings.pollWindow.plus(POLL_RESERVE),
      statements: [appFabric('BatchGetUserAccessTasks'), table('Query', 'UpdateItem', 'GetItem'), ...shared],
    }),
    failScan: new ScanFunction(scope, 'FailScan', {
      ...common,
      environment: environment.failScan,
      bundle: FunctionName.FAIL_SCAN,
      description: 'Records and publishes that a user access scan failed',
      timeout: Duration.seconds(60),
      statements: [table('Query', 'UpdateItem', 'GetItem'), ...shared],
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

/** DynamoDB uses the table's key in the name of its caller; the condition leaves the key to DynamoDB alone. */
function usingTableKey(scope: Construct, key: kms.IKey): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(scope).region}.amazonaws.com` } },
  });
}

/** What each function is told: what it reads, and no more. */
function environments(scope: Construct, props: ScanFunctionsProps) {
  const { appBundleArn, table, eventBus, settings } = props;
  const failScan = {
    [Env.TABLE_NAME]: table.tableName,
    [Env.EVENT_BUS_NAME]: nameOrArn(scope, eventBus),
    [Env.RESULT_RETENTION_SECONDS]: text(settings.resultRetention.toSeconds()),
  };
  const pollTasks = {
    ...failScan,
    [Env.APP_BUNDLE_ARN]: appBundleArn,
    [Env.POLL_WINDOW_SECONDS]: text(settings.pollWindow.toSeconds()),
    [Env.FIRST_WAIT_SECONDS]: text(settings.firstWait.toSeconds()),
    [Env.BACKOFF_RATE]: text(settings.backoffRate),
    [Env.LONGEST_WAIT_SECONDS]: text(settings.longestWait.toSeconds()),
  };
  const startScan = { ...pollTasks, [Env.SCAN_TIMEOUT_SECONDS]: text(settings.scanTimeout.toSeconds()) };
  return { failScan, startScan, pollTasks };
}

/** PutEvents finds a bus of another account by its ARN only. */
function nameOrArn(scope: Construct, eventBus: events.IEventBus): string {
  const elsewhere = Token.compareStrings(eventBus.env.account, Stack.of(scope).account) === TokenComparison.DIFFERENT;
  return elsewhere ? eventBus.eventBusArn : eventBus.eventBusName;
}

function text(value: number): string {
  return Token.isUnresolved(value) ? Tokenization.stringifyNumber(value) : String(value);
}
