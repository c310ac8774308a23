import {
  APP_BUNDLE_MOST,
  AUTHORIZATIONS_MOST,
  EMAIL,
  EMAIL_MOST,
  NAME_MOST,
  TENANT_ID_MOST,
} from '../appfabric/limits';
import { OPERATION_NAMES, type Operation } from '../appfabric/operations';
import {
  type Access,
  type Authorization,
  type Change,
  type Faults,
  type Outage,
  type Scenario,
  type ScenarioResult,
  type ScenarioUser,
  type TaskError,
  tenantKey,
} from './model';
import type { Place } from './place';
import { also, list, number, object, oneOf, optional, type Rule, text, withDefault } from './rules';

/** The format of a scenario file, field by field. */

const seconds = number('a number of seconds, 0 or more', (value) => Number.isFinite(value) && value >= 0);
const count = number('a whole number, 0 or more', (value) => Number.isSafeInteger(value) && value >= 0);
const interval = number('a whole number, 1 or more', (value) => Number.isSafeInteger(value) && value >= 1);
const flag = oneOf<boolean>(true, false);
const name = text({ most: NAME_MOST });
const personal = text({ most: NAME_MOST, personal: true });
const email = text({
  must: 'an email address that AppFabric accepts, like ana@example.com (a plain apostrophe is refused)',
  most: EMAIL_MOST,
  pattern: EMAIL,
  personal: true,
});

const appBundleArn = text({
  must: 'the ARN of an app bundle, arn:aws:appfabric:REGION:ACCOUNT:appbundle/ID',
  most: APP_BUNDLE_MOST,
  pattern: /^arn:[^:\s]+:appfabric:[^:\s]+:[^:\s]+:appbundle\/[^:/\s]+$/,
});

const taskError = object<TaskError>({ errorCode: optional(text()), errorMessage: optional(text()) });

const result = object<ScenarioResult>({
  resultStatus: text(),
  email: optional(email),
  userId: optional(personal),
  userFullName: optional(personal),
  userFirstName: optional(personal),
  userLastName: optional(personal),
  userStatus: optional(name),
  tenantDisplayName: optional(name),
  taskError: optional(taskError),
});

const tenant = {
  app: name,
  tenantId: text({ most: TENANT_ID_MOST }),
  tenantDisplayName: optional(name),
};

const access = also(
  object<Access>({
    ...tenant,
    seconds: optional(seconds),
    result: optional(result),
    startError: optional(taskError),
    missing: optional(flag),
    missingSeconds: optional(seconds),
    changes: optional(list(object<Change>({ afterSeconds: seconds, result }))),
  }),
  (entry, at) => {
    for (const field of ['result', 'changes', 'missing', 'missingSeconds'] as const) {
      if (entry.startError && entry[field] !== undefined) {
        throw at.mistake(`has both startError and ${field}: a task that does not start has no answer, remove one`);
      }
    }
    if (entry.missing && entry.missingSeconds !== undefined) {
      throw at.mistake('has both missing and missingSeconds: the first is for ever, remove one');
    }
  },
);

const user = object<ScenarioUser>({ email, access: also(list(access), oncePerTenant) });

const operations = also(list(oneOf(...OPERATION_NAMES)), (names, at) => {
  if (names.length === 0) throw at.mistake('must name an operation: leave it out for both');
});

const outage = also(
  object<Outage>({
    first: optional(count),
    every: optional(interval),
    retryAfterSeconds: optional(count),
    operations: optional(operations),
  }),
  ({ first, every }, at) => {
    if (first === undefined && every === undefined) {
      throw at.mistake('must have "first", "every" or both: they say which requests fail');
    }
  },
);

const faults = object<Faults>({
  throttle: optional(outage),
  internalError: optional(outage),
  deny: optional(oneOf<boolean | Operation>(true, false, ...OPERATION_NAMES)),
  appBundleMissing: optional(flag),
  shuffle: optional(flag),
  duplicate: optional(flag),
  extra: optional(flag),
});

const authorizations = also(list(object<Authorization>(tenant)), (entries, at) => {
  oncePerTenant(entries, at);
  if (entries.length > AUTHORIZATIONS_MOST) {
    throw at.mistake(`has ${entries.length} entries: AppFabric allows ${AUTHORIZATIONS_MOST}, remove some`);
  }
});

export const scenario: Rule<Scenario> = also(
  object<Scenario>({
    appBundleArn,
    authorizations,
    defaultSeconds: withDefault(seconds, 1.5),
    users: also(list(user), oncePerPerson),
    faults: withDefault(faults, {}),
  }),
  noMoreTasksThanAppFabricStarts,
);

function oncePerTenant(entries: readonly Authorization[], at: Place): void {
  once(entries.map(tenantKey), (index, first) =>
    at.item(index).mistake(`names the app and tenantId of ${at.item(first).path} again: keep one`),
  );
}

function oncePerPerson(users: readonly ScenarioUser[], at: Place): void {
  once(
    users.map((entry) => entry.email.toLowerCase()),
    (index, first) => {
      const other = at.item(first).field('email').path;
      return at
        .item(index)
        .field('email')
        .mistake(`is the address of ${other} again (capitals do not count): keep one`);
    },
  );
}

/** `mistake` gets the index of the first key that repeats, and of the one that it repeats. */
function once(keys: readonly string[], mistake: (index: number, first: number) => Error): void {
  const seen = new Map<string, number>();
  for (const [index, key] of keys.entries()) {
    const first = seen.get(key);
    if (first !== undefined) throw mistake(index, first);
    seen.set(key, index);
  }
}

function noMoreTasksThanAppFabricStarts({ authorizations, users }: Scenario, at: Place): void {
  for (const [index, entry] of users.entries()) {
    const tenants = new Set([...authorizations, ...entry.access].map(tenantKey));
    if (tenants.size > AUTHORIZATIONS_MOST) {
      const problem = `and authorizations name ${tenants.size} tenants together: AppFabric allows ${AUTHORIZATIONS_MOST}, remove some`;
      throw at.field('users').item(index).field('access').mistake(problem);
    }
  }
}
