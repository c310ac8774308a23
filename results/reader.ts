import {
  appPartition,
  PERSON_SCAN_PREFIX,
  personPartition,
  STANDING_PREFIX,
  scanPartition,
  statusPartition,
  tenantPrefix,
} from '../lambda/scan/keys';
import { Table } from '../lib/contract/table';
import { checkEmail, checkLimit, checkStatus, checkText } from './arguments';
import type { QueryClient } from './client';
import { type Item, toPersonScan, toResult, toScan, toStanding } from './item';
import { ask, type Question } from './query';
import type { AccountsOptions, ListOptions, PersonScan, Scan, ScanReport, ScanStatus, Standing } from './types';

/** Where to read. */
export interface UserAccessResultsProps {
  /** Your `DynamoDBClient`: its Region, credentials and retries are used. */
  readonly client: QueryClient;
  /** The scanner's table: `scanner.table.tableName`. */
  readonly tableName: string;
}

/**
 * Reads what scans found. Each method answers one question with one Query, a page at a time as you iterate;
 * `scanner.grantReadResults(grantee)` grants exactly what it needs.
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
    this.#tableName = checkText('tableName', props.tableName);
  }

  /** Where a person stands now: the latest result for every app and tenant. */
  standing(email: string, options: ListOptions = {}): AsyncIterable<Standing> {
    const question = { partition: personPartition(checkEmail(email)), prefix: STANDING_PREFIX };
    return this.#list(question, toStanding, options);
  }

  /** One scan: its record and all its results, also while it runs. Undefined when there is no such scan. */
  async scan(scanId: string): Promise<ScanReport | undefined> {
    // The record's sort key comes before those of the tasks: one Query gives both, the record first.
    const items = this.#ask({ partition: scanPartition(checkText('scanId', scanId)) });
    const first = await items.next();
    if (first.done || first.value.type?.S !== 'SCAN') return undefined;
    return { scan: toScan(first.value), results: convert(items, toResult) };
  }

  /** Who has an account in an app, or in one tenant of it, by the app's last answer about each person. */
  accounts(app: string, options: AccountsOptions = {}): AsyncIterable<Standing> {
    const { tenantId } = options;
    const prefix = tenantId === undefined ? undefined : tenantPrefix(checkText('tenantId', tenantId));
    const question = { index: Table.BY_APP, partition: appPartition(checkText('app', app)), prefix };
    return this.#list(question, toStanding, options);
  }

  /** A person's scans, newest first. */
  scans(email: string, options: ListOptions = {}): AsyncIterable<PersonScan> {
    const question = { partition: personPartition(checkEmail(email)), prefix: PERSON_SCAN_PREFIX, newestFirst: true };
    return this.#list(question, toPersonScan, options);
  }

  /** The scans in a given state, newest first. */
  scansByStatus(status: ScanStatus, options: ListOptions = {}): AsyncIterable<Scan> {
    const question = {
      index: Table.BY_SCAN_STATUS,
      partition: statusPartition(checkStatus(status)),
      newestFirst: true,
    };
    return this.#list(question, toScan, options);
  }

  #list<T>(question: Question, read: (item: Item) => T, { limit }: ListOptions): AsyncIterable<T> {
    return convert(this.#ask({ ...question, limit: checkLimit(limit) }), read);
  }

  #ask(question: Question): AsyncGenerator<Item, void> {
    return ask(this.#client, this.#tableName, question);
  }
}

async function* convert<T>(items: AsyncIterable<Item>, read: (item: Item) => T): AsyncGenerator<T, void> {
  for await (const item of items) yield read(item);
}
