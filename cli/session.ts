import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { SFNClient, type SFNClientConfig } from '@aws-sdk/client-sfn';
import { UserAccessResults } from '../results';
import { type LocalOptions, type PublishedEvent, startLocalStack } from './local';
import type { AwsWhere, Where } from './where';
import type { World } from './world';

/** An open line to a scanner. */
export interface Session {
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly results: UserAccessResults;
  /** What the local stack's bus was given so far; in AWS nobody can tell. */
  readonly published?: () => readonly PublishedEvent[];
  close(): Promise<void>;
}

/** Opens the scanner, runs `use`, and closes it whatever happens. */
export async function withSession<T>(
  where: Where,
  world: World,
  use: (session: Session) => Promise<T>,
  local: LocalOptions = {},
): Promise<T> {
  const session = where.kind === 'local' ? await openLocal(where.dataDir, world, local) : openAws(where);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

function openAws({ region, profile, stateMachineArn = '', tableName = '' }: AwsWhere): Session {
  return open({ ...(region && { region }), ...(profile && { profile }) }, stateMachineArn, tableName);
}

async function openLocal(dataDir: string, world: World, local: LocalOptions): Promise<Session> {
  const stack = await startLocalStack(world, { ...local, dataDir });
  const { region, stateMachineArn, tableName } = stack.outputs;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const session = open({ region, endpoint: stack.endpoint, credentials }, stateMachineArn, tableName);
  const close = async () => {
    await session.close();
    await stack.stop();
  };
  return { ...session, published: () => stack.published, close };
}

type ClientConfig = DynamoDBClientConfig & SFNClientConfig;

function open(config: ClientConfig, stateMachineArn: string, tableName: string): Session {
  const dynamodb = new DynamoDBClient(config);
  const stepFunctions = new SFNClient(config);
  return {
    stepFunctions,
    stateMachineArn,
    results: new UserAccessResults({ client: dynamodb, tableName }),
    close: async () => {
      dynamodb.destroy();
      stepFunctions.destroy();
    },
  };
}
