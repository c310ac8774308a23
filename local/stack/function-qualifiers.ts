import { asString, type JsonObject } from './json';

/** The number of the version that is deployed. On this machine, a template is deployed once. */
const DEPLOYED_VERSION = '1';

export const VERSION = 'AWS::Lambda::Version';
export const ALIAS = 'AWS::Lambda::Alias';

/** What follows the ARN of the function in the ARN of a version or an alias. Undefined for all other resources. */
export function qualifierOf({ Type: type, Properties: properties }: JsonObject): string | undefined {
  if (type === VERSION) return DEPLOYED_VERSION;
  return type === ALIAS ? asString((properties as JsonObject).Name) : undefined;
}
