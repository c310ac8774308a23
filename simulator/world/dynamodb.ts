import type { Server } from 'node:http';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { callDynalite, countBytes } from '../../local/stack/dynalite-call';
import { asObject, asString } from '../../local/stack/json';
import type { TableDefinition } from '../../local/stack/table-definitions';
import type { VirtualClock } from './clock';
import { type Item, readUnits, writeUnits } from './dynamodb-units';
import type { Request, Served, Write } from './network';
import type { SeededRandom } from './random';
import { TimeToLive } from './time-to-live';

type Dynalite = (options: { createTableMs: number }) => Server;

/** DynamoDB in memory: dynalite without a socket, one request at a time, so that the clock decides the order. */
export class VirtualDynamoDb {
  readonly #server = loadDynalite()({ createTableMs: 0 });
  /** The items as the writes left them, so that a write need not be preceded by a read. */
  readonly #items = new Map<string, Item | undefined>();
  readonly #timeToLive: TimeToLive;
  #last: Promise<unknown> = Promise.resolve();
  /** Called for every item that is deleted because it has expired. */
  onExpired: (item: Record<string, unknown>) => void = () => undefined;

  private constructor(
    private readonly clock: VirtualClock,
    private readonly table: TableDefinition | undefined,
    random: SeededRandom,
  ) {
    this.#timeToLive = new TimeToLive(random);
  }

  /** Call it while no clock runs: a table takes a moment of real time to become active. */
  static async create(clock: VirtualClock, random: SeededRandom, table?: TableDefinition): Promise<VirtualDynamoDb> {
    const database = new VirtualDynamoDb(clock, table, random);
    if (!table) return database;
    await database.#call('CreateTable', table);
    for (;;) {
      const { Table } = await database.#call('DescribeTable');
      if ((Table as { TableStatus: string }).TableStatus === 'ACTIVE') return database;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  async serve({ operation, input, body }: Request): Promise<Served> {
    return this.#inTurn(async () => {
      await this.#deleteExpired();
      const key = this.#keyOf((input.Item ?? input.Key) as Item | undefined);
      const name = JSON.stringify(key);
      const before = this.#items.get(name);
      const response = await callDynalite(this.#server, operation, body);
      if (!key || operation === 'GetItem') return { response, readUnits: readUnits(input, response) };
      if (response.status !== 200) return { response, writeUnits: writeUnits(before, before, this.table) };
      const { Item: after } = (await this.#call('GetItem', { Key: key, ConsistentRead: true })) as { Item?: Item };
      this.#items.set(name, after);
      this.#timeToLive.written(name, after);
      const changed = JSON.stringify(before) !== JSON.stringify(after);
      const writes: Write[] = changed ? [{ before: plain(before), after: plain(after) }] : [];
      return { response, writes, writeUnits: writeUnits(before, after, this.table) };
    });
  }

  /** Every item of the table, as plain objects. */
  async items(): Promise<Record<string, unknown>[]> {
    return this.#inTurn(async () => {
      await this.#deleteExpired();
      const items: Item[] = [];
      let page: Record<string, unknown> = {};
      do {
        page = await this.#call('Scan', { ExclusiveStartKey: page.LastEvaluatedKey });
        items.push(...(page.Items as Item[]));
      } while (page.LastEvaluatedKey);
      return items.map((item) => unmarshall(item as never));
    });
  }

  /** Nobody sees when an item is deleted, so it is enough to do it before the next request. */
  async #deleteExpired(): Promise<void> {
    for (const name of this.#timeToLive.take(this.clock.now())) {
      await this.#call('DeleteItem', { Key: JSON.parse(name) });
      const item = plain(this.#items.get(name));
      this.#items.delete(name);
      if (item) this.onExpired(item);
    }
  }

  #keyOf(item: Item | undefined): Item | undefined {
    const names = (this.table?.KeySchema ?? []).map((part) => asString(asObject(part).AttributeName) ?? '');
    return item && Object.fromEntries(names.map((name) => [name, item[name] ?? {}]));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.clock.whileStanding(() => this.#last.then(work));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #call(operation: string, input: object = {}): Promise<Record<string, unknown>> {
    const { TableName } = this.table ?? {};
    const { body } = await callDynalite(this.#server, operation, JSON.stringify({ TableName, ...input }));
    return JSON.parse(body);
  }
}

/** dynalite has no types. Bundles leave it in node_modules. */
function loadDynalite(): Dynalite {
  countBytes(require('dynalite/db/index.js'));
  return require('dynalite');
}

const plain = (item: Item | undefined): Record<string, unknown> | undefined => item && unmarshall(item as never);
