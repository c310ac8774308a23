import { AppFabricError } from '../../local/appfabric/errors';
import { readInput } from '../../local/appfabric/requests';
import type { Request, Response, SeededRandom, Served } from '../world';
import { type AuthorizationPlan, connected } from './authorizations';
import type { LifePlan, PersonPlan, TenantPlan } from './people';
import { LIST_FAULTS, SimulatedAuthorizations } from './simulated-authorizations';

/** Happen to the entries of an answer, by chance. */
export const ANSWER_FAULTS = [
  ...LIST_FAULTS,
  'answer: task missing',
  'answer: out of order',
  'answer: entry duplicated',
  'answer: task not asked for',
  'answer: unknown status',
  'answer: status goes back',
  'answer: fields missing',
] as const;

type CountedFault =
  | 'authorizations: one taken away'
  | 'authorizations: one added'
  | 'life: an account or an app is not what it was';

type Entry = Record<string, unknown>;

interface Task {
  readonly email: string;
  readonly tenant: TenantPlan;
  readonly startedAt: number;
  readonly result: TenantPlan['result'];
  /** Its final status was in an answer. A later answer may take it back. */
  saidFinal: boolean;
}

/** AppFabric on its worst day: real limits and errors, and answers that cannot be trusted. */
export class SimulatedAppFabric {
  readonly #tasks = new Map<string, Task>();
  readonly #people: ReadonlyMap<string, PersonPlan>;
  /** How often each person's tasks were started. */
  readonly #starts = new Map<string, number>();
  readonly #authorizations: SimulatedAuthorizations;
  readonly #begunAt: number;
  readonly #phases = new Map<TenantPlan, LifePlan>();
  /** How many tasks were started with another result than the first time. */
  changedResults = 0;

