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
  const [, name = '', what, alias = ''] =
    /^\/20\d\d-\d\d-\d\d\/functions\/([^/]+)\/(configuration|concurrency|aliases)(?:\/([^/]+))?\/?$/.exec(path) ?? [];
  if (what === undefined) return undefined;
  const asked = decodeURIComponent(name);
  const found = functions.find((each) => each.name === asked || each.arns.includes(asked));
  if (!found) throw new AwsError('ResourceNotFoundException', `Function not found: ${asked}`, 404);
  if (what === 'aliases') return aliasOf(found, decodeURIComponent(alias));
  return what === 'configuration' ? configuration(found, asked) : reserved(found);
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

function aliasOf({ arn, arns, version }: FunctionDefinition, name: string): JsonObject {
  const AliasArn = `${arn}:${name}`;
  if (!arns.includes(AliasArn))
    throw new AwsError('ResourceNotFoundException', `Cannot find alias arn: ${AliasArn}`, 404);
  return { AliasArn, Name: name, FunctionVersion: version };
}

const configuration = (definition: FunctionDefinition, asked: string): JsonObject => ({
  FunctionName: definition.name,
  FunctionArn: definition.arn,
  Runtime: definition.runtime,
  Handler: definition.handler,
  Timeout: definition.timeoutSeconds,
  MemorySize: definition.memorySize,
  Version: asked === definition.name || asked === definition.arn ? '$LATEST' : definition.version,
  State: 'Active',
  LastUpdateStatus: 'Successful',
  Environment: { Variables: definition.environment },
});
