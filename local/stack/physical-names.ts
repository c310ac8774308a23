/** The Region, account and stack name that the template is resolved for. */
export interface Deployment {
  region: string;
  accountId: string;
  stackName: string;
}

/** When everything in a local stack was created, in milliseconds. A persisted table does not get younger at each start. */
export const DEPLOYED_AT = Date.parse('2026-01-05T08:00:00Z');

/** What CloudFormation knows a resource by: its physical name, its ARN, and what Ref returns. */
export interface Identity {
  name: string;
  arn: string;
  ref: string;
}

const STATE_MACHINE = 'AWS::StepFunctions::StateMachine';

/** What follows "arn:aws:", for the kinds whose ARN something here reads. */
const ARNS: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'dynamodb:{region}:{account}:table/{name}',
  'AWS::Events::EventBus': 'events:{region}:{account}:event-bus/{name}',
  'AWS::Events::Rule': 'events:{region}:{account}:rule/{name}',
  'AWS::IAM::Role': 'iam::{account}:role/{name}',
  'AWS::KMS::Key': 'kms:{region}:{account}:key/{name}',
  'AWS::Lambda::Function': 'lambda:{region}:{account}:function:{name}',
  'AWS::Logs::LogGroup': 'logs:{region}:{account}:log-group:{name}:*',
  'AWS::SQS::Queue': 'sqs:{region}:{account}:{name}',
  [STATE_MACHINE]: 'states:{region}:{account}:stateMachine:{name}',
};

/** Other resources still need names, because the template refers to them. */
const OTHER_ARN = 'cloudformation:{region}:{account}:resource/{name}';

/**
 * Names made from the logical id, the same on every start: a persisted table is found again, and what a shell
 * exported yesterday is still right. Lambda allows 64 characters; the end, with CDK's hash, is what tells two apart.
 */
export function identify(type: string, logicalId: string, { region, accountId, stackName }: Deployment): Identity {
  const fullName = `${stackName}-${logicalId}`;
  const name = fullName.length > 64 ? logicalId.slice(-64) : fullName;
  const values: Record<string, string> = { region, account: accountId, name };
  const arn = `arn:aws:${(ARNS[type] ?? OTHER_ARN).replace(/{(\w+)}/g, (_, key: string) => values[key] ?? '')}`;
  return { name, arn, ref: type === STATE_MACHINE ? arn : name };
}

/** The name of a bus, given its name or its ARN. */
export function busName(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn;
}
