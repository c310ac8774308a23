import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unknownOperation } from './aws-json';
import { callDynalite, type DynaliteResponse } from './dynalite-call';
import type { Engines } from './engines';
import { asObject, type JsonObject, parseJson } from './json';
import type { Deployment } from './physical-names';
import { type TableDefinition, tableShape } from './table-definitions';

/** The operations of items, and what tells of tables. The tables are those of the template, so nobody deletes them. */
const OPERATIONS = new Set(
  `BatchGetItem BatchWriteItem DeleteItem DescribeTable DescribeTimeToLive GetItem ListTables PutItem Query Scan
   UpdateItem`.split(/\s+/),
);

/** DynamoDB, by dynalite: in memory, or in a folder that one process at a time can open. */
export class Tables {
  private constructor(private readonly server: Server) {}

  static async open(engines: Engines, deployment: Deployment, dataDir: string | undefined): Promise<Tables> {
    const path = dataDir === undefined ? undefined : await openableFolder(engines, dataDir);
    const options = { path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
    return new Tables(asIn(deployment, () => engines.dynalite(options)));
  }

  async handle(operation: string, body: Buffer, headers: IncomingHttpHeaders): Promise<DynaliteResponse> {
    if (OPERATIONS.has(operation)) return callDynalite(this.server, operation, body, headers);
    throw unknownOperation(`DynamoDB_20120810.${operation}`);
  }

  /** Creates the template's tables, as a deployment would. A table that exists is kept. */
  async create(tables: TableDefinition[], dataDir = 'in memory'): Promise<void> {
    for (const table of tables) {
      const existing = await this.#describe(table);
      if (existing && tableShape(existing) !== tableShape({ ...table })) {
        throw new Error(
          `The table in ${dataDir} has different keys or indexes than the template. Delete that folder, or choose another one.`,
        );
      }
      if (!existing) {
        const { status, body } = await callDynalite(this.server, 'CreateTable', JSON.stringify(table));
        if (status !== 200) throw new Error(`CreateTable on the local DynamoDB failed: ${body}`);
      }
      while ((await this.#describe(table))?.TableStatus !== 'ACTIVE') await sleep(5);
    }
  }

  async #describe({ TableName }: TableDefinition): Promise<JsonObject | undefined> {
    const { status, body } = await callDynalite(this.server, 'DescribeTable', JSON.stringify({ TableName }));
    return status === 200 ? asObject(asObject(parseJson(body)).Table) : undefined;
  }

  async close(): Promise<void> {
    // dynalite closes its store only when its own server closes, and a server must listen before it can close.
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    await new Promise<void>((resolve, reject) => this.server.close((error) => (error ? reject(error) : resolve())));
  }
}

/** Opens the folder once to check that it can be opened: dynalite would end the process over it later. */
async function openableFolder({ createStore }: Engines, dataDir: string): Promise<string> {
  const path = join(dataDir, 'tables');
  try {
    createFolder(path);
    const { db } = createStore({ path });
    await db.open();
    await db.close();
    return path;
  } catch (error) {
    throw new Error(`The data folder ${dataDir} ${reasonOf(error)}`, { cause: error });
  }
}

/** Where a parent allows no folder and says that there is none, as in /proc, Node's own recursive mkdir never ends. */
function createFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) createFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(path)) throw error;
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  // The store's own error is the cause; the error around it says only that opening failed.
  const inner = (cause ?? error) as NodeJS.ErrnoException;
  if (inner.code === 'LEVEL_LOCKED')
    return 'is in use by another process. Stop that process, or choose another folder.';
  return `cannot be opened: ${inner.message ?? message}. Fix the problem, or choose another folder.`;
}

/** dynalite reads the account and the Region for its ARNs from the environment when it is created. */
function asIn<T>({ region, accountId }: Deployment, make: () => T): T {
  const before = { ...process.env };
  process.env.AWS_REGION = region;
  process.env.AWS_ACCOUNT_ID = accountId;
  try {
    return make();
  } finally {
    for (const name of ['AWS_REGION', 'AWS_ACCOUNT_ID']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
