import type { QueryCommand, QueryCommandOutput } from '@aws-sdk/client-dynamodb';

/** As much of a DynamoDB client as the reader uses: a `DynamoDBClient` has it. */
export interface QueryClient {
  send(command: QueryCommand): Promise<QueryCommandOutput>;
}
