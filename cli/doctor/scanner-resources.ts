import {
  DescribeStackResourcesCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { failure } from '../errors';
import type { DoctorClients } from './clients';

/** The resources of a scanner in CloudFormation, by type. */
export class ScannerResources {
  constructor(private readonly resources: readonly StackResourceSummary[]) {}

  /** What CloudFormation knows the resources of a type by: name, ARN or URL. */
  ids(type: string): string[] {
    return this.resources.flatMap(({ ResourceType, PhysicalResourceId }) =>
      ResourceType === type && PhysicalResourceId !== undefined ? PhysicalResourceId : [],
    );
  }
}

/** CDK's logical ids are the path of the construct, and a hash. */
const TABLE_ID = /Table[0-9A-F]{8}$/;

/** Finds the stack by its table, and in the stack what belongs to the scanner with this table. */
export async function scannerResources(
  { cloudFormation }: Pick<DoctorClients, 'cloudFormation'>,
  tableName: string,
): Promise<ScannerResources> {
  // This operation finds the stack, but returns only its first 100 resources.
  const { StackResources = [] } = await cloudFormation.send(
    new DescribeStackResourcesCommand({ PhysicalResourceId: tableName }),
  );
  const table = StackResources.find(({ PhysicalResourceId }) => PhysicalResourceId === tableName);
  if (!table?.StackName) throw failure('The table is not a resource of a CloudFormation stack.');
  const scanner = prefixOf(table);
  const resources: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName: table.StackName })) {
    resources.push(...(page.StackResourceSummaries ?? []));
  }
  // The ids of `Scanner2` begin with `Scanner`, too.
  const others = resources
    .filter(({ ResourceType }) => ResourceType === 'AWS::DynamoDB::Table')
    .map(prefixOf)
    .filter((prefix) => prefix !== scanner && prefix.startsWith(scanner));
  const isOwn = ({ LogicalResourceId: id = '' }: StackResourceSummary) =>
    id.startsWith(scanner) && !others.some((other) => id.startsWith(other));
  return new ScannerResources(resources.filter(isOwn));
}

/** What the logical ids of a scanner begin with, by its table. */
const prefixOf = ({ LogicalResourceId = '' }: { readonly LogicalResourceId: string | undefined }) =>
  LogicalResourceId.replace(TABLE_ID, '');
