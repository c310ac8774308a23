import { basename, extname } from 'node:path';
import { asObject, asString } from './json';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';

export interface FunctionDefinition {
  name: string;
  arn: string;
  /** The asset's folder; undefined when the code is inline or the assets are not known: such a function cannot run. */
  folder?: string;
  handler: string;
  runtime: string;
  timeoutSeconds: number;
  memorySize: number;
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
  return resourcesOfType(template, 'AWS::Lambda::Function').map(({ name, arn, properties }) => {
    const bundle = asString(asObject(properties.Code).S3Key) ?? '';
    const variables = Object.entries(asObject(asObject(properties.Environment).Variables));
    return {
      name,
      arn,
      folder: assetFolders[basename(bundle, extname(bundle))],
      handler: asString(properties.Handler) ?? 'index.handler',
      runtime: asString(properties.Runtime) ?? 'nodejs24.x',
      timeoutSeconds: Number(properties.Timeout ?? 3),
      memorySize: Number(properties.MemorySize ?? 128),
      environment: Object.fromEntries(variables.map(([key, value]) => [key, String(value)])),
    };
  });
}

/** The environment variables that Lambda itself sets. */
export function lambdaEnvironment(definition: FunctionDefinition, region: string): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
    ...(definition.folder !== undefined && { LAMBDA_TASK_ROOT: definition.folder }),
  };
}
