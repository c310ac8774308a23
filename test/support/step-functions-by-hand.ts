import { ServiceError, servicesByHand } from './services-by-hand';

export { ServiceError };

type Answer = Record<string, unknown> | ServiceError;

/**
 * A Step Functions API whose responses the test defines. The endpoint also serves the table, because AWS_ENDPOINT_URL
 * is one URL for all services.
 */
export const stepFunctionsByHand = (
  tableEndpoint: string,
  answer: (operation: string, input: Record<string, unknown>) => Answer | Promise<Answer>,
) =>
  servicesByHand(tableEndpoint, ({ service, operation, input }) =>
    service === 'states' ? answer(operation, input) : undefined,
  );
