import { readFileSync } from 'node:fs';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import Ajv from 'ajv';
import { type Runtime, storeDependencies } from '../../lambda/runtime/runtime';
import { createHandler } from '../../lambda/watch';
import type { NextStep, WatchOutput, WatchState } from '../../lambda/watch/state';
import type { Verdict } from '../../lib/contract/access/access';
import type { Key } from '../../lib/contract/keys';
import { personOf } from '../../lib/contract/person';
import type { CompletedScan, OpenTenant, ScanFailure, Trigger, UnknownTenant } from '../../lib/contract/records';
import type { WatchRecord } from '../../lib/contract/watches';
import { busNames } from '../../local/stack/rule-definitions';
import { type Course, type Request, synthesizedScanner, VirtualWorld } from '../../simulator/world';
import { scanEnd } from './scan-end';
import { refuseSome } from './scan-steps';
import { linesOf } from './telemetry';

const stack = synthesizedScanner(process.cwd());
const { TABLE_ARN, EVENT_BUS_ARN } = stack.functions.StartWatch?.environment ?? {};

export const EMAIL = 'Ana@Example.com';
export const PERSON = personOf(EMAIL).key;

/** When the virtual clock begins. */
export const BEGIN = Date.parse('2026-01-05T08:00:00.000Z');
export const DAY = 24 * 60 * 60;

/** A time, in seconds after the virtual clock begins. */
export const at = (seconds: number): string => new Date(BEGIN + seconds * 1000).toISOString();

/** How a scan ends. */
export interface ScanEnding {
  readonly verdict?: Verdict;
  readonly open?: readonly OpenTenant[];
  readonly unknown?: readonly UnknownTenant[];
  readonly authorizationsError?: string;
  /** The scan failed with this error. */
  readonly failed?: ScanFailure;
  /** The execution ended, and the record says that the scan runs. */
  readonly running?: boolean;
  /** The execution could not be started, with the name of this error. */
  readonly notStarted?: string;
  /** In seconds. */
  readonly takes?: number;
}

export const OPEN_SLACK: OpenTenant = {
  app: 'SLACK',
  tenantId: 'T0123',
  userStatus: 'ACTIVE',
  confirmed: true,
  recordedAt: at(0),
};
export const OPEN: ScanEnding = { verdict: 'OPEN', open: [OPEN_SLACK] };
export const CLEAR: ScanEnding = { verdict: 'CLEAR' };
export const unknown = (reason: UnknownTenant['reason'], more: Partial<UnknownTenant> = {}): ScanEnding => ({
  verdict: 'UNKNOWN',
  unknown: [{ app: 'ZOOM', tenantId: 'z-1', reason, ...more }],
});

export interface Services {
  readonly retentionSeconds?: number;
  readonly eventBridgeIsAway?: () => boolean;
  /** Whether EventBridge refuses the event with this id, although it accepts others. */
  readonly refuses?: (id: string) => boolean;
  /** What happens to a request, if it is not the usual. */
  readonly course?: (request: Request) => Course;
}

/** What Step Functions knows of an execution. */
export interface Running {
  readonly Name: string;
  readonly StartTime: string;
  readonly Input: unknown;
}

/**
 * The function of watches, with the real handler and clients, a real table, EventBridge, and scans that end as a test
 * says. Time is virtual inside `world.run`.
 */
