import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Scenario } from '../scenario/model';
import { authorizationsPage } from './authorizations';
import type { OperationInput } from './checks';
import { AppFabricError, accessDenied, appBundleNotFound, validation } from './errors';
import { faultOf, withFaults } from './faults';
import { OPERATION_NAMES, OPERATIONS, type Operation, operationAt } from './operations';
import { readInput } from './requests';
import { Tasks } from './tasks';

export interface AppFabricRequest {
  readonly method: string;
  /** The path and the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string | Uint8Array;
}

export interface AppFabricResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request and the status of its response, without personal data. */
export interface AnsweredRequest {
  readonly operation: Operation | 'unknown';
  /** Milliseconds, by the endpoint's clock. */
  readonly at: number;
  readonly status: number;
}

export interface AppFabricEndpointDependencies {
  /** The clock of all tasks, in milliseconds. */
  readonly now: () => number;
  readonly randomUUID: () => string;
}

/** The signature must be for AppFabric. It is not verified, because there is no secret to verify it with. */
const SIGNED_FOR_APPFABRIC = /^AWS4-HMAC-SHA256\s+Credential=[^/,\s]+\/\d{8}\/[^/,\s]+\/appfabric\/aws4_request\b/;

/**
 * AppFabric's operations for scans on this machine: the real protocol (restJson1), limits and errors, with the results
 * of a scenario, which can be changed between calls. `handle` is for node:http. `respond` does the same without a socket.
 */
export class AppFabricEndpoint {
  /** Every request so far, oldest first. */
  readonly requests: AnsweredRequest[] = [];
  readonly #tasks: Tasks;
  readonly #counts = Object.fromEntries(OPERATION_NAMES.map((name) => [name, 0])) as Record<Operation, number>;

  constructor(
    private readonly scenario: Scenario,
    private readonly dependencies: AppFabricEndpointDependencies,
  ) {
    this.#tasks = new Tasks(scenario, dependencies.randomUUID);
  }

  /** Starts a person's tasks as if another caller had started them, and returns their ids. */
  seedTasks(email: string): string[] {
    return this.#tasks.start(email, this.dependencies.now()).flatMap(({ taskId }) => taskId ?? []);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      // The caller disconnected while it was still sending.
      response.destroy();
      return;
    }
    const { method = '', url = '', headers } = request;
    const answer = this.respond({ method, path: url, headers, body: Buffer.concat(chunks) });
    const length = Buffer.byteLength(answer.body);
    response.writeHead(answer.status, { ...answer.headers, 'content-length': length }).end(answer.body);
  }

  respond(request: AppFabricRequest): AppFabricResponse {
    const operation = operationAt(request.method, request.path);
    const at = this.dependencies.now();
    const response = this.#response(request, operation, at);
    this.requests.push({ operation: operation ?? 'unknown', at, status: response.status });
    return response;
  }

  #response(request: AppFabricRequest, operation: Operation | undefined, at: number): AppFabricResponse {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'x-amzn-requestid': this.dependencies.randomUUID(),
    };
    try {
      if (!operation) {
        const [path] = request.path.split('?');
        throw validation('unknownOperation', `There is no such operation: ${request.method} ${path}.`);
      }
      const output = this.#output(request, operation, at);
      return { status: OPERATIONS[operation].status, headers, body: JSON.stringify(output) };
    } catch (error) {
      if (!(error instanceof AppFabricError)) throw error;
      headers['x-amzn-errortype'] = error.name;
      if (error.retryAfterSeconds !== undefined) headers['retry-after'] = String(error.retryAfterSeconds);
      return { status: error.status, headers, body: JSON.stringify({ message: error.message, ...error.members }) };
    }
  }

  #output(request: AppFabricRequest, operation: Operation, at: number): object {
    this.#counts[operation] += 1;
    if (!SIGNED_FOR_APPFABRIC.test(header(request, 'authorization'))) {
      throw accessDenied('The request must be signed with Signature Version 4 for the service appfabric.');
    }
    const fault = faultOf(this.scenario.faults, operation, this.#counts[operation]);
    if (fault) throw fault;
    const input = readInput(operation, request.body, request.path);
    this.#checkAppBundle(input.appBundleIdentifier);
    return this.#perform[operation](input, at);
  }

  #checkAppBundle(identifier: string): void {
    const { appBundleArn, faults } = this.scenario;
    const known = [appBundleArn, appBundleArn.split('/').at(-1)].includes(identifier);
    if (!known || faults.appBundleMissing) throw appBundleNotFound(identifier);
  }

  readonly #perform: Record<Operation, (input: OperationInput, at: number) => object> = {
    StartUserAccessTasks: ({ email }, at) => ({ userAccessTasksList: this.#tasks.start(email, at) }),
    BatchGetUserAccessTasks: ({ taskIdList }, at) => {
      const results = [...new Set(taskIdList)].flatMap((taskId) => this.#tasks.result(taskId, at) ?? []);
      return { userAccessResultsList: withFaults(results, this.scenario.faults, this.dependencies.randomUUID) };
    },
    ListAppAuthorizations: (input, at) => authorizationsPage(this.scenario, input, at),
  };
}

function header({ headers }: AppFabricRequest, name: string): string {
  const [, value = ''] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === 'string' ? value : value.join(', ');
}
