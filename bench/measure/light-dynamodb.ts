/**
 * Replaces @aws-sdk/client-dynamodb while designs are measured (scripts/bench.mjs). The same commands go through the same
 * network, without signatures and schemas, which take no virtual time, but half of the real time.
 */
interface Handler {
  handle(request: object): Promise<{ response: { statusCode: number; body: Buffer } }>;
}

export class ConditionalCheckFailedException extends Error {
  override readonly name = 'ConditionalCheckFailedException';
}

class Command {
  constructor(readonly input: object) {}
}
export class GetItemCommand extends Command {}
export class PutItemCommand extends Command {}
export class UpdateItemCommand extends Command {}
export class QueryCommand extends Command {}

const OPERATIONS = new Map<unknown, string>([
  [GetItemCommand, 'GetItem'],
  [PutItemCommand, 'PutItem'],
  [UpdateItemCommand, 'UpdateItem'],
  [QueryCommand, 'Query'],
]);

export class DynamoDBClient {
  /** Nobody reads the logs and traces of a benchmark, so nothing observes the calls. */
  readonly middlewareStack = { add: () => undefined };

  constructor(private readonly config: { readonly requestHandler: Handler }) {}

  async send(command: Command): Promise<unknown> {
    const operation = OPERATIONS.get(command.constructor);
    const { response } = await this.config.requestHandler.handle({
      method: 'POST',
      path: '/',
      headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
      body: JSON.stringify(command.input),
    });
    const output = JSON.parse(response.body.toString());
    if (response.statusCode === 200) return output;
    throw String(output.__type).endsWith('ConditionalCheckFailedException')
      ? new ConditionalCheckFailedException(output.message)
      : new Error(`The table answered ${operation} with ${response.statusCode}.`);
  }
}
