import { isThrottlingError } from '@smithy/core/retry';
import type { InitializeMiddleware, MetadataBearer, MiddlewareStack, ResponseMetadata } from '@smithy/types';
import type { Clock } from '../common/clock';
import type { Telemetry } from '../common/telemetry';
import { isErrorName } from '../scan/errors';
import type { Call } from './call';
import type { Tracing } from './tracing';

type ServiceName = 'AppFabric' | 'DynamoDB' | 'EventBridge';
type SdkError = Parameters<typeof isThrottlingError>[0];

interface CallDependencies {
  readonly telemetry: Telemetry;
  readonly tracing?: Pick<Tracing, 'add'>;
  readonly clock: Clock;
}

/** Logs, counts and traces what a client calls. Takes nothing from requests and responses but their metadata. */
export function observeCalls<Input extends object, Output extends MetadataBearer>(
  client: { readonly middlewareStack: MiddlewareStack<Input, Output> },
  service: ServiceName,
  { telemetry, tracing, clock }: CallDependencies,
): void {
  const report = (call: Call) => {
    const { service: client, startedAt, endedAt, isThrottled, ...fields } = call;
    telemetry.debug('Called', { client, ...fields, durationMs: endedAt - startedAt });
    tracing?.add(call);
    if (service !== 'AppFabric') return;
    telemetry.measure('appFabricCalls', 1);
    if (isThrottled) telemetry.measure('appFabricThrottles', 1);
  };
  const observed: InitializeMiddleware<Input, Output> = (next, { commandName }) => {
    const operation = String(commandName).replace(/Command$/, '');
    return async (args) => {
      const startedAt = clock.now();
      const ended = ({ httpStatusCode: status, attempts = 1 }: ResponseMetadata, error?: SdkError) => {
        const isThrottled = error !== undefined && isThrottlingError(error);
        const errorName = error && (isErrorName(error.name) ? error.name : 'Error');
        const times = { startedAt, endedAt: clock.now() };
        report({ service, operation, ...times, status, retries: attempts - 1, isThrottled, errorName });
      };
      const result = await next(args).catch((error: SdkError) => {
        ended(error.$metadata ?? {}, error);
        throw error;
      });
      ended(result.output.$metadata);
      return result;
    };
  };
  client.middlewareStack.add(observed, { step: 'initialize', name: 'observeCalls', priority: 'high' });
}
