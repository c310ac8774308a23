/** Where the stack pretends to be deployed. */
export interface Place {
  region: string;
  accountId: string;
  stackName: string;
}

/** How CloudFormation would name a resource: what Ref gives, and the attributes that Fn::GetAtt gives. */
export interface Identity {
  name: string;
  arn: string;
  ref: string;
  attributes: Record<string, string>;
}

interface Kind {
  nameProperty?: string;
  service: string;
  /** The ARN's last part. */
  resource(name: string): string;
  refIs?: 'arn';
  attributes?(identity: { name: string; arn: string }, place: Place): Record<string, string>;
}

const KINDS: Record<string, Kind> = {
  'AWS::DynamoDB::Table': table(),
  'AWS::DynamoDB::GlobalTable': table(),
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', service: 'lambda', resource: (name) => `function:${name}` },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    service: 'states',
    resource: (name) => `stateMachine:${name}`,
    refIs: 'arn',
  },
  'AWS::Events::EventBus': { nameProperty: 'Name', service: 'events', resource: (name) => `event-bus/${name}` },
  'AWS::Events::Rule': { nameProperty: 'Name', service: 'events', resource: (name) => `rule/${name}` },
  'AWS::Scheduler::Schedule': { nameProperty: 'Name', service: 'scheduler', resource: (name) => `schedule/${name}` },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    service: 'sqs',
    resource: (name) => name,
    attributes: ({ name }, place) => ({
      QueueName: name,
      QueueUrl: `https://sqs.${place.region}.amazonaws.com/${place.accountId}/${name}`,
    }),
  },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    service: 'sns',
    resource: (name) => name,
    refIs: 'arn',
    attributes: ({ name, arn }) => ({ TopicArn: arn, TopicName: name }),
  },
  'AWS::IAM::Role': { nameProperty: 'RoleName', service: 'iam', resource: (name) => `role/${name}` },
  'AWS::KMS::Key': {
    service: 'kms',
    resource: (name) => `key/${name}`,
    attributes: ({ name }) => ({ KeyId: name }),
  },
  'AWS::Logs::LogGroup': { nameProperty: 'LogGroupName', service: 'logs', resource: (name) => `log-group:${name}:*` },
  'AWS::S3::Bucket': { nameProperty: 'BucketName', service: 's3', resource: (name) => name },
};

function table(): Kind {
  return {
    nameProperty: 'TableName',
    service: 'dynamodb',
    resource: (name) => `table/${name}`,
    attributes: ({ arn }) => ({ StreamArn: `${arn}/stream/local` }),
  };
}

/** Services whose ARNs carry neither Region nor account, or no Region. */
const GLOBAL: Record<string, (place: Place) => string> = {
  iam: (place) => `:${place.accountId}`,
  s3: () => ':',
};

/** The property in which a template may name a resource of this type itself. */
export function nameProperty(type: string): string | undefined {
  return KINDS[type]?.nameProperty;
}

/**
 * Names made from the logical id, the same on every start: a persisted table is found again, and what a shell
 * exported yesterday is still right. Lambda allows 64 characters; the end, with CDK's hash, is what tells two apart.
 */
export function identify(type: string, logicalId: string, place: Place, explicitName?: string): Identity {
  const kind = KINDS[type] ?? otherKind(type);
  const name =
    explicitName ??
    (`${place.stackName}-${logicalId}`.length > 64 ? logicalId.slice(-64) : `${place.stackName}-${logicalId}`);
  const where = GLOBAL[kind.service]?.(place) ?? `${place.region}:${place.accountId}`;
  const arn = `arn:aws:${kind.service}:${where}:${kind.resource(name)}`;
  const attributes: Record<string, string> = {
    Arn: arn,
    Name: name,
    Id: name,
    ...kind.attributes?.({ name, arn }, place),
  };
  const ref = kind.refIs === 'arn' ? arn : (attributes.QueueUrl ?? name);
  return { name, arn, ref, attributes };
}

/** Resources that nothing here runs still need names, because others mention them. */
function otherKind(type: string): Kind {
  const service = type.split('::')[1]?.toLowerCase() ?? 'custom';
  return { service, resource: (name) => name };
}
