import { AwsError } from './aws-error';
import type { FunctionDefinition } from './function-definitions';
import type { JsonObject } from './json';

/** What is asked for without a qualifier. */
const LATEST = '$LATEST';

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
  qualifier: string | null,
): JsonObject | undefined {
  if (method !== 'GET') return undefined;
  if (/^\/2016-08-19\/account-settings\/?$/.test(path)) return accountSettings(functions);
  const [, name = '', what, alias = ''] =
    /^\/20\d\d-\d\d-\d\d\/functions\/([^/]+)\/(configuration|concurrency|aliases\/([^/]+))\/?$/.exec(path) ?? [];
  if (what === undefined) return undefined;
  const asked = `${decodeURIComponent(name)}${qualifier === null ? '' : `:${qualifier}`}`;
  const { found, arn } = functionNamed(functions, asked);
  if (what === 'configuration') return configuration(found, arn);
  return what === 'concurrency' ? reserved(found) : aliasOf(found, decodeURIComponent(alias));
}

/** A function, and the ARN of what was asked for: the function, a version or an alias. */
function functionNamed(functions: readonly FunctionDefinition[], asked: string) {
  const [first] = functions;
  const prefix = first ? first.arn.slice(0, -first.name.length) : '';
  const arn = asked.startsWith('arn:') ? asked : `${prefix}${asked}`;
  const found = functions.find((each) => [...each.arns, `${each.arn}:${LATEST}`].includes(arn));
  if (!found) throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  return { found, arn };
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

const configuration = (definition: FunctionDefinition, arn: string): JsonObject => ({
  FunctionName: definition.name,
  FunctionArn: arn,
  Runtime: definition.runtime,
  Handler: definition.handler,
  Timeout: definition.timeoutSeconds,
  MemorySize: definition.memorySize,
  Version: [definition.arn, `${definition.arn}:${LATEST}`].includes(arn) ? LATEST : definition.version,
  State: 'Active',
  LastUpdateStatus: 'Successful',
  Environment: { Variables: definition.environment },
});
