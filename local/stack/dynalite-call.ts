import { EventEmitter } from 'node:events';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { itemSize } from './item-size';

export interface DynaliteResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** dynalite only checks that there is a signature. */
const SIGNED: IncomingHttpHeaders = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=test/0/0/0/0, SignedHeaders=host, Signature=0',
};

/**
 * Makes dynalite refuse items of more than 400 KB as DynamoDB does. It has that limit, but it counts characters, not
 * bytes.
 *
 * @param parts the exports of dynalite's `db/index.js`, through which it measures the items of PutItem and UpdateItem
 */
export function countBytes(parts: { itemSize: typeof itemSize }): void {
  parts.itemSize = itemSize;
}

/** Sends a request to dynalite without a socket: dynalite throws when a client disconnects halfway through a request. */
export function callDynalite(
  dynalite: Server,
  operation: string,
  body: string | Buffer,
  headers = SIGNED,
): Promise<DynaliteResponse> {
  return new Promise((resolve) => {
    const request = Object.assign(new EventEmitter(), {
      method: 'POST',
      url: '/',
      headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${operation}` },
    });
    const answered: Record<string, string> = {};
    const response = {
      statusCode: 200,
      setHeader: (name: string, value: unknown) => {
        answered[name.toLowerCase()] = String(value);
      },
      end: (text = '') => resolve({ status: response.statusCode, headers: answered, body: text }),
    };
    dynalite.emit('request', request, response);
    request.emit('data', Buffer.from(body));
    request.emit('end');
  });
}
