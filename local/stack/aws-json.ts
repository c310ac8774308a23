import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from './aws-error';
import { isObject, type JsonObject, parseJson } from './json';

/** DynamoDB's BatchWriteItem accepts 16 MiB, and nothing here accepts more. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new AwsError('RequestEntityTooLargeException', 'The request is too large.', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function parseRequest(body: Buffer): JsonObject {
  const parsed = parseJson(body.toString('utf8') || '{}');
  if (!isObject(parsed)) throw new AwsError('SerializationException', 'The request is not a JSON object.');
  return parsed;
}

/** One operation of a service that speaks AWS's JSON protocol. */
export type Operation = (request: JsonObject) => Promise<JsonObject> | JsonObject;

/** A service that speaks AWS's JSON protocol. */
export type JsonService = (operation: string, request: JsonObject) => Promise<JsonObject> | JsonObject;

/**
 * A service of these operations.
 *
 * @param target what X-Amz-Target begins with
 */
export function jsonService(target: string, operations: Readonly<Record<string, Operation>>): JsonService {
  return (operation, request) => {
    const operate = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (!operate) throw unknownOperation(`${target}.${operation}`);
    return operate(request);
  };
}

/** Answers in AWS JSON 1.0 or 1.1, whichever the request came in. */
export function answer(request: IncomingMessage, response: ServerResponse, body: JsonObject, status = 200): void {
  const contentType = request.headers['content-type'] ?? 'application/x-amz-json-1.0';
  response.writeHead(status, { 'content-type': contentType, 'x-amzn-requestid': randomUUID() });
  response.end(JSON.stringify(body));
}

export function unknownOperation(target: string): AwsError {
  return new AwsError('UnknownOperationException', `The local stack does not support the operation ${target}.`);
}
