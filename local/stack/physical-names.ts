/** The Region, account and stack name that the template is resolved for. */
export interface Deployment {
  region: string;
  accountId: string;
  stackName: string;
}

/** What CloudFormation knows a resource by: its physical name, its ARN, and what Ref returns. */
export interface Identity {
  name: string;
  arn: string;
  ref: string;
}

interface Kind {
  /** What follows "arn:aws:". Names in braces that are not known here are properties of the resource. */
  arn: string;
  /** @default '{name}' */
  ref?: string;
  /** The property in which the template may name the resource itself. */
  nameProperty?: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::DynamoDB::Table': { arn: 'dynamodb:{region}:{account}:table/{name}' },
  'AWS::Events::EventBus': { arn: 'events:{region}:{account}:event-bus/{name}', nameProperty: 'Name' },
  'AWS::Events::Rule': { arn: 'events:{region}:{account}:rule/{name}' },
  'AWS::IAM::Role': { arn: 'iam::{account}:role/{name}' },
  'AWS::KMS::Key': { arn: 'kms:{region}:{account}:key/{name}' },
  'AWS::Lambda::Alias': { arn: 'lambda:{region}:{account}:function:{FunctionName}:{Name}', ref: '{arn}' },
  'AWS::Lambda::Function': { arn: 'lambda:{region}:{account}:function:{name}' },
  'AWS::Lambda::Version': { arn: 'lambda:{region}:{account}:function:{FunctionName}:1', ref: '{arn}' },
  'AWS::Logs::LogGroup': { arn: 'logs:{region}:{account}:log-group:{name}:*' },
  'AWS::SQS::Queue': {
    arn: 'sqs:{region}:{account}:{name}',
    ref: 'https://sqs.{region}.amazonaws.com/{account}/{name}',
  },
  'AWS::StepFunctions::StateMachine': { arn: 'states:{region}:{account}:stateMachine:{name}', ref: '{arn}' },
};

/** Resources that nothing here runs still need names, because others refer to them. */
const OTHER_KIND: Kind = { arn: 'cloudformation:{region}:{account}:resource/{name}' };

/**
 * Names made from the logical id, the same on every start: a persisted table is found again, and what a shell
 * exported yesterday is still right. Lambda allows 64 characters; the end, with CDK's hash, is what tells two apart.
 *
 * @param property the value of a property of the resource
 */
export function identify(
  type: string,
  logicalId: string,
  { region, accountId, stackName }: Deployment,
  property: (name: string) => string | undefined,
): Identity {
  const kind = KINDS[type] ?? OTHER_KIND;
  const fullName = `${stackName}-${logicalId}`;
  const generatedName = fullName.length > 64 ? logicalId.slice(-64) : fullName;
  const name = (kind.nameProperty && property(kind.nameProperty)) || generatedName;
  const values: Record<string, string> = { region, account: accountId, name };
  const fill = (pattern: string) => pattern.replace(/{(\w+)}/g, (_, key: string) => values[key] ?? property(key) ?? '');
  values.arn = `arn:aws:${fill(kind.arn)}`;
  return { name, arn: values.arn, ref: fill(kind.ref ?? '{name}') };
}
