import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from './aws-error';
import { answer, parseRequest, readBody, unknownOperation } from './aws-json';
import type { DynaliteResponse } from './dynalite-call';
import type { JsonObject } from './json';

/** A service that handles HTTP requests itself. */
export interface HttpService {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface Services {
  appFabric: HttpService;
  dynamodb(operation: string, body: Buffer, headers: IncomingHttpHeaders): Promise<DynaliteResponse>;
  stepFunctions(operation: string, request: JsonObject): Promise<JsonObject>;
  events(operation: string, request: JsonObject): Promise<JsonObject>;
}

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
      answer(request, response, { __type: failed.name, message: failed.message }, failed.status);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { services } = this;
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (services && /^\/(useraccess|appbundles)(\/|$)/.test(path)) return services.appFabric.handle(request, response);
    const body = await readBody(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    const [service, operation = ''] = target.split('.');
    if (!services || !target) {
      unknownRequest(request, response, path, body);
    } else if (service === 'DynamoDB_20120810') {
      const { status, headers, body: result } = await services.dynamodb(operation, body, request.headers);
      response.writeHead(status, headers).end(result);
    } else if (service === 'AWSStepFunctions') {
      answer(request, response, await services.stepFunctions(operation, parseRequest(body)));
    } else if (service === 'AWSEvents') {
      answer(request, response, await services.events(operation, parseRequest(body)));
    } else throw unknownOperation(target);
  }
}

/** Services that speak the Query protocol expect XML, the others read the error's type from a header. */
function unknownRequest(request: IncomingMessage, response: ServerResponse, path: string, body: Buffer): void {
  if (String(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    const action = new URLSearchParams(body.toString('utf8')).get('Action')?.replace(/\W/g, '') ?? '';
    const message = `The local stack does not know the operation ${action}.`;
    response.writeHead(400, { 'content-type': 'text/xml' });
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
    return;
  }
  const { name, message } = unknownOperation(`${request.method} ${path}`);
  response.writeHead(404, { 'content-type': 'application/json', 'x-amzn-errortype': name });
  response.end(JSON.stringify({ __type: name, message }));
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  const message = `Port ${port} is in use. Stop what listens there, or choose another port.`;
  return Object.assign(new Error(message), { code: 'EADDRINUSE' });
}
