import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { SFNClient, type SFNClientConfig } from '@aws-sdk/client-sfn';
import { UserAccessResults } from '../../results';
import type { CommandContext } from '../context';
import type { Options } from '../options';
import { type AwsLocation, scannerLocation } from './location';
import type { Needs, ScannerOutputs } from './outputs-file';
import { type LocalStackSettings, type PublishedEvent, startLocalStack } from './start-local-stack';

/** A connection to a scanner. */
export interface Session {
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly results: UserAccessResults;
  /** The events that the local stack has published so far. The command can't see events in AWS. */
  readonly published?: () => readonly PublishedEvent[];
  close(): Promise<void>;
}

/** Connects to the scanner, runs `use`, and always closes the connection. */
export async function withSession<T>(
  options: Options,
  context: CommandContext,
  needs: Needs,
  use: (session: Session) => Promise<T>,
  local?: Omit<LocalStackSettings, 'dataDir'>,
): Promise<T> {
  const location = scannerLocation(options, context, needs);
  const session =
    location.kind === 'local'
      ? await openLocal(context, options, { ...local, dataDir: location.dataDir })
      : openAws(location);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** Connects to a scanner of which only the table is needed. */
export const withResults = <T>(
  options: Options,
  context: CommandContext,
  use: (results: UserAccessResults) => Promise<T>,
): Promise<T> => withSession(options, context, ['tableName'], ({ results }) => use(results));

const openAws = ({ region, profile, ...scanner }: AwsLocation): Session =>
  openSession({ ...(region && { region }), ...(profile && { profile }) }, scanner);

async function openLocal(context: CommandContext, options: Options, settings: LocalStackSettings): Promise<Session> {
  const stack = await startLocalStack(context, options, settings);
  const { region } = stack.outputs;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const session = openSession({ region, endpoint: stack.endpoint, credentials }, stack.outputs);
  const close = async () => {
    await session.close();
    await stack.stop();
  };
  return { ...session, published: () => stack.published, close };
}

function openSession(
  config: DynamoDBClientConfig & SFNClientConfig,
  { stateMachineArn = '', tableName = '' }: ScannerOutputs,
): Session {
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
