import { accessOf } from './access-model';
import { type Item, isFinal, USER_FIELDS } from './agreement';
import { isSame } from './publications';
import type { RecordedTable } from './recorded-table';

/** The tenant of a person that a result or a standing is about. */
export const tenantOf = ({ email, app, tenantId }: Item): string => JSON.stringify([email, app, tenantId]);

/** The results that became the latest answer about a person in a tenant, in this order, as the standings were written. */
export class AnswerChains {
  readonly #latest = new Map<string, Item>();
  /** The scan that each tenant's first answer is of. Its answers are what later ones are compared with. */
  readonly #baselines = new Map<string, unknown>();

  constructor(private readonly table: RecordedTable) {}

  /**
   * A standing was just written.
   * @returns the answer of before and the new one, if another one became the latest
   */
  written(before: Item | undefined, standing: Item): { readonly from?: Item; readonly to: Item } | string | undefined {
    const answer = standing.lastAnswer as Item | undefined;
    if (!answer || isSame(answer, before?.lastAnswer)) return undefined;
    const place = tenantOf(standing);
    const from = this.#latest.get(place);
    const to = this.#resultOf(standing, answer);
    if (!to) return `the last answer in ${standing.sk} is no answer of AppFabric`;
    this.#latest.set(place, to);
    if (!from) this.#baselines.set(place, to.scanId);
    return this.#baselines.get(place) === to.scanId ? { to } : { from, to };
  }

  /** Time to live deleted it: the next answer is the first one again. */
  expired(standing: Item): void {
    this.#latest.delete(tenantOf(standing));
  }

  #resultOf(standing: Item, answer: Item): Item | undefined {
    const own = this.table
      .tasksOf(answer.scanId)
      .filter((task) => tenantOf(task) === tenantOf(standing) && isFinal(task) && isAnswer(task))
      .filter((task) => ANSWERED.every((name) => isSame(answer[name], task[name])));
    // A scan of task ids can have several tasks of a tenant.
    return own.find(({ taskKey }) => String(standing.answerOrder).endsWith(`#${taskKey}`)) ?? own[0];
  }
}

const isAnswer = (task: Item): boolean => accessOf(task).access !== 'UNKNOWN';

/** What an answer repeats from its result. */
export const ANSWERED = ['scanId', 'scanStartedAt', 'tasksStartedAt', 'recordedAt', 'access', 'accountFound'].concat(
  USER_FIELDS,
);
