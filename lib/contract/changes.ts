import type { Access } from './access/access';
import type { PersonKey } from './person';
import type { Answer, Trigger } from './records';

/**
 * What changed in a tenant between two answers about a person.
 *
 * - `APPEARED`: there was no account, and now there is one, open or blocked.
 * - `BLOCKED`: the account was open, and is blocked.
 * - `REOPENED`: the account was blocked, and is open.
 * - `REMOVED`: there was an account, and now there is none.
 * - `STATUS_CHANGED`: the app reports another status, which means the same access.
 */
export type ChangeKind = 'APPEARED' | 'BLOCKED' | 'REOPENED' | 'REMOVED' | 'STATUS_CHANGED';

/** All values of `ChangeKind`, the most urgent first. */
export const CHANGE_KINDS: readonly ChangeKind[] = ['REOPENED', 'APPEARED', 'STATUS_CHANGED', 'BLOCKED', 'REMOVED'];

/** A change of a person's access in one tenant of an app, from one answer to the next. */
export interface Change {
  /** The id of the change. It is also the id of its event. */
  readonly id: string;
  /** The person's email address, in lower case. */
  readonly email: string;
  /** The name of the app in AppFabric, such as `SLACK`. */
  readonly app: string;
  /** The id of the tenant in the app. */
  readonly tenantId: string;
  /** The display name of the tenant, if it has one. */
  readonly tenantDisplayName?: string;
  /** What changed. */
  readonly kind: ChangeKind;
  /** The answer before. */
  readonly from: Answer;
  /** The answer that differs from it. */
  readonly to: Answer;
}

/** The item of a change. */
export interface ChangeRecord extends Change {
  readonly type: 'CHANGE';
  readonly email: PersonKey;
  /** What requested the scan of the answer in `to`. */
  readonly trigger?: Trigger;
  readonly expiresAt: number;
}

/** What two answers are compared by. */
interface Compared {
  readonly access: Exclude<Access, 'UNKNOWN'>;
  readonly accountFound: boolean;
  readonly userStatus?: string;
}

/** What changed from one answer to the next, or undefined if nothing did. */
export function changeKindOf(from: Compared, to: Compared): ChangeKind | undefined {
  if (from.accountFound !== to.accountFound) return to.accountFound ? 'APPEARED' : 'REMOVED';
  if (from.access !== to.access) return to.access === 'OPEN' ? 'REOPENED' : 'BLOCKED';
  return from.userStatus === to.userStatus ? undefined : 'STATUS_CHANGED';
}
