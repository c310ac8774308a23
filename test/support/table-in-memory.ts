import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { STATUS_INDEX_ATTRIBUTES, Table } from '../../lib/contract/table';

type Dynalite = (options: { createTableMs: number }) => import('node:http').Server;
const dynalite = require('dynalite') as Dynalite;

export const TABLE_NAME = 'user-access';

/** An empty table of the scanner in memory, with an HTTP endpoint. */
export async function tableInMemory() {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  await client.send(createTable());
  await untilActive(client);
  return {
    client,
    endpoint,
    put: async (...items: Record<string, unknown>[]) => {
      for (const item of items) {
        const marshalled = marshall(item, { removeUndefinedValues: true });
        await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item: marshalled }));
      }
    },
    stop: async () => {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type TableInMemory = Awaited<ReturnType<typeof tableInMemory>>;

/** dynalite answers CreateTable before the table is active, and refuses writes until it is. */
async function untilActive(client: DynamoDBClient) {
  const describe = new DescribeTableCommand({ TableName: TABLE_NAME });
  while ((await client.send(describe)).Table?.TableStatus !== 'ACTIVE') await sleep(1);
}

function createTable() {
  const indexes = [
    { ...Table.BY_APP, Projection: { ProjectionType: 'ALL' as const } },
    {
      ...Table.BY_STATUS,
      Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...STATUS_INDEX_ATTRIBUTES] },
    },
    { ...Table.BY_WATCH, Projection: { ProjectionType: 'ALL' as const } },
  ];
  const all = [Table, ...indexes];
  return new CreateTableCommand({
    TableName: TABLE_NAME,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: all
      .flatMap((keys) => [keys.PARTITION_KEY, keys.SORT_KEY])
      .map((name) => ({ AttributeName: name, AttributeType: 'S' as const })),
    KeySchema: keySchema(Table),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.INDEX,
      KeySchema: keySchema(index),
      Projection: index.Projection,
    })),
  });
}

const keySchema = (keys: { PARTITION_KEY: string; SORT_KEY: string }) => [
  { AttributeName: keys.PARTITION_KEY, KeyType: 'HASH' as const },
  { AttributeName: keys.SORT_KEY, KeyType: 'RANGE' as const },
];
