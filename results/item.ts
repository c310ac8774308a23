import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { PersonScan, Result, Scan, Standing } from './types';

export type Item = Record<string, AttributeValue>;

/** Names exactly the members of a type: one that is left out, or that the type doesn't know, doesn't compile. */
type Members<T> = Readonly<Record<keyof T, true>>;

const PERSON_SCAN: Members<PersonScan> = {
  scanId: true,
  email: true,
  status: true,
  startedAt: true,
  endedAt: true,
  taskCount: true,
  counts: true,
  accountsFound: true,
  trigger: true,
  error: true,
};

const SCAN: Members<Scan> = { ...PERSON_SCAN, withoutAnswer: true, withoutAnswerTruncated: true };

const RESULT: Members<Result> = {
  scanId: true,
  scanStartedAt: true,
  taskId: true,
  app: true,
  tenantId: true,
  tenantDisplayName: true,
  email: true,
  status: true,
  accountFound: true,
  userId: true,
  userFullName: true,
  userFirstName: true,
  userLastName: true,
  userStatus: true,
  error: true,
  recordedAt: true,
};

const STANDING: Members<Standing> = { ...RESULT, lastAnswer: true };

/** Leaves behind the keys, and what is the scanner's own business. */
function reader<T extends object>(members: Members<T>): (item: Item) => T {
  return (item) => unmarshall(Object.fromEntries(Object.entries(item).filter(([name]) => name in members))) as T;
}

export const toPersonScan = reader(PERSON_SCAN);
export const toScan = reader(SCAN);
export const toResult = reader(RESULT);
export const toStanding = reader(STANDING);
