import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { UserAccessResults } from '../../results';
import type { CommandContext } from '../context';
import type { Options } from '../options';
import { scannerLocation } from './location';
import { reportLostWatches } from './lost-watches';
import type { Needs, ScannerOutputs } from './outputs-file';
import { checkProfile } from './profile';
import { LOCAL_CREDENTIALS, type LocalStackSettings, type PublishedEvent, startLocalStack } from './start-local-stack';

/** Where AWS is, and who asks. What it does not say, the SDK finds. */
export interface ClientConfig {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: typeof LOCAL_CREDENTIALS;
}

/** A connection to a scanner. */
export interface Session {
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly watchStateMachineArn: string;
  readonly results: UserAccessResults;
  readonly dynamodb: DynamoDBClient;
  readonly tableName: string;
  /** For clients of other services. */
  readonly clientConfig: ClientConfig;
  /** The events that the local stack has published so far. The command can't see events in AWS. */
  readonly published?: readonly PublishedEvent[];
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
  if (location.kind === 'aws') {
    const { region, profile, ...scanner } = location;
    await checkProfile(profile, context);
    return withClients({ ...(region && { region }), ...(profile && { profile }) }, scanner, use);
  }
  const stack = await startLocalStack(context, options, { ...local, dataDir: location.dataDir });
  const { endpoint, outputs, published } = stack;
  try {
    if (needs.includes('watchStateMachineArn')) await reportLostWatches(stack);
    const config = { region: outputs.region, endpoint, credentials: LOCAL_CREDENTIALS };
    return await withClients(config, outputs, (session) => use({ ...session, published }));
  } finally {
    await stack.stop();
  }
}

/** Connects to a scanner of which only the table is needed. */
export const withResults = <T>(
  options: Options,
  context: CommandContext,
  use: (results: UserAccessResults) => Promise<T>,
): Promise<T> => withSession(options, context, ['tableName'], ({ results }) => use(results));

async function withClients<T>(
  config: ClientConfig,
  { stateMachineArn = '', watchStateMachineArn = '', tableName = '' }: ScannerOutputs,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const dynamodb = new DynamoDBClient(config);
  const stepFunctions = new SFNClient(config);
  try {
    return await use({
      stepFunctions,
      stateMachineArn,
      watchStateMachineArn,
      results: new UserAccessResults({ client: dynamodb, tableName }),
      dynamodb,
      tableName,
      clientConfig: config,
    });
  } finally {
    dynamodb.destroy();
    stepFunctions.destroy();
  }
}
