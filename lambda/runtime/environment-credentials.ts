import type { AwsCredentialIdentity } from '@smithy/types';

/**
 * Stands in for the SDK's default credential chain in our bundles (scripts/bundle.mjs): Lambda puts the credentials
 * of the function's role into the environment, and nowhere else.
 */
export const defaultProvider = () => async (): Promise<AwsCredentialIdentity> => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error('The environment has no AWS credentials.');
  return { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN };
};
