import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { Table } from '../lib/contract/table';
import type { QueryClient } from './client';
import type { Item } from './item';

/** The keys of the table or of an index. */
interface Keys {
  readonly INDEX?: string;
  readonly PARTITION_KEY: string;
  readonly SORT_KEY: string;
}

/** A question to the table, which one Query answers. */
export interface Question {
  /** The index to query. @default - the table itself */
  readonly index?: Keys;
  readonly partition: string;
  /** The prefix of the sort keys. @default - all sort keys */
  readonly prefix?: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
}

/** DynamoDB's limit is a 32-bit number. */
const MAX_LIMIT = 2 ** 31 - 1;

/** Yields the items, and reads each page when its first item is needed. */
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
    // Indexes do not support consistent reads.
    ConsistentRead: index === undefined,
    KeyConditionExpression: prefix === undefined ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :prefix)',
    ExpressionAttributeNames: { '#pk': keys.PARTITION_KEY, ...(prefix !== undefined && { '#sk': keys.SORT_KEY }) },
    ExpressionAttributeValues: { ':pk': { S: partition }, ...(prefix !== undefined && { ':prefix': { S: prefix } }) },
    ScanIndexForward: !newestFirst,
    Limit: left <= MAX_LIMIT ? left : undefined,
  };
}
