import { AwsError } from './aws-error';
import { ALIAS, VERSION } from './function-qualifiers';
import type { JsonObject } from './json';
import { busName, DEPLOYED_AT } from './physical-names';
import type { QueryOperation } from './query-protocol';
import { queueUrl } from './queues';
import type { ResolvedTemplate, Resource } from './resolve-template';

const CLOUDFORMATION = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';
const STS = 'https://sts.amazonaws.com/doc/2011-06-15/';
/** The last part of a stack's ARN tells stacks of the same name apart. On this machine there is one. */
const STACK_UUID = '5f2d8c60-ea11-11f0-9d3c-0a1b2c3d4e5f';

/** The limit of DescribeStackResources. */
const MAX_DESCRIBED = 100;

const SINCE = new Date(DEPLOYED_AT).toISOString();

/** AWS CloudFormation and AWS STS: what tells a client where it is, and what there is. */
export function stackOperations(
  template: ResolvedTemplate,
  endpoint: string,
): Readonly<Record<string, QueryOperation>> {
  const { accountId, region, stackName } = template;
  const stack: JsonObject = {
    StackName: stackName,
    StackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${STACK_UUID}`,
  };
  const described = template.resources.map(
    (resource): JsonObject => ({
      LogicalResourceId: resource.logicalId,
      PhysicalResourceId: physicalId(resource, template, endpoint),
      ResourceType: resource.type,
      ResourceStatus: 'CREATE_COMPLETE',
    }),
  );
  const isOfStack = (parameters: URLSearchParams) => {
    const id = parameters.get('PhysicalResourceId');
    if (id === null) return Object.values(stack).includes(parameters.get('StackName') ?? '');
    return described.some(({ PhysicalResourceId }) => PhysicalResourceId === id);
  };
  const resources = (parameters: URLSearchParams): JsonObject[] => {
    if (isOfStack(parameters)) return described;
    const [name, resource] = ['StackName', 'PhysicalResourceId'].map((each) => parameters.get(each));
    if (name === null && resource === null) throw new AwsError('ValidationError', 'StackName is required');
    throw new AwsError(
      'ValidationError',
      `Stack ${resource === null ? `with id ${name}` : `for ${resource}`} does not exist`,
    );
  };
  return {
    GetCallerIdentity: {
      namespace: STS,
      answer: () => ({ Account: accountId, Arn: `arn:aws:iam::${accountId}:user/local`, UserId: 'local' }),
    },
    DescribeStacks: {
      namespace: CLOUDFORMATION,
      answer: (parameters) => {
        if (parameters.has('StackName')) resources(parameters);
        return { Stacks: [{ ...stack, StackStatus: 'CREATE_COMPLETE', CreationTime: SINCE }] };
      },
    },
    DescribeStackResources: {
      namespace: CLOUDFORMATION,
      answer: (parameters) => ({
        StackResources: resources(parameters)
          .slice(0, MAX_DESCRIBED)
          .map((each) => ({ ...stack, ...each, Timestamp: SINCE })),
      }),
    },
    ListStackResources: {
      namespace: CLOUDFORMATION,
      answer: (parameters) => ({
        StackResourceSummaries: resources(parameters).map((each) => ({ ...each, LastUpdatedTimestamp: SINCE })),
      }),
    },
  };
}

/** What CloudFormation knows a resource by, which differs from its name for some types. */
function physicalId({ type, name, arn, properties }: Resource, template: ResolvedTemplate, endpoint: string): string {
  if (type === 'AWS::SQS::Queue') return queueUrl(template, endpoint, name);
  if (['AWS::StepFunctions::StateMachine', VERSION, ALIAS].includes(type)) return arn;
  if (type !== 'AWS::Events::Rule' || properties.EventBusName === undefined) return name;
  return `${busName(String(properties.EventBusName))}|${name}`;
}
