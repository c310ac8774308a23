import { asObject, type JsonObject, parseJson } from '../../local/stack/json';
import type { Caller, NetworkHooks, Request, Response } from '../world';

/** What an invocation knows of the app authorizations. */
export interface Listing {
  /** Whether every page arrived, and every page could be read. */
  readonly isComplete: boolean;
  readonly authorizations: readonly ListedAuthorization[];
}

export interface ListedAuthorization {
  readonly app: string;
  readonly tenantId: string;
  readonly status: unknown;
}

interface Pages {
  /** What the next page must be asked for with. */
  awaited: unknown;
  isOver: boolean;
  isBroken: boolean;
  readonly entries: JsonObject[];
}

/** The pages of ListAppAuthorizations that arrived, by who asked for them. */
export class Listings implements NetworkHooks {
  readonly #pages = new WeakMap<Caller, Pages>();

  /** The list as one caller got it. */
  of(caller: Caller): Listing {
    const { isOver, isBroken, entries } = this.#pages.get(caller) ?? nothing();
    const authorizations = entries.map(({ app, tenant, status }) => ({
      app: String(app),
      tenantId: String(asObject(tenant ?? null).tenantIdentifier),
      status,
    }));
    return isOver && !isBroken ? { isComplete: true, authorizations } : { isComplete: false, authorizations: [] };
  }

  delivered({ operation, input, caller }: Request, { status, body }: Response): void {
    if (operation !== 'ListAppAuthorizations' || status !== 200) return;
    const page = parseJson(body);
    // The client asks again for what it cannot read.
    if (page === undefined || page === null) return;
    const { appAuthorizationSummaryList: list, nextToken } = asObject(page);
    const pages = this.#pages.get(caller) ?? nothing();
    this.#pages.set(caller, pages);
    if (pages.isOver || input.nextToken !== pages.awaited) return;
    pages.isBroken ||= !Array.isArray(list) || list.some((entry) => !isWhole(asObject(entry ?? null)));
    if (Array.isArray(list)) pages.entries.push(...list.map((entry) => asObject(entry ?? null)));
    pages.awaited = nextToken;
    pages.isOver = !nextToken;
  }
}

const nothing = (): Pages => ({ awaited: undefined, isOver: false, isBroken: false, entries: [] });

const isWhole = ({ app, tenant }: JsonObject): boolean =>
  [app, asObject(tenant ?? null).tenantIdentifier].every((name) => typeof name === 'string' && name !== '');
