import type { HttpRequest, HttpResponse } from '@smithy/types';
import type { VirtualClock } from './clock';
import type { Meter } from './meter';

export type Service = 'appfabric' | 'dynamodb' | 'events' | 'states' | 'unknown';

/** The sender of a request. Once it is dead, nothing reaches it, and nothing that it sends arrives. */
export interface Caller {
  readonly name: string;
  readonly dead: boolean;
  /** How many of its requests have no answer yet. */
  inFlight: number;
  /** Ends the caller immediately, as a crash does. */
  kill(): void;
}

export interface Request {
  readonly service: Service;
  readonly operation: string;
  readonly body: string;
  /** The body, parsed, or the query of a request without a body. */
  readonly input: Record<string, unknown>;
  readonly http: HttpRequest;
  readonly caller: Caller;
  readonly sentAt: number;
}

export interface Response {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A service's answer, and what it did. */
export interface Served {
  readonly response: Response;
  readonly writes?: readonly Write[];
  readonly readUnits?: number;
  readonly writeUnits?: number;
}

/** An item that a request changed, as plain objects. */
export interface Write {
  readonly before: Record<string, unknown> | undefined;
  readonly after: Record<string, unknown> | undefined;
}

export type ServiceCore = (request: Request) => Promise<Served>;

/** What happens to one request on its way. */
export interface Course {
  /** Milliseconds until the service gets it. */
  readonly there?: number;
  /** Milliseconds until the caller gets the answer. */
  readonly back?: number;
  /** The request never reaches the service. The caller gets this instead, or waits forever. */
  readonly lost?: Error | Response | 'kill' | 'stuck';
  /** Changes the answer on its way back. */
  readonly altered?: (response: Response) => Response;
  /** The service does its work, and the caller gets this. */
  readonly answerLost?: Error | 'kill';
}

export interface NetworkHooks {
  /** Before anything happens. May throw if the request should not have been sent. */
  sent?(request: Request): void;
  course?(request: Request): Course;
  /** The service has done its work, and the caller does not know yet. */
  served?(request: Request, served: Served): void;
  /** The caller gets the answer. */
  delivered?(request: Request, response: Response): void;
}

/** An error like those of Node's sockets. */
export const connectionError = (code: 'ECONNRESET' | 'ETIMEDOUT', name = 'Error'): Error =>
  Object.assign(new Error(code === 'ECONNRESET' ? 'socket hang up' : 'The request timed out.'), { name, code });

/** Carries the requests of SDK clients to the services of the world, without a socket. */
export class VirtualNetwork {
  readonly #services = new Map<Service, ServiceCore>();
  readonly #hooks: NetworkHooks[] = [];

  constructor(
    private readonly clock: VirtualClock,
    private readonly meter: Meter,
    /** Used unless a hook decides otherwise. */
    private readonly usualCourse: (request: Request) => Course,
  ) {}

  serve(service: Service, core: ServiceCore): void {
    this.#services.set(service, core);
  }

  use(hooks: NetworkHooks): void {
    this.#hooks.push(hooks);
  }

  /** The `requestHandler` for a client of the SDK. */
  requestHandler(caller: () => Caller) {
    return {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: async (http: HttpRequest): Promise<{ response: HttpResponse }> => {
        const from = caller();
        from.inFlight++;
        const { status, headers, body } = await this.#send(requestOf(http, from, this.clock.now())).finally(() => {
          from.inFlight--;
        });
        return { response: { statusCode: status, headers, body: Buffer.from(body) } };
      },
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      destroy: () => undefined,
    };
  }

  async #send(request: Request): Promise<Response> {
    const { caller } = request;
    if (caller.dead) return never();
    for (const hooks of this.#hooks) hooks.sent?.(request);
    const course = this.#course(request);
    await this.#travel(course.there, caller);
    if (course.lost !== undefined) return surprise(course.lost, caller);
    this.meter.countRequest(`${request.service}:${request.operation}`);
    const core = this.#services.get(request.service);
    if (!core) throw new Error(`This world has no ${request.service} (${request.operation}, ${request.http.path}).`);
    const served = await core(request);
    this.meter.dynamoDbReadUnits += served.readUnits ?? 0;
    this.meter.dynamoDbWriteUnits += served.writeUnits ?? 0;
    for (const hooks of this.#hooks) hooks.served?.(request, served);
    const response = course.altered?.(served.response) ?? served.response;
    await this.#travel(course.back, caller);
    if (course.answerLost !== undefined) return surprise(course.answerLost, caller);
    for (const hooks of this.#hooks) hooks.delivered?.(request, response);
    return response;
  }

  #course(request: Request): Course {
    return Object.assign({ ...this.usualCourse(request) }, ...this.#hooks.map((hooks) => hooks.course?.(request)));
  }

  async #travel(milliseconds: number | undefined, caller: Caller): Promise<void> {
    if (milliseconds !== undefined && milliseconds > 0) await this.clock.sleep(milliseconds);
    if (caller.dead) return never();
  }
}

const never = () => new Promise<never>(() => undefined);

function surprise(what: Error | Response | 'kill' | 'stuck', caller: Caller): Response | Promise<never> {
  if (what === 'kill') caller.kill();
  if (what === 'kill' || what === 'stuck') return never();
  if (what instanceof Error) throw what;
  return what;
}

const TARGETS: Record<string, Service> = {
  DynamoDB_20120810: 'dynamodb',
  AWSEvents: 'events',
  AWSStepFunctions: 'states',
};

const APP_FABRIC_PATHS: readonly (readonly [RegExp, string])[] = [
  [/^\/useraccess\/start$/, 'StartUserAccessTasks'],
  [/^\/useraccess\/batchget$/, 'BatchGetUserAccessTasks'],
  [/^\/appbundles\/[^/]+\/appauthorizations$/, 'ListAppAuthorizations'],
];

/** Determines the service as AWS does: by the header X-Amz-Target, or by the path. */
function requestOf(http: HttpRequest, caller: Caller, sentAt: number): Request {
  const [prefix = '', target = ''] = (http.headers['x-amz-target'] ?? http.headers['X-Amz-Target'] ?? '').split('.');
  const [, ofAppFabric] = APP_FABRIC_PATHS.find(([path]) => path.test(http.path)) ?? [];
  const service = TARGETS[prefix] ?? (ofAppFabric === undefined ? 'unknown' : 'appfabric');
  const operation = service === 'appfabric' ? (ofAppFabric ?? '') : target;
  const body = textOf(http);
  return { service, operation, body, input: body === '' ? { ...http.query } : JSON.parse(body), http, caller, sentAt };
}

/** The SDK's own Uint8Array warns when it is used as a string, as `Buffer.from` does. */
function textOf({ body }: HttpRequest): string {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
}
