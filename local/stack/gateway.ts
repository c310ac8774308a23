import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from './aws-error';
import { answer, parseRequest, readBody, unknownOperation } from './aws-json';
import type { JsonObject } from './json';

/** A service that handles HTTP requests itself. */
export interface HttpService {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface Services {
  appFabric: HttpService;
  dynamodb(operation: string, request: IncomingMessage, body: Buffer, response: ServerResponse): void;
  stepFunctions(operation: string, request: JsonObject): Promise<JsonObject>;
  events(operation: string, request: JsonObject): JsonObject;
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
    } catch {
      // The client disconnected, or a service failed unexpectedly.
      if (response.headersSent) response.destroy();
      else
        await answer(request, response, () =>
          Promise.reject(new AwsError('InternalServerError', 'The local stack failed.', 500)),
        );
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { services } = this;
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (services && /^\/useraccess(\/|$)/.test(path)) return services.appFabric.handle(request, response);
    const body = await readBody(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    const [service, operation = ''] = target.split('.');
    if (!services || !target) return unknownRequest(request, response, path, body);
    if (service !== 'DynamoDB_20120810') {
      return answer(request, response, () => {
        if (service === 'AWSStepFunctions') return services.stepFunctions(operation, parseRequest(body));
        if (service === 'AWSEvents') return services.events(operation, parseRequest(body));
        throw unknownOperation(target);
      });
    }
    try {
      services.dynamodb(operation, request, body, response);
    } catch (error) {
      await answer(request, response, () => Promise.reject(error));
    }
  }
}

/** Services that speak the Query protocol expect XML, the others read the error's type from a header. */
async function unknownRequest(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: Buffer,
): Promise<void> {
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
