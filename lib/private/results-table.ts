import { CfnDeletionPolicy, Lazy, type RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { STATUS_INDEX_ATTRIBUTES, Table } from '../contract/table';

export interface ResultsTableProps {
  readonly encryptionKey?: kms.IKey;
  readonly removalPolicy: RemovalPolicy;
}

const { AttributeType, ProjectionType } = dynamodb;

function key(name: string): dynamodb.Attribute {
  return { name, type: AttributeType.STRING };
}

/**
 * The table of scans, results, standings, changes, people and watches.
 *
 * A `Table` instead of a `TableV2`, which does not support a customer managed key in a Region-agnostic stack.
 */
export class ResultsTable extends dynamodb.Table {
  constructor(scope: Construct, id: string, props: ResultsTableProps) {
    super(scope, id, {
      partitionKey: key(Table.PARTITION_KEY),
      sortKey: key(Table.SORT_KEY),
      timeToLiveAttribute: Table.TIME_TO_LIVE,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryptionKey: props.encryptionKey,
      removalPolicy: props.removalPolicy,
      resourcePolicy: tlsOnly(),
    });
    const table = this.node.defaultChild as dynamodb.CfnTable;
    // At synthesis, because RemovalPolicies can say then that the table is to be deleted, which the protection would prevent.
    table.deletionProtectionEnabled = Lazy.any({
      produce: () => table.cfnOptions.deletionPolicy !== CfnDeletionPolicy.DELETE,
    });
    this.addGlobalSecondaryIndex({
      indexName: Table.BY_APP.INDEX,
      partitionKey: key(Table.BY_APP.PARTITION_KEY),
      sortKey: key(Table.BY_APP.SORT_KEY),
      projectionType: ProjectionType.ALL,
    });
    this.addGlobalSecondaryIndex({
      indexName: Table.BY_STATUS.INDEX,
      partitionKey: key(Table.BY_STATUS.PARTITION_KEY),
      sortKey: key(Table.BY_STATUS.SORT_KEY),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: STATUS_INDEX_ATTRIBUTES,
    });
    this.addGlobalSecondaryIndex({
      indexName: Table.BY_WATCH.INDEX,
      partitionKey: key(Table.BY_WATCH.PARTITION_KEY),
      sortKey: key(Table.BY_WATCH.SORT_KEY),
      projectionType: ProjectionType.ALL,
    });
  }
}

/** The ARNs of the three indexes, for grants. */
export function indexArns(table: dynamodb.ITable): string[] {
  return [Table.BY_APP.INDEX, Table.BY_STATUS.INDEX, Table.BY_WATCH.INDEX].map(
    (index) => `${table.tableArn}/index/${index}`,
  );
}

/** DynamoDB also accepts plain HTTP by default. */
function tlsOnly(): iam.PolicyDocument {
  const statement = new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['dynamodb:*'],
    resources: ['*'],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  return new iam.PolicyDocument({ statements: [statement] });
}
