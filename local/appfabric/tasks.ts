import type { Access, Scenario, ScenarioResult, TaskError, Tenant } from '../scenario/model';
import { isStarted } from '../scenario/started';
import { tenantKey } from '../scenario/tenant-key';

/** An element of userAccessTasksList. */
export interface TaskItem {
  readonly app: string;
  readonly tenantId: string;
  readonly taskId?: string;
  readonly error?: TaskError;
}

/** An element of userAccessResultsList. */
export interface ResultItem extends ScenarioResult, Tenant {
  readonly taskId: string;
  readonly email: string;
}

interface Task {
  readonly email: string;
  readonly access: Access;
  readonly startedAt: number;
  /** What AppFabric finds when the task has run. */
  readonly found: ScenarioResult;
}

const NO_ACCOUNT: ScenarioResult = { resultStatus: 'COMPLETED' };
const IN_PROGRESS: ScenarioResult = { resultStatus: 'IN_PROGRESS' };

/** The tasks that were started, and their results as time passes. */
export class Tasks {
  readonly #accessOf: ReadonlyMap<string, readonly Access[]>;
  readonly #tasks = new Map<string, Task>();
  /** When AppFabric was first asked about a person. */
  readonly #firstAskedAt = new Map<string, number>();

  constructor(
    private readonly scenario: Scenario,
    private readonly randomUUID: () => string,
  ) {
    this.#accessOf = new Map(scenario.users.map(({ email, access }) => [email.toLowerCase(), access]));
  }

  /** Starts a task for every authorization that AppFabric asks. Each call starts new tasks, as in AppFabric. */
  start(email: string, now: number): TaskItem[] {
    const person = email.toLowerCase();
    const firstAskedAt = this.#firstAskedAt.get(person) ?? now;
    this.#firstAskedAt.set(person, firstAskedAt);
    const sinceFirstAsked = (now - firstAskedAt) / 1000;
    return this.#tenantsOf(email).map((access) => {
      const { app, tenantId, startError } = access;
      if (startError) return { app, tenantId, error: startError };
      const taskId = this.randomUUID();
      const found = latest(access.later, sinceFirstAsked) ?? access.result ?? NO_ACCOUNT;
      this.#tasks.set(taskId, { email, access, startedAt: now, found });
      return { app, tenantId, taskId };
    });
  }

  /** Returns undefined if the id is not known, or if the scenario leaves the task out of responses. */
  result(taskId: string, now: number): ResultItem | undefined {
    const task = this.#tasks.get(taskId);
    if (!task) return undefined;
    const { app, tenantId, tenantDisplayName, missing, missingSeconds = 0 } = task.access;
    const elapsedSeconds = (now - task.startedAt) / 1000;
    if (missing || elapsedSeconds < missingSeconds) return undefined;
    const result = this.#result(task, elapsedSeconds);
    return { app, tenantId, tenantDisplayName, taskId, email: task.email, ...result };
  }

  /** The authorizations with this person's access, and then those that only this person has. */
  #tenantsOf(email: string): readonly Access[] {
    const own = new Map((this.#accessOf.get(email.toLowerCase()) ?? []).map((access) => [tenantKey(access), access]));
    const tenants = this.scenario.authorizations.flatMap((authorization) => {
      const key = tenantKey(authorization);
      const access = own.get(key);
      own.delete(key);
      const { app, tenantId, tenantDisplayName } = authorization;
      return isStarted(authorization, access) ? { app, tenantId, tenantDisplayName, ...access } : [];
    });
    return [...tenants, ...own.values()];
  }

  #result({ access, found }: Task, elapsedSeconds: number): ScenarioResult {
    const { seconds = this.scenario.defaultSeconds, changes = [] } = access;
    return latest([{ afterSeconds: seconds, result: found }, ...changes], elapsedSeconds) ?? IN_PROGRESS;
  }
}

interface Moment {
  readonly afterSeconds: number;
  readonly result: ScenarioResult;
}

/** The result of the last moment that has come. */
function latest(moments: readonly Moment[] = [], seconds: number): ScenarioResult | undefined {
  const past = moments.filter(({ afterSeconds }) => afterSeconds <= seconds);
  return past.sort((a, b) => a.afterSeconds - b.afterSeconds).at(-1)?.result;
}
