import type { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct, IConstruct } from 'constructs';
import { invalid } from './errors';
import type { ScannerMetrics } from './scanner-metrics';

/** The parts of a scanner that have metrics and logs. */
export interface MonitoredScanner {
  /** Has the metrics that the functions emit. */
  readonly scanner: ScannerMetrics;
  readonly stateMachine: sfn.StateMachine;
  readonly watchStateMachine: sfn.StateMachine;
  /** The state machines EndedScans and EndedWatches. */
  readonly endedExecutions: sfn.StateMachine[];
  readonly functions: lambda.Function[];
  readonly memorySize: number;
  readonly table: dynamodb.Table;
  readonly logGroups: logs.ILogGroup[];
  readonly scanTimeout: Duration;
}

/** The parts of a scanner of this app. Doesn't use instanceof, because an app can have more than one copy of this package. */
export function monitoredScanner(scope: Construct, scanner: IConstruct): MonitoredScanner {
  const monitored = (scanner as (IConstruct & { readonly _monitored?: MonitoredScanner }) | undefined)?._monitored;
  if (monitored) return monitored;
  throw invalid(
    scope,
    'scanner must be a UserAccessScanner of this app, because alarms watch its functions and state machines. Create the alarms of an imported scanner in the app that creates the scanner.',
  );
}
