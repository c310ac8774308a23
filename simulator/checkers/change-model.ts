import { accessOf } from './access-model';
import type { Item } from './agreement';

/** What differs between two answers about a person in a tenant, by what AppFabric said. Undefined if nothing does. */
export function kindOf(from: Item, to: Item): string | undefined {
  const [before, after] = [accessOf(from).access, accessOf(to).access];
  if (before === after) return from.userStatus === to.userStatus ? undefined : 'STATUS_CHANGED';
  if (before === 'NONE') return 'APPEARED';
  if (after === 'NONE') return 'REMOVED';
  return after === 'BLOCKED' ? 'BLOCKED' : 'REOPENED';
}

/** A change that the answers of a tenant make, and that nobody has to tell us. */
export interface ModelChange {
  readonly id: string;
  readonly kind: string;
  /** Results of tasks. */
  readonly from: Item;
  readonly to: Item;
}

export function changeBetween(from: Item, to: Item): ModelChange | undefined {
  const kind = kindOf(from, to);
  return kind === undefined ? undefined : { id: `changed:${to.scanId}:${to.taskKey}`, kind, from, to };
}
