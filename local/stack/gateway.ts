import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from './aws-error';
import { answer, type JsonService, parseRequest, readBody, unknownOperation } from './aws-json';
import type { DynaliteResponse } from './dynalite-call';
import type { JsonObject } from './json';
import { isFromOtherWebsite } from './own-website';
import { answerQuery, type QueryOperation } from './query-protocol';

/** A service that handles HTTP requests itself. */
export interface HttpService {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface Services {
  appFabric: HttpService;
  /** What a browser sees: `/` and everything below `/page/`. @default - nothing */
  page?: HttpService;
  dynamodb(operation: string, body: Buffer, headers: IncomingHttpHeaders): Promise<DynaliteResponse>;
  /** The other services that speak AWS's JSON protocol, by what X-Amz-Target begins with. */
  json: ReadonlyMap<string, JsonService>;
  /** Undefined if there is no such operation. */
  lambda(method: string, path: string, qualifier: string | null): JsonObject | undefined;
  /** Undefined if there is no such operation. */
  schedules(method: string, path: string): JsonObject | undefined;
  /** The operations of the services that speak the Query protocol. */
  query: Readonly<Record<string, QueryOperation>>;
}

const OTHER_WEBSITE =
  'The local stack does not answer other websites. Use its address, http://127.0.0.1 with the port.\n';

/** How long open requests may take when the stack stops. */
const LAST_ANSWERS_MILLISECONDS = 1000;

/** One endpoint for all services. It determines the service as AWS does: by X-Amz-Target, or by the path. */
export class Gateway {
  readonly #server: Server;
  services?: Services;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async listen(port: number): Promise<Gateway> {
    const gateway = new Gateway();
    await new Promise<void>((resolve, reject) => {
      gateway.#server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
      gateway.#server.listen(port, '127.0.0.1', resolve);
    });
    return gateway;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), LAST_ANSWERS_MILLISECONDS);
    await closed;
    clearTimeout(timer);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (error) {
      // The client disconnected, or a service failed unexpectedly.
      if (response.headersSent) return void response.destroy();
      const known = error instanceof AwsError;
      const failed = known ? error : new AwsError('InternalServerError', 'The local stack failed.', 500);
      response.setHeader('x-amzn-errortype', failed.name);
      if (failed.queryCode !== undefined) response.setHeader('x-amzn-query-error', `${failed.queryCode};Sender`);
      answer(request, response, { __type: failed.name, message: failed.message }, failed.status);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { services } = this;
    const [path = '/', query = ''] = (request.url ?? '/').split('?');
    if (isFromOtherWebsite(request)) return void response.writeHead(403).end(OTHER_WEBSITE);
    if (services && /^\/(useraccess|appbundles)(\/|$)/.test(path)) return services.appFabric.handle(request, response);
    if (services?.page && isForPage(request, path)) return services.page.handle(request, response);
    const body = await readBody(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    const [service, operation = ''] = target.split('.');
    if (!services || !target) {
      const { method = '' } = request;
      const qualifier = new URLSearchParams(query).get('Qualifier');
      const described = services?.lambda(method, path, qualifier) ?? services?.schedules(method, path);
      if (services && isQuery(request)) answerQuery(services.query, body, response);
      else if (described) answer(request, response, described);
      else unknownRequest(request, response, path);
    } else if (service === 'DynamoDB_20120810') {
      const { status, headers, body: result } = await services.dynamodb(operation, body, request.headers);
      response.writeHead(status, headers).end(result);
    } else {
      const asked = services.json.get(service ?? '');
      if (!asked) throw unknownOperation(target);
      answer(request, response, await asked(operation, parseRequest(body)));
    }
  }
}

/** Clients of AWS sign their requests. Amazon S3, which is not here, would list buckets at `/`. */
const isForPage = ({ method, headers }: IncomingMessage, path: string): boolean =>
  method === 'GET' && headers.authorization === undefined && (path === '/' || path.startsWith('/page/'));

const isQuery = ({ headers }: IncomingMessage): boolean =>
  String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

/** Clients of a service with paths read the error's type from a header. */
function unknownRequest(request: IncomingMessage, response: ServerResponse, path: string): void {
  const { name, message } = unknownOperation(`${request.method} ${path}`);
  response.writeHead(404, { 'content-type': 'application/json', 'x-amzn-errortype': name });
  response.end(JSON.stringify({ __type: name, message }));
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  const message = `Port ${port} is in use. Stop what listens there, or choose another port.`;
  return Object.assign(new Error(message), { code: 'EADDRINUSE' });
}
