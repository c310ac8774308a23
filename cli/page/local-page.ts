import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LocalStackOptions } from '../../local/stack';
import { UserAccessResults } from '../../results';
import { packageFile } from '../connection/package-file';
import { LOCAL_CREDENTIALS } from '../connection/start-local-stack';
import { pageHandler } from './handler';

/** The page of a local stack. It reads the table through the endpoint, as every client does. */
export class LocalPage {
  #client?: DynamoDBClient;

  readonly #html: string;

  /** @param packageRoot the folder of this package: the build puts the page into its dist */
  constructor(packageRoot: string) {
    this.#html = readFileSync(packageFile(packageRoot, 'page.html'), 'utf8');
  }

  readonly handler: NonNullable<LocalStackOptions['page']> = ({ endpoint, outputs }) => {
    const { region, tableName } = outputs;
    this.#client = new DynamoDBClient({ endpoint, region, credentials: LOCAL_CREDENTIALS });
    const results = new UserAccessResults({ client: this.#client, tableName });
    return pageHandler(this.#html, results);
  };

  close(): void {
    this.#client?.destroy();
  }
}
