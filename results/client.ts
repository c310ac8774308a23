import type { QueryCommand, QueryCommandOutput } from '@aws-sdk/client-dynamodb';

/** The part of a `DynamoDBClient` that the reader uses. */
export interface QueryClient {
  /** Sends a Query request. */
  send(command: QueryCommand): Promise<QueryCommandOutput>;
}
