import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as forward, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppFabricEndpoint } from '../../local/appfabric/endpoint';
import { parseScenario } from '../../local/scenario';
import { LocalStack } from '../../local/stack';
import { userAccess } from './command';

export const APP_BUNDLE = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/1b2c3d4e-0000-4000-8000-000000000001';
export const CONNECTED = [
  { app: 'SLACK', tenantId: 'T1' },
  { app: 'ZOOM', tenantId: 'Z1' },
];

// biome-ignore lint/suspicious/noExplicitAny: a template has any shape.
export type Resources = Record<string, any>;

export interface Deployment {
  readonly edit?: (resources: Resources) => void;
  readonly scenario?: object;
}

/** A request on its way to AWS. */
export interface Asked {
  /** The IAM action, such as `dynamodb:DescribeTable`. */
  readonly action: string;
  readonly url: string;
  readonly body: string;
}

/** What AWS answers instead: an error, something in JSON, or its own answer with a change. */
export type Instead =
  | { readonly error: string }
  | { readonly answer: object }
  | { readonly edit: (answer: string) => string };

let folder: string;
let stack: LocalStack | undefined;
let gate: Server | undefined;

export function prepare(): void {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
}

export async function cleanUp(): Promise<void> {
  gate?.close();
  gate?.closeAllConnections();
  await stack?.stop();
  gate = stack = undefined;
  rmSync(folder, { recursive: true });
}

/** The built stack on this machine, after a change of its template or of what AppFabric says. */
export async function deploy({ edit = () => {}, scenario = {} }: Deployment = {}): Promise<LocalStack> {
  const template = JSON.parse(readFileSync('cdk.out/UserAccess.template.json', 'utf8'));
  edit(template.Resources);
  writeFileSync(join(folder, 'UserAccess.template.json'), JSON.stringify(template));
  const text = JSON.stringify({ appBundleArn: APP_BUNDLE, authorizations: CONNECTED, users: [], ...scenario });
  stack = await LocalStack.start({
    assemblyDir: folder,
    workerFile: 'cli/dist/lambda-worker.mjs',
    appFabric: (now) => new AppFabricEndpoint(parseScenario(text, 'scenario'), { now, randomUUID }),
    appBundleArn: APP_BUNDLE,
  });
  process.env.AWS_ENDPOINT_URL = stack.endpoint;
  return stack;
}

/** The logical id of the only resource whose id begins like this and then has CDK's hash. */
export function idOf(resources: Resources, start: string): string {
  const found = Object.keys(resources).filter(
    (id) => id.startsWith(start) && /^[0-9A-F]{4}/.test(id.slice(start.length)),
  );
  if (found.length !== 1) throw new Error(`${found.length} resources begin with ${start}.`);
  return found[0] ?? '';
}

export const propertiesOf = (resources: Resources, start: string) => resources[idOf(resources, start)].Properties;

/** The name of a resource of the local stack. */
export const nameOf = (start: string): string => {
  const { Resources } = JSON.parse(readFileSync('cdk.out/UserAccess.template.json', 'utf8'));
  return `UserAccess-${idOf(Resources, start)}`;
};

export async function doctor(...flags: string[]) {
  const { stateMachineArn = '', tableName = '' } = stack?.outputs ?? {};
  const given = (flag: string, value: string) => (flags.includes(flag) ? [] : [flag, value]);
  const scanner = [...given('--table', tableName), ...given('--state-machine', stateMachineArn)];
  return userAccess(['doctor', ...scanner, ...flags]);
}

/** The lines that are not `ok`, without the padding of the table. */
export const notOk = (stdout: string): string[] =>
  stdout
    .split('\n')
    .slice(1, -2)
    .filter((line) => !line.startsWith('✓'))
    .map((line) => line.replace(/ {2,}/g, ' | '));

/** Stands between the command and the local stack. Returns the actions that were asked for, in order. */
export async function standBetween(change: (asked: Asked) => Instead | undefined): Promise<string[]> {
  const endpoint = stack?.endpoint ?? '';
  const seen: string[] = [];
  gate = createServer(async (request, response) => {
    const { method, headers, url = '/' } = request;
    const body = await textOf(request);
    const action = actionOf(request, body);
    seen.push(action);
    const instead = change({ action, url, body });
    if (instead && 'error' in instead) {
      const { type, text } = errorOf(action, instead.error);
      response.writeHead(400, { 'content-type': type, 'x-amzn-errortype': instead.error }).end(text);
      return;
    }
    if (instead && 'answer' in instead) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(instead.answer));
      return;
    }
    const onward = forward(new URL(url, endpoint), { method, headers }, async (answer) => {
      // The URLs of queues are on the endpoint. The requests to them come here, too.
      const text = (await textOf(answer)).replaceAll(endpoint, process.env.AWS_ENDPOINT_URL ?? '');
      const { 'content-length': _, 'x-amz-crc32': __, ...rest } = answer.headers;
      response.writeHead(answer.statusCode ?? 500, rest).end(instead ? instead.edit(text) : text);
    });
    onward.end(body);
  });
  await new Promise<void>((resolve) => gate?.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
  return seen;
}

export const replace = (what: string | RegExp, by: string): Instead => ({ edit: (text) => text.replace(what, by) });

/** A change of an answer in JSON. */
export const json = (change: (answer: Resources) => void): Instead => ({
  edit: (text) => {
    const answer = JSON.parse(text);
    change(answer);
    return JSON.stringify(answer);
  },
});

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const SERVICES: Record<string, string> = {
  ...{ DynamoDB_20120810: 'dynamodb', AWSEvents: 'events', AmazonSQS: 'sqs', TrentService: 'kms' },
  AWSStepFunctions: 'states',
};

const PATHS: readonly (readonly [RegExp, string])[] = [
  [/account-settings/, 'lambda:GetAccountSettings'],
  [/\/configuration/, 'lambda:GetFunctionConfiguration'],
  [/\/concurrency/, 'lambda:GetFunctionConcurrency'],
  [/\/aliases\//, 'lambda:GetAlias'],
  [/^\/schedules/, 'scheduler:ListSchedules'],
  [/appauthorizations/, 'appfabric:ListAppAuthorizations'],
];

/** The IAM action of a request. */
function actionOf({ method, url = '', headers }: IncomingMessage, body: string): string {
  const [target, operation] = String(headers['x-amz-target'] ?? '').split('.');
  if (operation) return `${SERVICES[target ?? '']}:${operation}`;
  const action = new URLSearchParams(body).get('Action');
  if (action) return `${action === 'GetCallerIdentity' ? 'sts' : 'cloudformation'}:${action}`;
  const [, known] = (method === 'GET' && PATHS.find(([path]) => path.test(url))) || [];
  return known ?? `${method} ${url}`;
}

/** As the service writes it: some speak XML. */
function errorOf(action: string, name: string) {
  if (!/^(sts|cloudformation):/.test(action)) {
    return { type: 'application/json', text: JSON.stringify({ __type: name, message: `for ${action}` }) };
  }
  const error = `<Error><Type>Sender</Type><Code>${name}</Code><Message>for ${action}</Message></Error>`;
  return { type: 'text/xml', text: `<ErrorResponse>${error}</ErrorResponse>` };
}
