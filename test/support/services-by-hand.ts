import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = Record<string, unknown> | ServiceError | undefined;

/** An error response of a service. */
export class ServiceError {
  constructor(
    readonly type: string,
    readonly message = 'no',
    readonly status = 400,
  ) {}
}

export interface ServiceRequest {
  /** As in the names of IAM actions. */
  readonly service: 'states' | 'dynamodb';
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/**
 * The APIs of Step Functions and DynamoDB, whose responses the test defines. What the test does not answer, the table
 * does.
 */
export async function servicesByHand(
  tableEndpoint: string,
  answer: (request: ServiceRequest) => Answer | Promise<Answer>,
) {
  const server: Server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const [target, operation = ''] = String(request.headers['x-amz-target']).split('.');
    const service = target === 'AWSStepFunctions' ? 'states' : 'dynamodb';
    const answered = await answer({ service, operation, input: JSON.parse(body.toString()) });
    if (answered === undefined) passOn(request, response, body, tableEndpoint);
    else respond(response, answered);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function passOn({ method, headers }: IncomingMessage, response: ServerResponse, body: Buffer, endpoint: string): void {
  const onward = forward(endpoint, { method, headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 500, answered.headers);
    answered.pipe(response);
  });
  onward.end(body);
}

function respond(response: ServerResponse, answered: Exclude<Answer, undefined>): void {
  const refused = answered instanceof ServiceError;
  response.writeHead(refused ? answered.status : 200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(refused ? { __type: answered.type, message: answered.message } : answered));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
