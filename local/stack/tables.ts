import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AwsError } from './aws-error';
import type { Engines } from './engines';
import type { Deployment } from './physical-names';

/** The operations that dynalite implements. */
const OPERATIONS = new Set(
  `BatchGetItem BatchWriteItem CreateTable DeleteItem DeleteTable DescribeTable DescribeTimeToLive GetItem ListTables
   PutItem Query Scan TagResource UntagResource ListTagsOfResource UpdateItem UpdateTable`.split(/\s+/),
);

/** DynamoDB, by dynalite: in memory, or in a folder that one process at a time can open. */
export class Tables {
  private constructor(private readonly server: Server) {}

  static async open(engines: Engines, deployment: Deployment, dataDir: string | undefined): Promise<Tables> {
    const path = dataDir === undefined ? undefined : await openableFolder(engines, dataDir);
    const options = { path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
    return new Tables(asIn(deployment, () => engines.dynalite(options)));
  }

  /** Takes a request whose body was already read: dynalite throws when a client disconnects halfway through. */
  handle(operation: string, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    if (!OPERATIONS.has(operation)) {
      throw new AwsError('UnknownOperationException', `The local DynamoDB does not support ${operation}.`);
    }
    const { method, url, headers } = request;
    const replayed = Object.assign(Readable.from([body], { objectMode: false }), { method, url, headers });
    this.server.emit('request', replayed, response);
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
    mkdirSync(path, { recursive: true });
    const { db } = createStore({ path });
    await db.open();
    await db.close();
    return path;
  } catch (error) {
    throw new Error(`The data folder ${dataDir} ${reasonOf(error)}`, { cause: error });
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
