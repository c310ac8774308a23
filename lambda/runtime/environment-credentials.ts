import type { AwsCredentialIdentity } from '@smithy/types';

/**
 * Replaces the SDK's default credential provider chain in the bundles (scripts/bundle.mjs). Lambda provides the
 * credentials of a function's role only in environment variables.
 */
export const defaultProvider = () => async (): Promise<AwsCredentialIdentity> => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error('The environment has no AWS credentials.');
  return { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN };
};
