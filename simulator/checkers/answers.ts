import type { Caller, NetworkHooks, Request, Response } from '../world';
import { isFinal, type Said } from './agreement';

/** One answer of AppFabric about a task, as far as it arrived. */
export interface Answer {
  readonly entries: readonly Said[];
  readonly caller: Caller;
  /** When the task was asked for. */
  readonly sentAt: number;
}

export const saysFinal = ({ entries }: Answer): boolean =>
  entries.some(({ resultStatus }) => isFinal({ status: resultStatus }));

/** Everything that AppFabric said and that arrived. */
export class Answers implements NetworkHooks {
  /** Every answer to StartUserAccessTasks. */
  readonly starts: Said[][] = [];
  readonly #about = new Map<string, Answer[]>();

  /** What was said about a task, in this order. */
  about(taskId: unknown): readonly Answer[] {
    return this.#about.get(String(taskId)) ?? [];
  }

  delivered({ service, operation, caller, sentAt }: Request, { status, body }: Response): void {
    if (service !== 'appfabric' || status >= 300) return;
    const { userAccessTasksList, userAccessResultsList } = parsed(body);
    if (operation === 'StartUserAccessTasks' && userAccessTasksList) this.starts.push(userAccessTasksList);
    const named = (userAccessResultsList ?? []).filter(({ taskId }) => typeof taskId === 'string');
    for (const [taskId, entries] of Map.groupBy(named, (entry) => String(entry.taskId))) {
      this.#about.set(taskId, [...this.about(taskId), { entries, caller, sentAt }]);
    }
  }
}

function parsed(body: string): { userAccessTasksList?: Said[]; userAccessResultsList?: Said[] } {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
