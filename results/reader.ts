import type { Verdict } from '../lib/contract/access/access';
import type { Change } from '../lib/contract/changes';
import {
  appChangesPartition,
  appPartition,
  CHANGE_PREFIX,
  PERSON_RECORD,
  PERSON_SCAN_PREFIX,
  personPartition,
  STANDING_PREFIX,
  scanPartition,
  statusPartition,
  tenantPrefix,
  verdictPartition,
  WATCH_PREFIX,
  watchPartition,
} from '../lib/contract/keys';
import type { Person, PersonScan, Scan, ScanStatus, Standing } from '../lib/contract/records';
import { Table } from '../lib/contract/table';
import type { Watch } from '../lib/contract/watches';
import {
  checkEmail,
  checkLimit,
  checkOptions,
  checkStatus,
  checkString,
  checkTime,
  checkVerdict,
  checkWatchStatus,
} from './arguments';
import type { QueryClient } from './client';
import { type Item, toChange, toPerson, toPersonScan, toScan, toStanding, toTask, toWatch } from './item';
import { itemsOf, type Question } from './query';
import type {
  AccountsOptions,
  ChangesInAppOptions,
  ChangesOptions,
  ListOptions,
  ScanReport,
  WatchesOptions,
} from './types';

/** Properties of `UserAccessResults`. */
export interface UserAccessResultsProps {
  /** Your `DynamoDBClient`. The reader uses its Region, credentials and retries. */
  readonly client: QueryClient;

  /** The name of the scanner's table: `scanner.table.tableName`. */
  readonly tableName: string;
}

/**
 * Reads the results of scans.
 *
 * Each method sends a Query for one question. Methods that return a list read a page at a time while you iterate.
 * `UserAccessScanner.grantReadResults()` grants the permissions that the reader needs.
 *
 * All methods throw a TypeError if an argument is not valid, and pass on the errors of the DynamoDB client.
 *
 * @example
 * import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
 * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
 *
 * const results = new UserAccessResults({ client: new DynamoDBClient(), tableName: 'my-table' });
 * const person = await results.verdict('ana@example.com');
 * console.log(person?.verdict, person?.since);
 * for await (const { app, tenantId, access } of results.standing('ana@example.com')) {
 *   if (access === 'OPEN') console.log(app, tenantId);
 * }
 */
export class UserAccessResults {
  readonly #client: QueryClient;
  readonly #tableName: string;

  /** @throws TypeError if `tableName` is not a string, or is empty */
  constructor(props: UserAccessResultsProps) {
    this.#client = props.client;
    this.#tableName = checkString('tableName', props.tableName);
  }

  /**
   * Reads what the newest completed scan of a person says about them.
   *
   * The read is strongly consistent.
   *
   * @param email The person's email address, in upper or lower case.
   * @returns undefined if no scan of this address has completed
   * @throws TypeError if `email` is not valid
   *
   * @example
   * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
   *
   * declare const results: UserAccessResults;
   * const person = await results.verdict('ana@example.com');
   * if (person?.verdict !== 'CLEAR') console.log(person?.verdict ?? 'never scanned', person?.since);
   */
  async verdict(email: string): Promise<Person | undefined> {
    const question = { partition: personPartition(checkEmail(email)), sortKeys: { prefix: PERSON_RECORD }, limit: 1 };
    const first = await this.#items(question).next();
    return first.done ? undefined : toPerson(first.value);
  }

  /**
   * Lists the people with a verdict, those who have had it longest first.
   *
   * The read is eventually consistent.
   *
   * @param verdict The verdict: `OPEN`, `UNKNOWN`, `CLEAR` or `NOT_FOUND`.
   * @param options How many items to return.
   * @throws TypeError if `verdict` or `limit` is not valid
   *
   * @example
   * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
   *
   * declare const results: UserAccessResults;
   * for await (const { email, since } of results.people('OPEN')) console.log(email, since);
   */
  people(verdict: Verdict, options: ListOptions = {}): AsyncIterable<Person> {
    const question = { index: Table.BY_STATUS, partition: verdictPartition(checkVerdict(verdict)) };
    return this.#list(question, toPerson, options);
  }

