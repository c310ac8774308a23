import { pollDependencies, type Runtime } from '../../lambda/runtime/runtime';
import { busNames } from '../../local/stack/rule-definitions';
import { type Request, type Response, synthesizedScanner, VirtualWorld } from '../../simulator/world';
import { APP_BUNDLE_ARN } from '../../simulator/world/scanner';

const stack = synthesizedScanner(process.cwd());
const { TABLE_ARN, EVENT_BUS_ARN } = stack.functions.StartScan?.environment ?? {};

/** A day: the shortest retention. */
export const RETENTION_SECONDS = 24 * 60 * 60;

/** Like that of a test's scan, when the virtual clock begins. */
export const STARTED_AT = '2026-01-05T08:00:00.000Z';

/** What AppFabric answers to a request. `call` counts the requests of an operation from 1. */
type Answer = (input: Record<string, unknown>, call: number) => Partial<Response> & { readonly json?: object };

export interface Services {
  readonly start?: Answer;
  readonly batchGet?: Answer;
  /** @default - AppFabric has no app authorizations */
  readonly list?: Answer;
  /** Whether EventBridge is away. */
  readonly eventBridgeIsAway?: () => boolean;
  /** Whether EventBridge refuses the event with this id, although it accepts others. */
  readonly refuses?: (id: string) => boolean;
}

export const EXCEPTION = (name: string, members: object = {}, headers: Record<string, string> = {}) => ({
  status: { ThrottlingException: 429, InternalServerException: 500, ResourceNotFoundException: 404 }[name] ?? 400,
  headers: { 'x-amzn-errortype': name, ...headers },
  json: { message: 'Ana Díaz', ...members },
});

/** What a step returned, or the error that it threw. */
export const outcomeOf = <T>(step: Promise<T>): Promise<{ readonly result?: T; readonly error?: Error }> =>
  step.then(
    (result) => ({ result }),
    (error: Error) => ({ error }),
  );

const NO_AUTHORIZATIONS: Answer = () => ({ json: { appAuthorizationSummaryList: [] } });

/**
 * The parts that the steps of a scan need: the real clients, a real table, EventBridge, and an AppFabric that answers
 * what a test says. Time is virtual inside `world.run`.
 */
export async function scanSteps({
  start,
  batchGet,
  list = NO_AUTHORIZATIONS,
  eventBridgeIsAway = () => false,
  refuses,
}: Services = {}) {
  const world = await VirtualWorld.create({ seed: 1, table: stack.table });
  world.events.addBuses(busNames(stack.template));
  const requests: Request[] = [];
  world.network.serve('appfabric', async (request) => {
    const call = requests.filter(({ operation }) => operation === request.operation).length + 1;
    // Most tests are about the tasks.
    if (request.operation !== 'ListAppAuthorizations' || list !== NO_AUTHORIZATIONS) requests.push(request);
    const answer = { StartUserAccessTasks: start, BatchGetUserAccessTasks: batchGet, ListAppAuthorizations: list }[
      request.operation
    ];
    if (!answer) throw new Error(`The test does not expect ${request.operation}.`);
    const { status = 200, headers, body, json } = answer(request.input, call);
    return {
      response: {
        status,
        headers: { 'content-type': 'application/json', ...headers },
        body: body ?? JSON.stringify(json),
      },
    };
  });
  world.network.use({
    course: ({ service }) =>
      service === 'events' && eventBridgeIsAway()
        ? { lost: { status: 500, headers: {}, body: '{"__type":"InternalException"}' } }
        : {},
  });
  if (refuses) refuseSome(world, refuses);
  const runtime: Runtime = {
    environment: {
      TABLE_NAME: stack.table.TableName,
      TABLE_ARN,
      EVENT_BUS_ARN,
      APP_BUNDLE_ARN,
      RESULT_RETENTION_SECONDS: String(RETENTION_SECONDS),
      POLL_WINDOW_SECONDS: '60',
      FIRST_WAIT_SECONDS: '20',
      BACKOFF_RATE: '1.5',
      LONGEST_WAIT_SECONDS: '60',
      SCAN_TIMEOUT_SECONDS: '1800',
    },
    clock: world.clock,
    random: () => 0.5,
    ...world.collected.observers(world),
    requestHandler: world.requestHandler('a test'),
  };
  return {
    world,
    /** What a function runs in. */
    runtime,
    /** The requests that AppFabric got. */
    requests,
    dependencies: { ...pollDependencies(runtime), scanTimeoutSeconds: 1800, functionSeconds: 360 },
    /** Ids of the events that EventBridge accepted. */
    published: () => world.events.taken.map(({ detail }) => String(detail.id)),
    items: () => world.database.items(),
    /** The items of a type. */
    async itemsOf(type: string) {
      return (await world.database.items()).filter((item) => item.type === type);
    },
  };
}

/** EventBridge refuses some entries of a request, and accepts the others. */
export function refuseSome({ network, events }: VirtualWorld, refuses: (id: string) => boolean): void {
  network.serve('events', async (request) => {
    const entries = request.input.Entries as { Detail: string }[];
    const isRefused = entries.map(({ Detail }) => refuses(JSON.parse(Detail).id));
    const Entries = entries.filter((_, index) => !isRefused[index]);
    const { response } = await events.serve({ ...request, input: { ...request.input, Entries } });
    const accepted = Entries.length === 0 ? [] : (JSON.parse(response.body).Entries as object[]);
    const answers = isRefused.map((refused) => (refused ? { ErrorCode: 'NotAuthorizedError' } : accepted.shift()));
    return { response: { ...response, status: 200, body: JSON.stringify({ Entries: answers }) } };
  });
}
