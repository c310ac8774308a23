import { createServer, request as forward, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = Record<string, unknown> | ServiceError;

/** An error response of the service. */
export class ServiceError {
  constructor(
    readonly type: string,
    readonly message = 'no',
    readonly status = 400,
  ) {}
}

/**
 * A Step Functions API whose responses the test defines. The endpoint also serves the table, because AWS_ENDPOINT_URL
 * is one URL for all services.
 */
export async function stepFunctionsByHand(
  tableEndpoint: string,
  answer: (operation: string, input: Record<string, unknown>) => Answer | Promise<Answer>,
) {
  const server: Server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const [service, operation = ''] = String(request.headers['x-amz-target']).split('.');
    if (service !== 'AWSStepFunctions') {
      const { method, headers } = request;
      const onward = forward(tableEndpoint, { method, headers }, (answered) => {
        response.writeHead(answered.statusCode ?? 500, answered.headers);
        answered.pipe(response);
      });
      onward.end(body);
      return;
    }
    const answered = await answer(operation, JSON.parse(body.toString()));
    const refused = answered instanceof ServiceError;
    response.writeHead(refused ? answered.status : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(refused ? { __type: answered.type, message: answered.message } : answered));
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

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