  /**
   * Lists where a person stands now in each app and tenant: by the latest answer, even if a later scan got none.
   *
   * The read is strongly consistent.
   *
   * @param email The person's email address, in upper or lower case.
   * @param options How many items to return.
   * @throws TypeError if `email` or `limit` is not valid
   *
   * @example
   * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
   *
   * declare const results: UserAccessResults;
   * for await (const { app, tenantId, access, confirmed, reason } of results.standing('ana@example.com')) {
   *   console.log(app, tenantId, access, confirmed ? 'confirmed' : reason);
   * }
   */
  standing(email: string, options: ListOptions = {}): AsyncIterable<Standing> {
    const question = { partition: personPartition(checkEmail(email)), sortKeys: { prefix: STANDING_PREFIX } };
    return this.#list(question, toStanding, options);
  }

  /**
   * Reads a scan and all its results, even while the scan runs.
   *
   * The read is strongly consistent.
   *
   * @param scanId The id of the scan, which is the name of its execution.
   * @returns undefined if the scan does not exist
   * @throws TypeError if `scanId` is not a string, or is empty
   *
   * @example
   * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
   *
   * declare const results: UserAccessResults;
   * const report = await results.scan('my-scan');
   * console.log(report?.scan.status, report?.scan.verdict);
   * for await (const { app, tenantId, access } of report?.results ?? []) console.log(app, tenantId, access);
   */
  async scan(scanId: string): Promise<ScanReport | undefined> {
    // The sort key of the scan's record comes before those of the tasks, so one Query returns both, the record first.
    const items = this.#items({ partition: scanPartition(checkString('scanId', scanId)) });
    const first = await items.next();
    if (first.done || first.value.type?.S !== 'SCAN') return undefined;
    return { scan: toScan(first.value), results: convert(items, toTask) };
  }

  /**
   * Lists the people who have an account in an app, open or blocked, by the latest answer about each person.
   *
   * The read is eventually consistent.
   *
   * @param app The name of the app in AppFabric, for example `SLACK`.
   * @param options Which tenant to list, and how many items to return.
   * @throws TypeError if `app`, `tenantId` or `limit` is not valid
   *
   * @example
   * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
   *
   * declare const results: UserAccessResults;
   * for await (const { email, access } of results.accounts('SLACK', { tenantId: 'T0123' })) {
   *   console.log(email, access);
   * }
   */
  accounts(app: string, options: AccountsOptions = {}): AsyncIterable<Standing> {
    const { tenantId } = options;
    const sortKeys = tenantId === undefined ? undefined : { prefix: tenantPrefix(checkString('tenantId', tenantId)) };
    const question = { index: Table.BY_APP, partition: appPartition(checkString('app', app)), sortKeys };
    return this.#list(question, toStanding, options, 'tenantId');
  }

  /**
   * Lists the scans of a person, newest first.
   *
   * The read is strongly consistent.
   *
   * @param email The person's email address, in upper or lower case.
   * @param options How many items to return.
   * @throws TypeError if `email` or `limit` is not valid
   *
   * @example
   * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
   *
   * declare const results: UserAccessResults;
   * for await (const { scanId, startedAt } of results.scans('ana@example.com', { limit: 10 })) {
   *   console.log(scanId, startedAt);
   * }
   */
  scans(email: string, options: ListOptions = {}): AsyncIterable<PersonScan> {
    const question = {
      partition: personPartition(checkEmail(email)),
      sortKeys: { prefix: PERSON_SCAN_PREFIX },
      newestFirst: true,
    };
    return this.#list(question, toPersonScan, options);
  }

  /**
   * Lists the scans with a status, newest first.
   *
   * The read is eventually consistent.
   *
   * @param status The status of the scans: `RUNNING`, `COMPLETED` or `FAILED`.
   * @param options How many items to return.
   * @throws TypeError if `status` or `limit` is not valid
   *
   * @example
   * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
   *
   * declare const results: UserAccessResults;
   * for await (const { scanId, error } of results.scansByStatus('FAILED')) console.log(scanId, error?.message);
   */
  scansByStatus(status: ScanStatus, options: ListOptions = {}): AsyncIterable<Scan> {
    const index = Table.BY_STATUS;
    const question = { index, partition: statusPartition(checkStatus(status)), newestFirst: true };
    return this.#list(question, toScan, options);
  }

