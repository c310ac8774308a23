import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key } from '../../lib/contract/keys';

/** Attributes to set and to remove, and the condition of the update. */
export interface ItemUpdate {
  readonly set?: Readonly<Record<string, unknown>>;
  /** Attributes to set if the item does not have them yet. */
  readonly setIfAbsent?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  /** Names of attributes begin with `#`, names of values with `:`. */
  readonly condition?: string;
  readonly conditionValues?: Readonly<Record<string, unknown>>;
}

export interface Outcome {
  /** False if the condition failed and nothing was written. */
  readonly written: boolean;
  /** The item that is in the table now. */
  readonly item: Record<string, unknown>;
}

/** The four calls to DynamoDB. Reads are strongly consistent, because a retry must see earlier writes. */
export class ItemStore {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  async get(key: Key): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.tableName, Key: marshall(key), ConsistentRead: true }),
    );
    return Item && unmarshall(Item);
  }

  /** Writes an item if it does not exist. @returns whether it was written */
  async putIfAbsent(key: Key, item: object): Promise<boolean> {
    return this.putIf(key, item, 'attribute_not_exists(pk)');
  }

  /** Writes a whole item if the one that is there meets a condition. @returns whether it was written */
  async putIf(
    key: Key,
    item: object,
    condition: string,
    conditionValues: Readonly<Record<string, unknown>> = {},
  ): Promise<boolean> {
    const values = Object.entries(conditionValues).map(([name, value]) => [`:${name}`, value]);
    const mentions = [...condition.matchAll(/#(\w+)/g)];
    return this.unlessConditionFails(
      this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: marshall({ ...key, ...item }, { removeUndefinedValues: true }),
          ConditionExpression: condition,
          ...(mentions.length > 0 && { ExpressionAttributeNames: Object.fromEntries(mentions) }),
          ...(values.length > 0 && { ExpressionAttributeValues: marshall(Object.fromEntries(values)) }),
        }),
      ),
    );
  }

  /** Updates or creates an item. If the condition fails, reads the item instead. */
  async update(
    key: Key,
    { set = {}, setIfAbsent = {}, remove = [], condition, conditionValues = {} }: ItemUpdate,
  ): Promise<Outcome> {
    const names = new Map<string, string>();
    const values = new Map<string, unknown>(Object.entries(conditionValues).map(([n, v]) => [`:${n}`, v]));
    const nameOf = (attribute: string) => {
      names.set(`#${attribute}`, attribute);
      return `#${attribute}`;
    };
    const assignments = [
      ...definedEntries(set).map(([attribute, value]) => {
        values.set(`:set_${attribute}`, value);
        return `${nameOf(attribute)} = :set_${attribute}`;
      }),
      ...definedEntries(setIfAbsent).map(([attribute, value]) => {
        values.set(`:first_${attribute}`, value);
        return `${nameOf(attribute)} = if_not_exists(${nameOf(attribute)}, :first_${attribute})`;
      }),
    ];
    const removals = remove.map(nameOf);
    for (const [mention] of condition?.matchAll(/#\w+/g) ?? []) nameOf(mention.slice(1));
    let item: Record<string, unknown> = {};
    const written = await this.unlessConditionFails(
      this.client
        .send(
          new UpdateItemCommand({
            TableName: this.tableName,
            Key: marshall(key),
            UpdateExpression: [clause('SET', assignments), clause('REMOVE', removals)].flat().join(' '),
            ConditionExpression: condition,
            ExpressionAttributeNames: Object.fromEntries(names),
            ExpressionAttributeValues: marshall(Object.fromEntries(values), { removeUndefinedValues: true }),
            ReturnValues: 'ALL_NEW',
          }),
        )
        .then(({ Attributes }) => {
          item = unmarshall(Attributes ?? {});
        }),
    );
    if (!written) item = (await this.get(key)) ?? {};
    return { written, item };
  }

  /**
   * Every item of a partition whose sort key begins with `prefix`, in order.
   *
   * @param from what follows the prefix in the first key that is wanted
   */
  async query(partition: string, prefix: string, from?: string): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    let start: Awaited<ReturnType<typeof this.page>>['LastEvaluatedKey'];
    do {
      const page = await this.page({ ':pk': partition, ...rangeOf(prefix, from) }, start);
      items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
      start = page.LastEvaluatedKey;
    } while (start);
    return items;
  }

  private page(values: Readonly<Record<string, string>>, start: QueryCommand['input']['ExclusiveStartKey']) {
    return this.client.send(
      new QueryCommand({
        TableName: this.tableName,
        KeyConditionExpression: `pk = :pk AND ${':to' in values ? 'sk BETWEEN :from AND :to' : 'begins_with(sk, :prefix)'}`,
        ExpressionAttributeValues: marshall(values),
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
  }

  private async unlessConditionFails(write: Promise<unknown>): Promise<boolean> {
    try {
      await write;
      return true;
    } catch (failure) {
      if (failure instanceof ConditionalCheckFailedException) return false;
      throw failure;
    }
  }
}

/** `BETWEEN` also matches its last key, but no key consists of a prefix and this character. */
const rangeOf = (prefix: string, from: string | undefined): Record<string, string> =>
  from === undefined ? { ':prefix': prefix } : { ':from': prefix + from, ':to': `${prefix}\u{10FFFF}` };

const clause = (keyword: string, actions: readonly string[]): string[] =>
  actions.length > 0 ? [`${keyword} ${actions.join(', ')}`] : [];

const definedEntries = (attributes: Readonly<Record<string, unknown>>) =>
  Object.entries(attributes).filter(([, value]) => value !== undefined);
