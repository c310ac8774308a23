import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Change } from '../lib/contract/changes';
import type { Person, PersonScan, Scan, Standing, Task } from '../lib/contract/records';
import type { Watch } from '../lib/contract/watches';

export type Item = Record<string, AttributeValue>;

/** The members of a type. A missing or an unknown member does not compile. */
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
  verdict: true,
  confirmed: true,
  coverage: true,
  accessCounts: true,
  trigger: true,
  error: true,
};

const SCAN: Members<Scan> = {
  ...PERSON_SCAN,
  tasksStartedAt: true,
  open: true,
  openTruncated: true,
  unknown: true,
  unknownTruncated: true,
  withoutUserAccess: true,
  authorizationsError: true,
};

const TASK: Members<Task> = {
  scanId: true,
  scanStartedAt: true,
  tasksStartedAt: true,
  taskId: true,
  app: true,
  tenantId: true,
  tenantDisplayName: true,
  email: true,
  status: true,
  access: true,
  reason: true,
  accountFound: true,
  decidedBy: true,
  userId: true,
  userFullName: true,
  userFirstName: true,
  userLastName: true,
  userStatus: true,
  error: true,
  recordedAt: true,
};

const STANDING: Members<Standing> = { ...TASK, confirmed: true, accountSeenAt: true, lastAnswer: true };

const PERSON: Members<Person> = {
  email: true,
  verdict: true,
  confirmed: true,
  since: true,
  scanId: true,
  scanStartedAt: true,
  tasksStartedAt: true,
  recordedAt: true,
  coverage: true,
  accessCounts: true,
};

const CHANGE: Members<Change> = {
  id: true,
  email: true,
  app: true,
  tenantId: true,
  tenantDisplayName: true,
  kind: true,
  from: true,
  to: true,
};

const WATCH: Members<Watch> = {
  watchId: true,
  email: true,
  status: true,
  startedAt: true,
  dueAt: true,
  giveUpAt: true,
  overdueAt: true,
  endedAt: true,
  error: true,
  requesters: true,
  settings: true,
  scanCount: true,
  failedScanCount: true,
  lastScan: true,
  verdict: true,
  verdictScanId: true,
  nextScanAt: true,
  open: true,
  openTruncated: true,
  unknown: true,
  unknownTruncated: true,
  authorizationsError: true,
};

/** Leaves out the keys and the attributes that only the functions use. */
function reader<T extends object>(members: Members<T>): (item: Item) => T {
  return (item) => unmarshall(Object.fromEntries(Object.entries(item).filter(([name]) => name in members))) as T;
}

export const toPersonScan = reader(PERSON_SCAN);
export const toScan = reader(SCAN);
export const toTask = reader(TASK);
export const toStanding = reader(STANDING);
export const toPerson = reader(PERSON);
export const toChange = reader(CHANGE);
export const toWatch = reader(WATCH);