export async function watchSteps({ retentionSeconds = 365 * DAY, eventBridgeIsAway, refuses, course }: Services = {}) {
  const world = await VirtualWorld.create({ seed: 1, table: stack.table });
  world.events.addBuses(busNames(stack.template));
  if (eventBridgeIsAway) world.network.use({ course: (request) => awayIf(eventBridgeIsAway(), request) });
  if (refuses) refuseSome(world, refuses);
  if (course) world.network.use({ course });
  const runtime = (caller: string): Runtime => ({
    environment: {
      TABLE_NAME: stack.table.TableName,
      TABLE_ARN,
      EVENT_BUS_ARN,
      RESULT_RETENTION_SECONDS: String(retentionSeconds),
    },
    clock: world.clock,
    random: () => 0.5,
    ...world.collected.observers(world),
    requestHandler: world.requestHandler(caller),
  });
  const handle = createHandler(runtime('watch'));
  const stores = storeDependencies(runtime('a test'));
  const client = new DynamoDBClient({ requestHandler: world.requestHandler('a test') });
  /** As Step Functions and Lambda do, passes on JSON. */
  const invoke = async (payload: object) => copyOf(await handle(copyOf(payload) as Parameters<typeof handle>[0]));

  /** A timer takes at most 24 days. */
  const sleepUntil = async (time: number) => {
    while (world.clock.now() < time) await world.clock.sleep(Math.min(time - world.clock.now(), 20 * DAY * 1000));
  };

  const steps = {
    world,
    stores,
    now: () => (world.clock.now() - BEGIN) / 1000,
    /** Waits until a time, in seconds after the virtual clock begins. */
    until: (seconds: number) => sleepUntil(BEGIN + seconds * 1000),

    /** Begins an execution, without a call of the function. */
    execution: (name: string, input: object = {}): Running => ({
      Name: name,
      StartTime: new Date(world.clock.now()).toISOString(),
      Input: { email: EMAIL, ...input },
    }),
    start: (execution: Running) => invoke({ execution }) as Promise<NextStep>,
    review: (execution: Running, state: NextStep) => invoke({ execution, state }) as Promise<NextStep>,
    /** The execution has ended, and EndedWatches says so. */
    end: (execution: Running, status: 'ABORTED' | 'TIMED_OUT' | 'FAILED', more: object = {}) => {
      const { Name: name, StartTime, Input } = execution;
      const dates = { startDate: Date.parse(StartTime), stopDate: world.clock.now() };
      return invoke({ ended: { name, ...dates, status, input: JSON.stringify(Input), redriveCount: 0, ...more } });
    },

    /** Runs a scan to its end, as the state machine of scans would. @returns what the state machine catches, if it fails */
    async scan(scanId: string, ending: ScanEnding, { email = EMAIL, trigger }: { email?: string; trigger?: Trigger }) {
      const startedAt = new Date(world.clock.now()).toISOString();
      const failure = { Error: ending.notStarted ?? 'States.TaskFailed', Cause: `{"input":"${email}"}` };
      if (ending.notStarted !== undefined) return failure;
      const { scans, people } = stores;
      const person = personOf(email).key;
      const identity = { scanId, startedAt, email: person, trigger, tasksStartedAt: startedAt };
      const opened = await scans.open(identity);
      if (ending.running) return failure;
      if (ending.takes) await world.clock.sleep(ending.takes * 1000);
      if (ending.failed) {
        const failed = await scans.fail(identity, ending.failed, 0, world.clock.now());
        await scans.updateHistory(failed, person);
        return failure;
      }
      await scans.commitTasks(scanId, { taskCount: 1, tasksStartedAt: startedAt });
      const { verdict = 'OPEN', open = [], unknown = [], authorizationsError } = ending;
      const said = { verdict, confirmed: true, coverage: { counted: 1, asked: 1, answered: 1 } };
      const { summary } = scanEnd({ COMPLETED: 1 }, said);
      const lists = { open, openTruncated: false, unknown, unknownTruncated: false, authorizationsError };
      const closed = (await scans.complete(opened, { summary, lists }, world.clock.now())) as CompletedScan;
      await scans.updateHistory(closed, person, summary);
      await people.file(closed);
      return undefined;
    },

    /** Does what the state machine does until the execution ends. @param endings how each scan ends, and the last of all */
    async play(execution: Running, endings: readonly ScanEnding[], from?: NextStep) {
      let step = from ?? (await steps.start(execution));
      const trace = [step];
      for (let scans = 0; step.next !== 'END'; trace.push(step)) {
        if (step.until !== undefined) await sleepUntil(Date.parse(step.until));
        if (step.next === 'WAIT_TO_REVIEW') {
          step = await steps.review(execution, step);
          continue;
        }
        const ending = endings[Math.min(scans++, endings.length - 1)];
        const { name, input } = step.scan as NonNullable<WatchState['scan']>;
        const scanFailure = await steps.scan(name, ending as ScanEnding, input);
        step = await steps.review(execution, { ...step, ...(scanFailure && { scanFailure }) });
      }
      return { output: step as WatchOutput, trace };
    },

    items: () => world.database.items(),
    put: (item: object) =>
      client.send(
        new PutItemCommand({ TableName: stack.table.TableName, Item: marshall(item, { removeUndefinedValues: true }) }),
      ),
    remove: (key: Key) => client.send(new DeleteItemCommand({ TableName: stack.table.TableName, Key: marshall(key) })),
    /** The items of watches: the current one, and then the past ones. */
    watches: async () =>
      (await world.database.items())
        .filter(({ type }) => type === 'WATCH')
        .sort((a, b) => String(a.sk).localeCompare(String(b.sk))) as unknown as (WatchRecord &
        Record<string, unknown>)[],
    watch: async () => (await steps.watches())[0] as WatchRecord & Record<string, unknown>,
    /** The events that EventBridge accepted. Each is valid. */
    events: () => {
      for (const event of world.events.taken) expect(violations(event)).toEqual([]);
      return world.events.taken;
    },
    /** Their ids, without the id of the watch. */
    published: () => steps.events().map(({ detail }) => String(detail.id).split(':')[0]),
    /** Where the events of a kind are. */
    eventsOf: (kind: string) => steps.events().filter(({ detail }) => String(detail.id).startsWith(`watch-${kind}:`)),
    /** What the function logged. */
    logged: () => linesOf(world.collected),
  };
  return steps;
}

export type WatchSteps = Awaited<ReturnType<typeof watchSteps>>;

/** Runs the work with a function of watches, under the virtual clock. */
export async function withWatches(work: (steps: WatchSteps) => Promise<void>, services: Services = {}): Promise<void> {
  const steps = await watchSteps(services);
  await steps.world.run(() => work(steps));
}

const copyOf = (value: object): object => JSON.parse(JSON.stringify(value));

const awayIf = (isAway: boolean, { service }: Request): Course =>
  service === 'events' && isAway ? { lost: { status: 500, headers: {}, body: '{"__type":"InternalException"}' } } : {};

const ajv = new Ajv({ strict: true, allErrors: true });
const validators = new Map(
  ['started', 'overdue', 'cleared', 'given-up', 'stopped'].map((kind) => {
    const schema = JSON.parse(readFileSync(`schemas/user-access-watch-${kind}.json`, 'utf8'));
    return [String(schema.title), ajv.compile(schema)];
  }),
);

/** How an event violates its schema. */
function violations({ detailType, detail }: { readonly detailType: string; readonly detail: unknown }): string[] {
  const validate = validators.get(detailType);
  if (validate === undefined) return [`There is no schema for '${detailType}'.`];
  return validate(detail) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
