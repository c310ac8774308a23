import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { invalid } from './errors';

/** Throws for what CDK accepts as a key, and AWS rejects at deployment, or denies to the functions. */
export function checkEncryptionKey(scope: Construct, key: kms.IKey | undefined): void {
  if (key === undefined) return;
  if (typeof key?.keyArn !== 'string') {
    throw invalid(scope, 'encryptionKey must be a Key, or an imported one, for example from Key.fromKeyArn(…).');
  }
  // IAM policies that name an alias allow nothing, because KMS checks them against the key.
  if ('aliasName' in key || key.keyArn.includes(':alias/')) {
    throw invalid(
      scope,
      'encryptionKey is an alias, but permissions to use a key must name the key itself. Pass the Key, or import it with Key.fromKeyArn(…) or Key.fromLookup(…).',
    );
  }
  const { region } = Stack.of(scope);
  if (Token.compareStrings(key.env.region, region) === TokenComparison.DIFFERENT) {
    throw invalid(
      scope,
      `encryptionKey is in Region ${key.env.region}, but the stack is in ${region}. Use a key in ${region}. Of a multi-Region key, import the replica there.`,
    );
  }
}
