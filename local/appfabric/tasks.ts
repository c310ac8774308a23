import type { Access, Authorization, Scenario, ScenarioResult, TaskError } from '../scenario/model';
import { tenantKey } from '../scenario/tenant-key';

/** One element of StartUserAccessTasks' answer. */
export interface TaskItem {
  readonly app: string;
  readonly tenantId: string;
  readonly taskId?: string;
  readonly error?: TaskError;
}

/** One element of BatchGetUserAccessTasks' answer. */
export interface ResultItem extends ScenarioResult, Authorization {
  readonly taskId: string;
  readonly email: string;
}

interface Task {
  readonly email: string;
  readonly access: Access;
  readonly startedAt: number;
}

/** The tasks that were started, and what the scenario has to say of them as time passes. */
export class Tasks {
  readonly #scenario: Scenario;
  readonly #randomUUID: () => string;
  readonly #accessOf: ReadonlyMap<string, readonly Access[]>;
  readonly #tasks = new Map<string, Task>();

  constructor(scenario: Scenario, randomUUID: () => string) {
    this.#scenario = scenario;
    this.#randomUUID = randomUUID;
    this.#accessOf = new Map(scenario.users.map(({ email, access }) => [email.toLowerCase(), access]));
  }

  /** A task for every authorization, as AppFabric does each time that it is asked. */
  start(email: string, now: number): TaskItem[] {
    return this.#tenantsOf(email).map((access) => {
      const { app, tenantId, startError } = access;
      if (startError) return { app, tenantId, error: startError };
      const taskId = this.#randomUUID();
      this.#tasks.set(taskId, { email, access, startedAt: now });
      return { app, tenantId, taskId };
    });
  }

  /** Undefined when the answer leaves the task out: it is unknown, or the scenario has it missing. */
  result(taskId: string, now: number): ResultItem | undefined {
    const task = this.#tasks.get(taskId);
    if (!task) return undefined;
    const { app, tenantId, tenantDisplayName, missing, missingSeconds = 0 } = task.access;
    const elapsedSeconds = (now - task.startedAt) / 1000;
    if (missing || elapsedSeconds < missingSeconds) return undefined;
    return {
      app,
      tenantId,
      tenantDisplayName,
      taskId,
      email: task.email,
      ...this.#answer(task.access, elapsedSeconds),
    };
  }

  /** The authorizations, each with what the scenario says of this person there, then the person's further ones. */
  #tenantsOf(email: string): readonly Access[] {
    const tenants = new Map<string, Access>();
    for (const tenant of [...this.#scenario.authorizations, ...(this.#accessOf.get(email.toLowerCase()) ?? [])]) {
      const key = tenantKey(tenant);
      tenants.set(key, { ...tenants.get(key), ...tenant });
    }
    return [...tenants.values()];
  }

  #answer(access: Access, elapsedSeconds: number): ScenarioResult {
    const { seconds = this.#scenario.defaultSeconds, result = { resultStatus: 'COMPLETED' }, changes = [] } = access;
    const due = [{ afterSeconds: seconds, result }, ...changes]
      .filter(({ afterSeconds }) => afterSeconds <= elapsedSeconds)
      .sort((a, b) => a.afterSeconds - b.afterSeconds);
    return due.at(-1)?.result ?? { resultStatus: 'IN_PROGRESS' };
  }
}
