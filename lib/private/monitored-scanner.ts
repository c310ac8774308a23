import type { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
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
