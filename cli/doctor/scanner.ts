import { DescribeTableCommand, type TableDescription } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { Env } from '../../lib/contract/names';
import { failure } from '../errors';
import type { DoctorClients } from './clients';
import { NothingToLookAt, unlessMissing } from './problem';
import { ofType, ScannerResources } from './scanner-resources';
import { resourcesOf, stackWith } from './stacks';

const NO_STACK = 'No stack in this account and Region has the table.';

type Environment = Readonly<Record<string, string>>;

/** What the checks know of a scanner. Each part is read when a check first needs it, and once. */
export class Scanner {
  readonly tableName: string;

  /** @param table the name or the ARN of the table */
  constructor(
    readonly clients: DoctorClients,
    table: string,
  ) {
    this.tableName = table.replace(/^arn:.*:table\//, '');
  }

  readonly table = once(async (): Promise<TableDescription> => {
    const command = new DescribeTableCommand({ TableName: this.tableName });
    return (await ofTable(this.clients.dynamodb.send(command))).Table ?? {};
  });

  /** The ARN of the stack with the table. */
  readonly stack = once(async (): Promise<string> => {
    const found = await stackWith(this.clients.cloudFormation, this.tableName);
    if (found === undefined) throw new NothingToLookAt(NO_STACK);
    return found;
  });

  readonly resources = once(async (): Promise<ScannerResources> => {
    const resources = await resourcesOf(this.clients.cloudFormation, await this.stack());
    const tables = ofType(resources, 'AWS::DynamoDB::Table');
    const table = tables.find(({ physicalId }) => physicalId === this.tableName);
    if (table === undefined) throw new NothingToLookAt(NO_STACK);
    return new ScannerResources(resources, table.logicalId);
  });

  /** The variables of the function that starts the tasks. It has all that a scanner is configured with. */
  readonly environment = once(async (): Promise<Environment> => {
    const startScan = (await this.resources()).functions.get('StartScan');
    if (startScan === undefined) throw new NothingToLookAt('The stack has no function that starts scans.');
    const command = new GetFunctionConfigurationCommand({ FunctionName: startScan.physicalId });
    const found = await unlessMissing(this.clients.lambda.send(command));
    if (found === undefined) throw new NothingToLookAt('There is no function that starts scans.');
    return found.Environment?.Variables ?? {};
  });

  async variable(name: keyof typeof Env): Promise<string> {
    const value = (await this.environment())[Env[name]];
    if (value !== undefined) return value;
    throw failure(
      `The function that starts scans has no variable ${Env[name]}. Deploy the stack with this version of the package.`,
    );
  }
}

/** What DynamoDB answers about the table. */
export async function ofTable<T>(answer: Promise<T>): Promise<T> {
  const found = await unlessMissing(answer);
  if (found === undefined) throw new NothingToLookAt('There is no table to look at.');
  return found;
}

/** Does something once, and has the same answer from then on. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= work();
    return answer;
  };
}
