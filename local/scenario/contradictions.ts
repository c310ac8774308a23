import { MAX_AUTHORIZATIONS } from '../appfabric/limits';
import { pathText } from './mistakes';
import type { Scenario } from './model';
import { tenantKey } from './tenant-key';

type Path = (string | number)[];

/** Finds mistakes in the combination of entries that are valid on their own. */
export function* contradictions({ authorizations, users }: Scenario): Generator<{ path: Path; message: string }> {
  const sameTenant = (other: Path) => `has the same app and tenantId as ${pathText(other)}: keep one`;
  yield* repetitions(authorizations.map(tenantKey), (index) => ['authorizations', index], sameTenant);
  if (authorizations.length > MAX_AUTHORIZATIONS) {
    const message = `has ${authorizations.length} entries: AppFabric allows ${MAX_AUTHORIZATIONS}, remove some`;
    yield { path: ['authorizations'], message };
  }
  yield* repetitions(
    users.map((each) => each.email.toLowerCase()),
    (index) => ['users', index, 'email'],
    (other) => `is the same address as ${pathText(other)} (case does not matter): keep one`,
  );
  for (const [index, each] of users.entries()) {
    const path = ['users', index, 'access'];
    yield* repetitions(each.access.map(tenantKey), (entry) => [...path, entry], sameTenant);
    for (const [entry, { later = [] }] of each.access.entries()) {
      yield* repetitions(
        later.map(({ afterSeconds }) => String(afterSeconds)),
        (index) => [...path, entry, 'later', index, 'afterSeconds'],
        (other) => `is the same time as ${pathText(other)}: keep one`,
      );
    }
    const { size } = new Set([...authorizations, ...each.access].map(tenantKey));
    if (size > MAX_AUTHORIZATIONS) {
      const message = `and authorizations name ${size} tenants together: AppFabric allows ${MAX_AUTHORIZATIONS}, remove some`;
      yield { path, message };
    }
  }
}

function* repetitions(keys: readonly string[], at: (index: number) => Path, message: (first: Path) => string) {
  const seen = new Map<string, number>();
  for (const [index, key] of keys.entries()) {
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else yield { path: at(index), message: message(at(first)) };
  }
}
