import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import { collectBody } from '@smithy/core/protocols';
import { AppFabricServiceException } from './errors';

type Deserialize = AwsRestJsonProtocol['deserializeResponse'];
type OperationSchema = Parameters<Deserialize>[0];
type Context = Parameters<Deserialize>[1];
type Response = Parameters<Deserialize>[2];
type Output = Awaited<ReturnType<Deserialize>>;

/** The SDK's message for an exception that has none. */
const NO_MESSAGE = 'UnknownError';

/**
 * The restJson1 protocol. If the body of a response is not a JSON object (the error page of a proxy, or a truncated
 * body), throws a named exception. The SDK's own protocol would throw a SyntaxError that quotes the body, which can
 * contain personal data.
 */
export class AppFabricProtocol extends AwsRestJsonProtocol {
  override async deserializeResponse<O extends Output>(
    operation: OperationSchema,
    context: Context,
    response: Response,
  ): Promise<O> {
    const body = await collectBody(response.body, context);
    const isFailure = response.statusCode >= 300;
    const answered = `AppFabric answered ${operation.name} with status ${response.statusCode}`;
    try {
      if (isFailure || isJsonObject(body)) {
        return await super.deserializeResponse<O>(operation, context, { ...response, body });
      }
    } catch (error) {
      if (error instanceof AppFabricServiceException) {
        if (error.message === NO_MESSAGE) error.message = `${answered} and no message.`;
        throw error;
      }
    }
    const message = `${answered} and a body that cannot be read.`;
    if (!isFailure) {
      const $metadata = this.deserializeMetadata(response);
      throw new AppFabricServiceException({ name: 'UnreadableAnswer', $fault: 'server', $metadata, message });
    }
    // The headers can still have the name of the exception and Retry-After.
    return super
      .deserializeResponse<O>(operation, context, { ...response, body: undefined })
      .catch((error: unknown) => {
        if (error instanceof AppFabricServiceException) error.message = message;
        throw error;
      });
  }
}

function isJsonObject(body: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