  /**
   * Lists the changes of a person's access, newest first: moves from one answer of an app to the next one that differs.
   *
   * The order is that of the scans, by when their tasks were started. The read is strongly consistent.
   *
   * @param email The person's email address, in upper or lower case.
   * @param options Since when, and how many items to return.
   * @throws TypeError if `email`, `since` or `limit` is not valid
   *
   * @example
   * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
   *
   * declare const results: UserAccessResults;
   * for await (const { app, tenantId, kind, from, to } of results.changes('ana@example.com')) {
   *   console.log(app, tenantId, kind, from.access, to.access, to.recordedAt);
   * }
   */
  changes(email: string, options: ChangesOptions = {}): AsyncIterable<Change> {
    const since = checkTime('since', options.since);
    const question = {
      partition: personPartition(checkEmail(email)),
      sortKeys: { prefix: CHANGE_PREFIX },
      // The sort keys have the time of the scan, which is before that of the answer.
      where: since === undefined ? undefined : (item: Item) => toChange(item).to.recordedAt >= since,
      newestFirst: true,
    };
    return this.#list(question, toChange, options, 'since');
  }

  /**
   * Lists the changes of everybody's access in an app, those that were recorded last first.
   *
   * The read is eventually consistent.
   *
   * @param app The name of the app in AppFabric, for example `SLACK`.
   * @param options Since when, which tenant, and how many items to return.
   * @throws TypeError if `app`, `tenantId`, `since` or `limit` is not valid
   *
   * @example
   * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
   *
   * declare const results: UserAccessResults;
   * for await (const { email, kind, to } of results.changesInApp('SLACK', { since: '2026-11-01T00:00:00Z' })) {
   *   console.log(email, kind, to.recordedAt);
   * }
   */
  changesInApp(app: string, options: ChangesInAppOptions = {}): AsyncIterable<Change> {
    const { tenantId } = options;
    const since = checkTime('since', options.since);
    const tenant = tenantId === undefined ? undefined : checkString('tenantId', tenantId);
    const question = {
      index: Table.BY_APP,
      partition: appChangesPartition(checkString('app', app)),
      sortKeys: since === undefined ? undefined : { from: since },
      where: tenant === undefined ? undefined : (item: Item) => item.tenantId?.S === tenant,
      newestFirst: true,
    };
    return this.#list(question, toChange, options, 'since', 'tenantId');
  }

  /**
   * Reads the watch of a person that goes on or, if none does, the last one.
   *
   * The read is strongly consistent.
   *
   * @param email The person's email address, in upper or lower case.
   * @returns undefined if the person was never watched
   * @throws TypeError if `email` is not valid
   *
   * @example
   * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
   *
   * declare const results: UserAccessResults;
   * const watch = await results.watch('ana@example.com');
   * if (watch?.status === 'WATCHING') console.log(watch.startedAt, watch.verdict, watch.nextScanAt, watch.dueAt);
   */
  async watch(email: string): Promise<Watch | undefined> {
    const question = { partition: personPartition(checkEmail(email)), sortKeys: { prefix: WATCH_PREFIX }, limit: 1 };
    const first = await this.#items(question).next();
    return first.done ? undefined : toWatch(first.value);
  }

  /**
   * Lists watches: by default, those that go on, in the order in which they are due. Those that ended come in the order of
   * their end, the last one first.
   *
   * With `dueBefore`, the list is of who is overdue at that time. The read is eventually consistent.
   *
   * @param options Which watches, and how many items to return.
   * @throws TypeError if `status`, `dueBefore` or `limit` is not valid
   *
   * @example
   * import { UserAccessResults } from 'cdk-appfabric-user-access/results';
   *
   * declare const results: UserAccessResults;
   * for await (const { email, dueAt, open } of results.watches({ dueBefore: new Date() })) {
   *   console.log(email, dueAt, open.map(({ app }) => app));
   * }
   */
  watches(options: WatchesOptions = {}): AsyncIterable<Watch> {
    const status = checkWatchStatus(options.status ?? 'WATCHING');
    const before = checkTime('dueBefore', options.dueBefore);
    if (before !== undefined && status !== 'WATCHING') {
      throw new TypeError('dueBefore is for watches that go on: leave status out.');
    }
    const question = {
      index: Table.BY_WATCH,
      partition: watchPartition(status),
      sortKeys: before === undefined ? undefined : { before },
      newestFirst: status !== 'WATCHING',
    };
    return this.#list(question, toWatch, options, 'status', 'dueBefore');
  }

  #list<T>(question: Question, read: (item: Item) => T, options: ListOptions, ...names: string[]): AsyncIterable<T> {
    checkOptions(options, [...names, 'limit']);
    return convert(this.#items({ ...question, limit: checkLimit(options.limit) }), read);
  }

  #items(question: Question): AsyncGenerator<Item, void> {
    return itemsOf(this.#client, this.#tableName, question);
  }
}

async function* convert<T>(items: AsyncIterable<Item>, read: (item: Item) => T): AsyncGenerator<T, void> {
  for await (const item of items) yield read(item);
}
