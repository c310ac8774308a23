import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { ALIAS, VERSION } from './function-qualifiers';
import { asObject, asString } from './json';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';

export interface FunctionDefinition {
  name: string;
  arn: string;
  /** Its own ARN, and those of its versions and aliases. */
  arns: string[];
  /** The version that is deployed. `$LATEST` if the template has none. */
  version: string;
  /** The asset's folder; undefined when the code is inline or the assets are not known: such a function cannot run. */
  folder?: string;
  handler: string;
  runtime: string;
  timeoutSeconds: number;
  memorySize: number;
  /** How many invocations can run at once. Undefined if nothing is reserved. */
  reservedConcurrency?: number;
  /** The variables from the template, and no others. */
  environment: Record<string, string>;
}

/**
 * The functions of a template, each with the folder of its bundle.
 *
 * @param assetFolders folders by asset hash, from the assembly's assets file
 */
export function functionDefinitions(
  template: ResolvedTemplate,
  assetFolders: Record<string, string> = {},
): FunctionDefinition[] {
  const qualified = resourcesOfType(template, VERSION, ALIAS);
  return resourcesOfType(template, 'AWS::Lambda::Function').map(({ name, arn, properties }) => {
    const own = qualified.filter((each) => each.name === name);
    const reserved = properties.ReservedConcurrentExecutions;
    const bundle = asString(asObject(properties.Code).S3Key) ?? '';
    const variables = Object.entries(asObject(asObject(properties.Environment).Variables));
    return {
      name,
      arn,
      arns: [arn, ...own.map((each) => each.arn)],
      version:
        own
          .find(({ type }) => type === VERSION)
          ?.arn.split(':')
          .at(-1) ?? '$LATEST',
      folder: assetFolders[basename(bundle, extname(bundle))],
      handler: asString(properties.Handler) ?? 'index.handler',
      runtime: asString(properties.Runtime) ?? 'nodejs24.x',
      timeoutSeconds: Number(properties.Timeout ?? 3),
      memorySize: Number(properties.MemorySize ?? 128),
      reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
      environment: Object.fromEntries(variables.map(([key, value]) => [key, String(value)])),
    };
  });
}

/** Without this check, an execution would try a function that can't run again and again, for hours. */
export function checkBundles(definitions: readonly FunctionDefinition[]): void {
  for (const { name, folder, handler } of definitions) {
    if (folder === undefined || findModule(folder, handler) !== undefined) continue;
    throw new Error(
      `The bundle of the function ${name} is missing: there is none in ${folder}. Build or install the package again.`,
    );
  }
}

/** The file that has the handler of a function, such as `index.handler`. */
export function findModule(folder: string, handler: string): string | undefined {
  const module = handler.slice(0, handler.lastIndexOf('.'));
  return ['.mjs', '.js', '.cjs'].map((ending) => join(folder, module + ending)).find(existsSync);
}

/** The environment variables that Lambda itself sets. */
export function lambdaEnvironment(definition: FunctionDefinition, region: string): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: definition.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
    ...(definition.folder !== undefined && { LAMBDA_TASK_ROOT: definition.folder }),
  };
}