  constructor(
    people: readonly PersonPlan[],
    private readonly dependencies: {
      readonly now: () => number;
      readonly random: SeededRandom;
      /** Says whether this fault happens now, and counts it. */
      readonly strikes: (fault: (typeof ANSWER_FAULTS)[number]) => boolean;
      /** Whether one task id that is not known makes the whole call fail. Otherwise it is left out of the answer. */
      readonly refusesUnknownIds?: boolean;
      /** @default - one for each tenant, always connected */
      readonly authorizations?: readonly AuthorizationPlan[];
      /** How many app authorizations a page has. @default - as many as are asked for */
      readonly pageSize?: number;
      readonly count?: (fault: CountedFault) => void;
    },
  ) {
    const { now, strikes, authorizations = connected(people), pageSize = Infinity, count } = dependencies;
    const begunAt = now();
    this.#begunAt = begunAt;
    this.#authorizations = new SimulatedAuthorizations(authorizations, {
      secondsSinceStart: () => (now() - begunAt) / 1000,
      pageSize,
      strikes,
      count: (fault) => count?.(fault),
    });
    this.#people = new Map(people.map((person) => [person.email.toLowerCase(), person]));
  }

  /** Starts a person's tasks outside of any scan. */
  startTasks(email: string): string[] {
    return this.#start(email).flatMap(({ taskId }) => (taskId === undefined ? [] : String(taskId)));
  }

  async serve({ operation, body, input: query }: Request): Promise<Served> {
    if (operation === 'ListAppAuthorizations') {
      const { status, output } = this.#authorizations.page(query);
      return { response: answer(status, output) };
    }
    try {
      const input = readInput(operation as 'StartUserAccessTasks', body);
      if (operation === 'StartUserAccessTasks') {
        return { response: answer(201, { userAccessTasksList: this.#start(input.email) }) };
      }
      const unknown = input.taskIdList.find((taskId) => !this.#tasks.has(taskId));
      if (unknown !== undefined && this.dependencies.refusesUnknownIds) {
        const output = { message: 'No such task.', resourceId: unknown, resourceType: 'UserAccessTask' };
        return { response: failure(404, 'ResourceNotFoundException', output) };
      }
      return { response: answer(200, { userAccessResultsList: this.#results(input.taskIdList) }) };
    } catch (error) {
      if (!(error instanceof AppFabricError)) throw error;
      return { response: failure(error.status, error.name, { message: error.message, ...error.members }) };
    }
  }

  #start(email: string): Entry[] {
    const person = this.#people.get(email.toLowerCase());
    const before = this.#starts.get(email.toLowerCase()) ?? 0;
    this.#starts.set(email.toLowerCase(), before + 1);
    return this.#authorizations.connectedOf(person?.tenants ?? []).map((planned) => {
      const tenant = this.#lived(planned);
      const { app, tenantId, startError } = tenant;
      if (startError) return { app, tenantId, error: startError };
      const taskId = this.dependencies.random.uuid();
      // A person's account can appear or disappear between two scans.
      const result = before % 2 === 1 ? (tenant.laterResult ?? tenant.result) : tenant.result;
      if (result !== tenant.result) this.changedResults++;
      this.#tasks.set(taskId, { email, tenant, startedAt: this.dependencies.now(), result, saidFinal: false });
      return { app, tenantId, taskId };
    });
  }

  /** A tenant as it is now. */
  #lived(tenant: TenantPlan): TenantPlan {
    const age = (this.dependencies.now() - this.#begunAt) / 1000;
    const phase = tenant.life?.findLast(({ fromSeconds }) => fromSeconds <= age);
    if (!phase) return tenant;
    if (phase !== this.#phases.get(tenant)) {
      this.#phases.set(tenant, phase);
      this.dependencies.count?.('life: an account or an app is not what it was');
    }
    const { startError, result = tenant.result, seconds = tenant.seconds } = phase;
    return { ...tenant, startError, result, seconds };
  }

  #results(taskIds: readonly string[]): Entry[] {
    const { random, strikes } = this.dependencies;
    const entries = taskIds.flatMap((taskId) => {
      const entry = this.#entry(taskId);
      if (!entry || strikes('answer: task missing')) return [];
      return strikes('answer: entry duplicated') ? [entry, this.#entry(taskId) ?? entry] : [entry];
    });
    if (entries.length > 0 && strikes('answer: task not asked for')) {
      entries.push({ ...entries[0], taskId: random.uuid(), resultStatus: 'COMPLETED', userId: 'U-somebody-else' });
    }
    return entries.length > 1 && strikes('answer: out of order') ? random.shuffled(entries) : entries;
  }

  #entry(taskId: string): Entry | undefined {
    const task = this.#tasks.get(taskId);
    if (!task) return undefined;
    const { app, tenantId, tenantDisplayName, seconds, missingSeconds } = task.tenant;
    const age = (this.dependencies.now() - task.startedAt) / 1000;
    if (age < missingSeconds) return undefined;
    const state = this.#state(task, age >= seconds, task.result);
    const entry: Entry = { app, tenantId, tenantDisplayName, taskId, email: task.email, ...state };
    if (!this.dependencies.strikes('answer: fields missing')) return entry;
    return { ...entry, [this.dependencies.random.pick(Object.keys(entry))]: undefined };
  }

  #state(task: Task, ended: boolean, result: Entry): Entry {
    const { random, strikes } = this.dependencies;
    if (ended && task.saidFinal && strikes('answer: status goes back')) {
      return { resultStatus: random.pick(['IN_PROGRESS', 'EXPIRED']) };
    }
    if (strikes('answer: unknown status')) return { ...result, resultStatus: random.pick(['QUEUED', 'completed', '']) };
    if (!ended) return { resultStatus: 'IN_PROGRESS' };
    task.saidFinal = true;
    return result;
  }
}

const answer = (status: number, output: object, headers: Record<string, string> = {}): Response => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(output),
});

export const failure = (status: number, type: string, output: object, headers?: Record<string, string>): Response =>
  answer(status, output, { 'x-amzn-errortype': type, ...headers });
