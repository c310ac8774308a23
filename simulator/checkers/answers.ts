import type { Caller, NetworkHooks, Request, Response } from '../world';
import { isFinal, type Said } from './agreement';

/** One answer of AppFabric about a task, as far as it arrived. */
export interface Answer {
  readonly entries: readonly Said[];
  readonly caller: Caller;
  /** When the task was asked for. */
  readonly sentAt: number;
}

const NOT_FOUND = 404;

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

  delivered({ service, operation, input, caller, sentAt }: Request, { status, body }: Response): void {
    if (service !== 'appfabric' || (status >= 300 && status !== NOT_FOUND)) return;
    const { userAccessTasksList, userAccessResultsList = status === NOT_FOUND ? [] : undefined } = parsed(body);
    if (operation === 'StartUserAccessTasks' && userAccessTasksList) this.starts.push(userAccessTasksList);
    if (userAccessResultsList === undefined) return;
    const named = Map.groupBy(userAccessResultsList, (entry) => entry.taskId);
    // An answer that leaves a task out, or a task that is not found, says something, too.
    for (const taskId of new Set([...((input.taskIdList as string[] | undefined) ?? []), ...named.keys()])) {
      if (typeof taskId !== 'string') continue;
      this.#about.set(taskId, [...this.about(taskId), { entries: named.get(taskId) ?? [], caller, sentAt }]);
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
