import type { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';

/** What triggers, rules and grants use of a scanner, owned or imported. */
export interface ScannerParts extends IConstruct {
  readonly stateMachine: sfn.IStateMachine;
  readonly watchStateMachine: sfn.IStateMachine;
  readonly table: dynamodb.ITable;
  readonly eventBus: events.IEventBus;
  readonly resultRetention: Duration;
  readonly encryptionKey?: kms.IKey;
}
