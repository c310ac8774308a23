import { AwsError } from './aws-error';
import type { FunctionDefinition } from './function-definitions';
import type { JsonObject } from './json';

/** The default quota of an account. */
const CONCURRENT_EXECUTIONS = 1000;

/**
 * What AWS Lambda tells of the functions of a template, by the path of a GET request. Undefined if there is no such
 * operation.
 */
export function lambdaAnswer(
  functions: readonly FunctionDefinition[],
  method: string,
  path: string,
): JsonObject | undefined {
  if (method !== 'GET') return undefined;
  if (/^\/2016-08-19\/account-settings\/?$/.test(path)) return accountSettings(functions);
  const [, name = '', what] =
    /^\/20\d\d-\d\d-\d\d\/functions\/([^/]+)\/(configuration|concurrency)\/?$/.exec(path) ?? [];
  if (what === undefined) return undefined;
  const found = functions.find((each) => [each.name, each.arn].includes(decodeURIComponent(name)));
  if (!found) throw new AwsError('ResourceNotFoundException', `Function not found: ${decodeURIComponent(name)}`, 404);
  return what === 'configuration' ? configuration(found) : reserved(found);
}

function accountSettings(functions: readonly FunctionDefinition[]): JsonObject {
  const taken = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  return {
    AccountLimit: {
      ConcurrentExecutions: CONCURRENT_EXECUTIONS,
      UnreservedConcurrentExecutions: CONCURRENT_EXECUTIONS - taken,
    },
    AccountUsage: { FunctionCount: functions.length },
  };
}

const reserved = ({ reservedConcurrency }: FunctionDefinition): JsonObject =>
  reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };

const configuration = (definition: FunctionDefinition): JsonObject => ({
  FunctionName: definition.name,
  FunctionArn: definition.arn,
  Runtime: definition.runtime,
  Handler: definition.handler,
  Timeout: definition.timeoutSeconds,
  MemorySize: definition.memorySize,
  Version: '$LATEST',
  State: 'Active',
  LastUpdateStatus: 'Successful',
  Environment: { Variables: definition.environment },
});
