import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { TableDefinition } from '../../local/stack/table-definitions';
import type { Request } from '../../simulator/world';
import { MemoryTable } from '../measure/table';
import { UNCOUNTED } from './run';

/** About as long as DynamoDB takes. Without it, no two calls would be open at once. */
const ANSWER_MILLISECONDS = 4;

/** DynamoDB, EventBridge and AppFabric over HTTP on this machine. Every task has ended. */
export class Endpoint {
  readonly #server: Server;
  readonly #table: MemoryTable;
  #open = 0;
  /** The most requests that were open at once. */
  mostOpen = 0;
  readonly requests = new Map<string, number>();

  constructor(table: TableDefinition) {
    this.#table = new MemoryTable(table);
    this.#server = createServer((request, response) => {
      this.mostOpen = Math.max(this.mostOpen, ++this.#open);
      void this.#answer(request).then(async ({ status, body }) => {
        await setTimeout(ANSWER_MILLISECONDS);
        this.#open--;
        response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
        response.end(body);
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const path = String(request.url).split('?')[0];
    const [prefix, operation = String(path)] = String(request.headers['x-amz-target'] ?? '').split('.');
    if (!(UNCOUNTED in request.headers)) this.requests.set(operation, (this.requests.get(operation) ?? 0) + 1);
    const input = JSON.parse(body || '{}');
    if (prefix === 'DynamoDB_20120810') {
      const { response } = await this.#table.serve({ operation, input, body } as Request);
      return response;
    }
    if (operation === 'PutEvents') {
      const Entries = input.Entries.map(() => ({ EventId: randomUUID() }));
      return { status: 200, body: JSON.stringify({ FailedEntryCount: 0, Entries }) };
    }
    if (request.method === 'GET') return { status: 200, body: JSON.stringify({ appAuthorizationSummaryList: [] }) };
    return operation === '/useraccess/start'
      ? { status: 201, body: JSON.stringify({ userAccessTasksList: [started(0)] }) }
      : { status: 200, body: JSON.stringify({ userAccessResultsList: finished(input.taskIdList) }) };
  }
}

const started = (task: number) => ({ app: `APP-${task}`, tenantId: `tenant-${task}`, taskId: randomUUID() });

/** Every invocation is about another person. */
const finished = (taskIds: string[]) =>
  taskIds.map((taskId, task) => ({
    ...{ ...started(task), taskId, tenantDisplayName: `Tenant ${task}`, email: `${taskIds[0]}@example.com` },
    ...{ resultStatus: 'COMPLETED', userId: 'user', userFullName: 'Ana Person', userStatus: 'ACTIVE' },
  }));
