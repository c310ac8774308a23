import type { QueryCommand, QueryCommandOutput } from '@aws-sdk/client-dynamodb';

/** The part of a DynamoDB client that the reader uses. A `DynamoDBClient` has it. */
export interface QueryClient {
  send(command: QueryCommand): Promise<QueryCommandOutput>;
}
