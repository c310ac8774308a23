import * as z from 'zod';
import {
  characters,
  EMAIL,
  MAX_APP_BUNDLE_LENGTH,
  MAX_EMAIL_LENGTH,
  MAX_NAME_LENGTH,
  MAX_TENANT_ID_LENGTH,
} from '../appfabric/limits';
import { OPERATION_NAMES } from '../appfabric/operations';
import { nearest } from '../nearest';

/**
 * The schema of a scenario: a company as AppFabric sees it, and how AppFabric behaves. docs/scenario.md describes
 * each field. The messages say what a value must be. mistakes.ts adds the path of the field and the value.
 */

/** Counts the length like AppFabric. Zod counts an emoji as two characters. */
function text(max: number, must = `must be a string of 1 to ${max} characters`) {
  return z.string(must).refine((value) => value !== '' && characters(value) <= max, {
    error: ({ input }) => `must be 1 to ${max} characters long (found ${characters(String(input))})`,
  });
}

function wholeNumber(min: number) {
  const must = `must be a whole number, ${min} or more`;
  return z.int(must).min(min, must);
}

/** An object with these fields and no others. */
function object<T extends z.ZodRawShape>(shape: T) {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') return unknownField(String(issue.keys[0]), names);
      return issue.input === undefined ? `must be an object with ${names.join(', ')}` : 'must be an object';
    },
  });
}

function unknownField(name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  const advice = meant === undefined ? `the fields here are ${names.join(', ')}` : `did you mean "${meant}"?`;
  return `is not a field of a scenario: ${advice}`;
}

function choice(names: readonly string[]): string {
  const quoted = names.map((each) => `"${each}"`);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

function list<T extends z.ZodType>(item: T) {
  return z.array(item, 'must be a list');
}

const MUST_BE_SECONDS = 'must be a number of seconds, 0 or more';
const seconds = z.number(MUST_BE_SECONDS).min(0, MUST_BE_SECONDS);
const flag = z.boolean('must be true or false');
const string = z.string('must be a string');
const name = text(MAX_NAME_LENGTH);

const MUST_BE_EMAIL =
  'must be an email address that AppFabric accepts, such as ana@example.com (a plain apostrophe is not allowed)';
const email = text(MAX_EMAIL_LENGTH, MUST_BE_EMAIL).regex(EMAIL, MUST_BE_EMAIL);

const MUST_BE_APP_BUNDLE = 'must be the ARN of an app bundle, arn:aws:appfabric:REGION:ACCOUNT:appbundle/ID';
const appBundleArn = text(MAX_APP_BUNDLE_LENGTH, MUST_BE_APP_BUNDLE).regex(
  /^arn:[^:\s]+:appfabric:[^:\s]+:[^:\s]+:appbundle\/[^:/\s]+$/,
  MUST_BE_APP_BUNDLE,
);

const tenantFields = { app: name, tenantId: text(MAX_TENANT_ID_LENGTH), tenantDisplayName: name.optional() };

const taskError = object({ errorCode: string.optional(), errorMessage: string.optional() });

const result = object({
  resultStatus: string,
  email: email.optional(),
  userId: name.optional(),
  userFullName: name.optional(),
  userFirstName: name.optional(),
  userLastName: name.optional(),
  userStatus: name.optional(),
  tenantDisplayName: name.optional(),
  taskError: taskError.optional(),
});

const access = object({
  ...tenantFields,
  seconds: seconds.optional(),
  result: result.optional(),
  later: list(object({ afterSeconds: seconds, result })).optional(),
  startError: taskError.optional(),
  missing: flag.optional(),
  missingSeconds: seconds.optional(),
  changes: list(object({ afterSeconds: seconds, result })).optional(),
}).superRefine((entry, context) => {
  for (const field of ['result', 'later', 'changes', 'missing', 'missingSeconds'] as const) {
    if (entry.startError && entry[field] !== undefined) {
      context.addIssue(`has both startError and ${field}: a task that does not start has no result, remove one`);
    }
  }
  if (entry.missing && entry.missingSeconds !== undefined) {
    context.addIssue('has both missing and missingSeconds: a missing task never appears, remove one');
  }
});

const OPERATIONS_TEXT = choice(OPERATION_NAMES);

const outage = object({
  first: wholeNumber(0).optional(),
  every: wholeNumber(1).optional(),
  retryAfterSeconds: wholeNumber(0).optional(),
  operations: list(z.enum(OPERATION_NAMES, `must be ${OPERATIONS_TEXT}`))
    .refine((names) => names.length > 0, 'must name an operation: leave it out for all')
    .optional(),
}).refine(
  ({ first, every }) => first !== undefined || every !== undefined,
  'must have "first", "every" or both: they say which requests fail',
);

const faults = object({
  throttle: outage.optional(),
  internalError: outage.optional(),
  deny: z.literal([true, false, ...OPERATION_NAMES], `must be true, false, ${OPERATIONS_TEXT}`).optional(),
  appBundleMissing: flag.optional(),
  shuffle: flag.optional(),
  duplicate: flag.optional(),
  extra: flag.optional(),
});

const STATUSES = ['Connected', 'PendingConnect', 'ConnectionValidationFailed', 'TokenAutoRotationFailed'] as const;

const tenant = object(tenantFields);
const authorization = object({
  ...tenantFields,
  status: z.enum(STATUSES, `must be ${choice(STATUSES)}`).optional(),
  userAccess: flag.optional(),
});
const user = object({ email, access: list(access) });

export const scenario = object({
  appBundleArn,
  authorizations: list(authorization),
  defaultSeconds: seconds.default(1.5),
  users: list(user),
  faults: faults.default({}),
});

type ReadonlyDeep<T> = T extends object ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> } : T;
type Output<T extends z.ZodType> = ReadonlyDeep<z.output<T>>;

export type Scenario = Output<typeof scenario>;
export type Tenant = Output<typeof tenant>;
export type Authorization = Output<typeof authorization>;
export type ScenarioUser = Output<typeof user>;
/** AppFabric's answer for one person in one tenant of an app. */
export type Access = Output<typeof access>;
export type ScenarioResult = Output<typeof result>;
export type TaskError = Output<typeof taskError>;
export type Faults = Output<typeof faults>;
/** Which requests fail: the first ones, every nth one, or both. */
export type Outage = Output<typeof outage>;
