import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { chunksOf } from '../../lambda/common/concurrency';
import type { Key } from '../../lib/contract/keys';
import { itemsOf, type Question } from '../../results/query';
import { failure } from '../errors';

/** An item of the table, as the functions wrote it. */
export type StoredItem = Readonly<Record<string, unknown>> & Key;

/** The lists of a scan's record that name people, without one of them. */
export interface ListEdit {
  readonly key: Key;
  /** The record changes only if the scan is still the one that was read. */
  readonly endedAt: string;
  readonly lists: Readonly<Record<string, readonly unknown[]>>;
}

const MAX_BATCH = 25;
/** A table on demand doubles its capacity within minutes. These waits add up to about a minute and a half. */
const MAX_TRIES = 10;
const [FIRST_WAIT_MS, MAX_WAIT_MS] = [50, 20_000];

/** What `forget` does with the table. */
export class ForgetTable {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  async *each(question: Question): AsyncGenerator<StoredItem, void> {
    for await (const item of itemsOf(this.client, this.tableName, question)) yield unmarshall(item) as StoredItem;
  }

  async items(question: Question): Promise<StoredItem[]> {
    const found: StoredItem[] = [];
    for await (const item of this.each(question)) found.push(item);
    return found;
  }

  /** Deletes items, in order: each batch is gone before the next one. @param onDeleted called with each batch */
  async delete(keys: readonly Key[], onDeleted: (keys: readonly Key[]) => void, signal: AbortSignal): Promise<void> {
    for (const batch of chunksOf(keys, MAX_BATCH)) {
      if (signal.aborted) return;
      await this.deleteBatch(batch);
      onDeleted(batch);
    }
  }

  /** @returns whether the record was still as it was read */
  async edit({ key, endedAt, lists }: ListEdit): Promise<boolean> {
    const names = Object.keys(lists);
    const values = Object.fromEntries(names.map((name) => [`:${name}`, lists[name]]));
    try {
      await this.client.send(
        new UpdateItemCommand({
          TableName: this.tableName,
          Key: marshall(key),
          UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
          ConditionExpression: '#endedAt = :endedAt',
          ExpressionAttributeNames: Object.fromEntries([...names, 'endedAt'].map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: marshall({ ...values, ':endedAt': endedAt }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Writes an item if there is none with its key. */
  async create({ pk, sk, ...attributes }: StoredItem): Promise<void> {
    const names = Object.keys(attributes);
    try {
      await this.client.send(
        new UpdateItemCommand({
          TableName: this.tableName,
          Key: marshall({ pk, sk }),
          UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
          ConditionExpression: 'attribute_not_exists(pk)',
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: marshall(
            Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value])),
          ),
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /** DynamoDB can leave a part of a batch undone when it throttles. */
  private async deleteBatch(keys: readonly Key[]): Promise<void> {
    let left = keys.map(({ pk, sk }) => ({
      DeleteRequest: { Key: marshall({ pk, sk }) as Record<string, AttributeValue> },
    }));
    for (let tries = 1; ; tries += 1) {
      const { UnprocessedItems = {} } = await this.client.send(
        new BatchWriteItemCommand({ RequestItems: { [this.tableName]: left } }),
      );
      left = (UnprocessedItems[this.tableName] ?? []) as typeof left;
      if (left.length === 0) return;
      if (tries === MAX_TRIES) throw failure('DynamoDB throttles the deletion. Run the command again later to finish.');
      await sleep(Math.random() * Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** tries));
    }
  }
}
