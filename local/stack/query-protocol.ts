import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { AwsError } from './aws-error';
import { isObject, type Json, type JsonObject } from './json';

/** An operation of a service that speaks AWS's Query protocol, which answers in XML. */
export interface QueryOperation {
  readonly namespace: string;
  readonly answer: (parameters: URLSearchParams) => JsonObject;
}

/** Answers a request of the Query protocol. The operations of all services have different names. */
export function answerQuery(
  operations: Readonly<Record<string, QueryOperation>>,
  body: Buffer,
  response: ServerResponse,
): void {
  const parameters = new URLSearchParams(body.toString('utf8'));
  const action = parameters.get('Action')?.replace(/\W/g, '') ?? '';
  const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
  try {
    if (!operation) throw new AwsError('InvalidAction', `The local stack does not support the operation ${action}.`);
    const { namespace, answer } = operation;
    const result = element(`${action}Result`, answer(parameters));
    const metadata = element('ResponseMetadata', { RequestId: randomUUID() });
    send(response, 200, `<${action}Response xmlns="${namespace}">${result}${metadata}</${action}Response>`);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { name: Code, message: Message, status } = error;
    send(response, status, `<ErrorResponse>${element('Error', { Type: 'Sender', Code, Message })}</ErrorResponse>`);
  }
}

function send(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
}

const element = (name: string, value: Json): string => `<${name}>${content(value)}</${name}>`;

function content(value: Json): string {
  if (Array.isArray(value)) return value.map((member) => element('member', member)).join('');
  if (isObject(value))
    return Object.entries(value)
      .map(([name, inner]) => element(name, inner))
      .join('');
  return String(value).replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
