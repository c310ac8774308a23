import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { TableDefinition } from '../../local/stack/table-definitions';
import type { VirtualClock } from './clock';
import { type Item, readUnits, writeUnits } from './dynamodb-units';
import type { Request, Response, Served, Write } from './network';

type Dynalite = (options: { createTableMs: number }) => Server;

interface Touched {
  readonly table: string;
  readonly key: Item;
}

/** dynalite only checks that there is a signature. */
const SIGNED = 'AWS4-HMAC-SHA256 Credential=test/0/0/0/0, SignedHeaders=host, Signature=0';

/** DynamoDB in memory: dynalite without a socket, one request at a time, so that the clock decides the order. */
export class VirtualDynamoDb {
  readonly #server: Server;
  /** The items as the writes left them, so that a write need not be preceded by a read. */
  readonly #items = new Map<string, Item | undefined>();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly clock: VirtualClock,
    private readonly tables: ReadonlyMap<string, TableDefinition>,
    dynalite: Dynalite,
  ) {
    this.#server = dynalite({ createTableMs: 0 });
  }

  /** Call it while no clock runs: a table takes a moment of real time to become active. */
  static async create(clock: VirtualClock, tables: readonly TableDefinition[]): Promise<VirtualDynamoDb> {
    const byName = new Map(tables.map((table) => [table.TableName, table]));
    const database = new VirtualDynamoDb(clock, byName, loadDynalite());
    for (const table of tables) {
      await database.#call('CreateTable', { ...table });
      for (;;) {
        const { Table } = await database.#call('DescribeTable', { TableName: table.TableName });
        if ((Table as { TableStatus?: string } | undefined)?.TableStatus === 'ACTIVE') break;
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    }
    return database;
  }

  async serve({ operation, input, body }: Request): Promise<Served> {
    return this.#inTurn(async () => {
      const touched = touchedBy(operation, input, this.tables);
      const before = touched.map((one) => this.#items.get(nameOf(one)));
      const response = await this.#request(operation, body);
      const after = response.status === 200 ? await this.#read(touched) : before;
      const writes = touched
        .map(({ table }, index): Write => ({ table, before: plain(before[index]), after: plain(after[index]) }))
        .filter((write) => JSON.stringify(write.before) !== JSON.stringify(write.after));
      return {
        response,
        writes,
        writeUnits: touched.reduce(
          (sum, { table }, index) => sum + writeUnits(before[index], after[index], this.tables.get(table)),
          0,
        ),
        readUnits: readUnits(operation, input, response),
      };
    });
  }

  /** Every item of a table, as plain objects. */
  async scan(table: string): Promise<Record<string, unknown>[]> {
    return this.#inTurn(async () => {
      const items: Record<string, unknown>[] = [];
      let ExclusiveStartKey: unknown;
      do {
        const page = await this.#call('Scan', {
          TableName: table,
          ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
        });
        for (const item of page.Items as Item[]) items.push(plain(item) ?? {});
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return items;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.clock.whileStanding(() => this.#last.then(work));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #read(touched: readonly Touched[]): Promise<(Item | undefined)[]> {
    const items: (Item | undefined)[] = [];
    for (const one of touched) {
      const { Item } = await this.#call('GetItem', { TableName: one.table, Key: one.key, ConsistentRead: true });
      this.#items.set(nameOf(one), Item as Item | undefined);
      items.push(Item as Item | undefined);
    }
    return items;
  }

  async #call(operation: string, input: object): Promise<Record<string, unknown>> {
    const { body } = await this.#request(operation, JSON.stringify(input));
    return JSON.parse(body);
  }

  #request(operation: string, body: string): Promise<Response> {
    return new Promise((resolve) => {
      const request = Object.assign(new EventEmitter(), {
        method: 'POST',
        url: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDB_20120810.${operation}`,
          'x-amz-date': '20260101T000000Z',
          authorization: SIGNED,
        },
      });
      const headers: Record<string, string> = {};
      const response = {
        statusCode: 200,
        setHeader: (name: string, value: unknown) => {
          headers[name.toLowerCase()] = String(value);
        },
        end: (text: string) => resolve({ status: response.statusCode, headers, body: text }),
      };
      this.#server.emit('request', request, response);
      request.emit('data', Buffer.from(body));
      request.emit('end');
    });
  }
}

/** dynalite has no types. Bundles leave it in node_modules. */
const loadDynalite = () => require('dynalite') as Dynalite;

const plain = (item: Item | undefined): Record<string, unknown> | undefined => item && unmarshall(item as never);

const nameOf = ({ table, key }: Touched): string => JSON.stringify([table, key]);

/** The items that a request may write. */
function touchedBy(
  operation: string,
  input: Record<string, unknown>,
  tables: ReadonlyMap<string, TableDefinition>,
): Touched[] {
  const table = String(input.TableName);
  if (operation === 'UpdateItem' || operation === 'DeleteItem') {
    return [{ table, key: keyOf(input.Key as Item, tables.get(table)) }];
  }
  if (operation === 'PutItem') return [{ table, key: keyOf(input.Item as Item, tables.get(table)) }];
  return [];
}

function keyOf(item: Item, table: TableDefinition | undefined): Item {
  const names = (table?.KeySchema ?? []).map((part) => String((part as { AttributeName?: string }).AttributeName));
  return Object.fromEntries(names.map((name) => [name, item[name] ?? {}]));
}
