import {
  appPartition,
  PERSON_SCAN_PREFIX,
  personPartition,
  STANDING_PREFIX,
  scanPartition,
  statusPartition,
  tenantPrefix,
} from '../lib/contract/keys';
import type { PersonScan, Scan, ScanStatus, Standing } from '../lib/contract/records';
import { Table } from '../lib/contract/table';
import { checkEmail, checkLimit, checkStatus, checkString } from './arguments';
import type { QueryClient } from './client';
import { type Item, toPersonScan, toScan, toStanding, toTask } from './item';
import { itemsOf, type Question } from './query';
import type { AccountsOptions, ListOptions, ScanReport } from './types';

/** Properties of `UserAccessResults`. */
export interface UserAccessResultsProps {
  /** Your `DynamoDBClient`. Its Region, credentials and retries apply. */
  readonly client: QueryClient;
  /** The scanner's table: `scanner.table.tableName`. */
  readonly tableName: string;
}

/**
 * Reads what scans found. Each method answers one question with one Query, and reads a page at a time as you iterate.
 * `scanner.grantReadResults(grantee)` grants exactly the permissions that it needs.
 *
 * @example
 * const results = new UserAccessResults({ client: new DynamoDBClient(), tableName });
 * for await (const standing of results.standing('ana@example.com')) {
 *   if (standing.lastAnswer?.accountFound) console.log(standing.app, standing.tenantId);
 * }
 */
export class UserAccessResults {
  readonly #client: QueryClient;
  readonly #tableName: string;

  constructor(props: UserAccessResultsProps) {
    this.#client = props.client;
    this.#tableName = checkString('tableName', props.tableName);
  }

  /**
   * Where a person stands now: the latest result in every app and tenant.
   *
   * @param email the person, in any case
   * @throws TypeError if an argument is not valid
   */
  standing(email: string, options: ListOptions = {}): AsyncIterable<Standing> {
    const question = { partition: personPartition(checkEmail(email)), prefix: STANDING_PREFIX };
    return this.#list(question, toStanding, options);
  }

  /**
   * One scan and all its tasks, also while it runs.
   *
   * @returns undefined if there is no such scan
   * @throws TypeError if `scanId` is not a string
   */
  async scan(scanId: string): Promise<ScanReport | undefined> {
    // The record's sort key comes before those of the tasks: one Query gives both, the record first.
    const items = this.#items({ partition: scanPartition(checkString('scanId', scanId)) });
    const first = await items.next();
    if (first.done || first.value.type?.S !== 'SCAN') return undefined;
    return { scan: toScan(first.value), results: convert(items, toTask) };
  }

  /**
   * Who has an account in an app, or in one tenant of it, by the app's last answer about each person.
   *
   * @param app as AppFabric spells it, for example `SLACK`
   * @throws TypeError if an argument is not valid
   */
  accounts(app: string, options: AccountsOptions = {}): AsyncIterable<Standing> {
    const { tenantId } = options;
    const prefix = tenantId === undefined ? undefined : tenantPrefix(checkString('tenantId', tenantId));
    const question = { index: Table.BY_APP, partition: appPartition(checkString('app', app)), prefix };
    return this.#list(question, toStanding, options);
  }

  /**
   * A person's scans, newest first.
   *
   * @param email the person, in any case
   * @throws TypeError if an argument is not valid
   */
  scans(email: string, options: ListOptions = {}): AsyncIterable<PersonScan> {
    const question = { partition: personPartition(checkEmail(email)), prefix: PERSON_SCAN_PREFIX, newestFirst: true };
    return this.#list(question, toPersonScan, options);
  }

  /**
   * The scans with a status, newest first.
   *
   * @throws TypeError if an argument is not valid
   */
  scansByStatus(status: ScanStatus, options: ListOptions = {}): AsyncIterable<Scan> {
    const question = {
      index: Table.BY_SCAN_STATUS,
      partition: statusPartition(checkStatus(status)),
      newestFirst: true,
    };
    return this.#list(question, toScan, options);
  }

  #list<T>(question: Question, read: (item: Item) => T, { limit }: ListOptions): AsyncIterable<T> {
    return convert(this.#items({ ...question, limit: checkLimit(limit) }), read);
  }

  #items(question: Question): AsyncGenerator<Item, void> {
    return itemsOf(this.#client, this.#tableName, question);
  }
}

async function* convert<T>(items: AsyncIterable<Item>, read: (item: Item) => T): AsyncGenerator<T, void> {
  for await (const item of items) yield read(item);
}
