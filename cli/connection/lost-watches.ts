import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LocalStack } from '../../local/stack';
import { UserAccessResults } from '../../results';
import { LOCAL_CREDENTIALS } from './start-local-stack';

/**
 * A watch ends with the local stack that it runs on, and its record then still says that it goes on. The next stack with
 * the same table reports its execution as stopped, as Step Functions does, and so its end is recorded.
 */
export async function reportLostWatches(
  stack: Pick<LocalStack, 'endpoint' | 'outputs' | 'now' | 'takeFromService'>,
): Promise<void> {
  const { endpoint, outputs } = stack;
  const { watchStateMachineArn = '', tableName, region } = outputs;
  const client = new DynamoDBClient({ endpoint, region, credentials: LOCAL_CREDENTIALS });
  const results = new UserAccessResults({ client, tableName });
  for await (const { watchId, startedAt } of results.watches()) {
    stack.takeFromService('aws.states', 'Step Functions Execution Status Change', {
      executionArn: `${watchStateMachineArn.replace(':stateMachine:', ':execution:')}:${watchId}`,
      stateMachineArn: watchStateMachineArn,
      name: watchId,
      status: 'ABORTED',
      startDate: Date.parse(startedAt),
      stopDate: stack.now(),
      input: null,
      output: null,
      error: null,
      cause: null,
    });
  }
  client.destroy();
}
