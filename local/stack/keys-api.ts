import { AwsError } from './aws-error';
import type { JsonObject } from './json';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';

/** What AWS KMS tells of the keys of a template. */
export function describeKey(template: ResolvedTemplate, { KeyId = '' }: JsonObject): JsonObject {
  const found = resourcesOfType(template, 'AWS::KMS::Key').find(({ arn, name }) => [arn, name].includes(String(KeyId)));
  if (!found) throw new AwsError('NotFoundException', `Key '${KeyId}' does not exist`);
  const { name, arn, properties } = found;
  const isEnabled = properties.Enabled !== false;
  return {
    KeyMetadata: {
      ...{ KeyId: name, Arn: arn, AWSAccountId: template.accountId },
      ...{ Enabled: isEnabled, KeyState: isEnabled ? 'Enabled' : 'Disabled', KeyManager: 'CUSTOMER' },
    },
  };
}
