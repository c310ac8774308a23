import {
  DescribeStackResourcesCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import type { DoctorClients } from './clients';

type CloudFormation = DoctorClients['cloudFormation'];

/** The ARN of the stack that has a resource. Undefined if no stack of this account and Region has it. */
export async function stackWith(
  cloudFormation: CloudFormation,
  PhysicalResourceId: string,
): Promise<string | undefined> {
  try {
    const command = new DescribeStackResourcesCommand({ PhysicalResourceId });
    // All resources of the stack, up to 100: the one that is asked for need not be among them.
    const { StackResources: [first] = [] } = await cloudFormation.send(command);
    return first?.StackId;
  } catch (error) {
    if ((error as Error).name === 'ValidationError') return undefined;
    throw error;
  }
}

/** All resources of a stack, without those that an update has deleted. */
export async function resourcesOf(client: CloudFormation, StackName: string): Promise<StackResourceSummary[]> {
  const all: StackResourceSummary[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
    all.push(...StackResourceSummaries);
  }
  return all.filter(({ ResourceStatus = '' }) => !/^DELETE_(COMPLETE|SKIPPED)$/.test(ResourceStatus));
}
