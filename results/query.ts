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
  /** Which sort keys. @default - all */
  readonly sortKeys?: SortKeys;
  /** Which of the items that the Query returns. @default - all */
  readonly where?: (item: Item) => boolean;
  readonly newestFirst?: boolean;
  readonly limit?: number;
}

/** A Query has one condition for the sort key at most. */
export type SortKeys = { readonly prefix: string } | { readonly from: string } | { readonly before: string };

/** DynamoDB's limit is a 32-bit number. */
const MAX_LIMIT = 2 ** 31 - 1;

/** Yields the items, and reads each page when its first item is needed. */
export async function* itemsOf(client: QueryClient, tableName: string, question: Question): AsyncGenerator<Item, void> {
  const { where } = question;
  let left = question.limit ?? Number.POSITIVE_INFINITY;
  let from: Item | undefined;
  do {
    // Nobody knows how many items to read for those that are wanted.
    const most = where ? Number.POSITIVE_INFINITY : left;
    const page = await client.send(
      new QueryCommand({ ...toQuery(tableName, question, most), ExclusiveStartKey: from }),
    );
    const read = page.Items ?? [];
    const items = where ? read.filter(where).slice(0, left) : read;
    yield* items;
    left -= items.length;
    from = page.LastEvaluatedKey;
  } while (from && left > 0);
}

function toQuery(tableName: string, { index, partition, sortKeys, newestFirst }: Question, most: number) {
  const keys: Keys = index ?? Table;
  const [condition, value] = sortKeys ? conditionOf(sortKeys) : [];
  return {
    TableName: tableName,
    IndexName: keys.INDEX,
    // Indexes do not support consistent reads.
    ConsistentRead: index === undefined,
    KeyConditionExpression: condition === undefined ? '#pk = :pk' : `#pk = :pk AND ${condition}`,
    ExpressionAttributeNames: { '#pk': keys.PARTITION_KEY, ...(condition !== undefined && { '#sk': keys.SORT_KEY }) },
    ExpressionAttributeValues: { ':pk': { S: partition }, ...(value !== undefined && { ':sk': { S: value } }) },
    ScanIndexForward: !newestFirst,
    Limit: most <= MAX_LIMIT ? most : undefined,
  };
}

function conditionOf(sortKeys: SortKeys): [condition: string, value: string] {
  if ('prefix' in sortKeys) return ['begins_with(#sk, :sk)', sortKeys.prefix];
  if ('from' in sortKeys) return ['#sk >= :sk', sortKeys.from];
  return ['#sk < :sk', sortKeys.before];
}
