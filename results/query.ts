import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { Table } from '../lib/contract/table';
import type { QueryClient } from './client';
import type { Item } from './item';

/** The table itself, or one of its indexes. */
interface Keys {
  readonly INDEX?: string;
  readonly PARTITION_KEY: string;
  readonly SORT_KEY: string;
}

/** One of the table's questions. */
export interface Question {
  /** The index that answers it; without one, the table itself. */
  readonly index?: Keys;
  readonly partition: string;
  /** What the sort keys begin with. */
  readonly prefix?: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
}

/** Yields the items of a question. Reads a page when its first item is needed. */
export async function* itemsOf(client: QueryClient, tableName: string, question: Question): AsyncGenerator<Item, void> {
  let left = question.limit ?? Number.POSITIVE_INFINITY;
  let from: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({ ...toQuery(tableName, question, left), ExclusiveStartKey: from }),
    );
    const items = page.Items ?? [];
    yield* items;
    left -= items.length;
    from = page.LastEvaluatedKey;
  } while (from && left > 0);
}

function toQuery(tableName: string, { index, partition, prefix, newestFirst }: Question, left: number) {
  const keys: Keys = index ?? Table;
  return {
    TableName: tableName,
    IndexName: keys.INDEX,
    // A consistent read sees what was recorded before the call. Indexes do not have it.
    ConsistentRead: index === undefined,
    KeyConditionExpression: prefix === undefined ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :prefix)',
    ExpressionAttributeNames: { '#pk': keys.PARTITION_KEY, ...(prefix !== undefined && { '#sk': keys.SORT_KEY }) },
    ExpressionAttributeValues: { ':pk': { S: partition }, ...(prefix !== undefined && { ':prefix': { S: prefix } }) },
    ScanIndexForward: !newestFirst,
    Limit: Number.isFinite(left) ? left : undefined,
  };
}
