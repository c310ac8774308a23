import { asArray, asObject, asString, type Json, parseJson } from '../../local/stack/json';
import type { Caller, NetworkHooks, Request, Response } from '../world';
import { isFinal, type Said } from './agreement';

/** What arrived for one task that was asked for. */
export interface Answer {
  /** Empty if the answer left the task out. */
  readonly entries: readonly Said[];
  /** AppFabric said that there is no such task, and it was asked for nothing else. */
  readonly isNotFound: boolean;
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

  delivered(request: Request, response: Response): void {
    if (request.operation === 'StartUserAccessTasks') {
      const tasks = listIn(response, 'userAccessTasksList');
      if (tasks) this.starts.push(tasks);
    }
    if (request.operation === 'BatchGetUserAccessTasks') this.#delivered(request, response);
  }

  #delivered({ input, caller, sentAt }: Request, response: Response): void {
    const asked = asArray(input.taskIdList as Json).map(String);
    const entries = listIn(response, 'userAccessResultsList');
    const isNotFound = asked.length === 1 && isUnknownTask(response);
    if (!entries && !isNotFound) return;
    const named = Map.groupBy(entries ?? [], ({ taskId }) => taskId);
    for (const taskId of asked) {
      const answer = { entries: named.get(taskId) ?? [], isNotFound, caller, sentAt };
      const earlier = this.#about.get(taskId);
      if (earlier) earlier.push(answer);
      else this.#about.set(taskId, [answer]);
    }
  }
}

function listIn({ status, body }: Response, name: string): Said[] | undefined {
  const list = status < 300 ? asObject(parseJson(body))[name] : undefined;
  return Array.isArray(list) ? list.map(asObject) : undefined;
}

/** A body that was cut short does not say what was not found. */
const isUnknownTask = ({ status, body }: Response): boolean =>
  status === 404 && asString(asObject(parseJson(body)).resourceType) !== 'AppBundle';
