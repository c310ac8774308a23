import { AwsSdkSigV4Signer } from '@aws-sdk/core/httpAuthSchemes';
import { getSmithyContext, normalizeProvider } from '@smithy/core/client';
import type {
  HandlerExecutionContext,
  HttpAuthOption,
  HttpAuthScheme,
  HttpAuthSchemeParameters,
  Provider,
} from '@smithy/types';

/** The service name in the credential scope of a signature. */
export const SIGNING_NAME = 'appfabric';

export const SIGV4 = 'aws.auth#sigv4';

interface AuthParameters extends HttpAuthSchemeParameters {
  region?: string;
}

export function httpAuthSchemes(): HttpAuthScheme[] {
  return [
    {
      schemeId: SIGV4,
      identityProvider: (config) => config.getIdentityProvider(SIGV4),
      signer: new AwsSdkSigV4Signer(),
    },
  ];
}

export function httpAuthSchemeProvider({ region }: AuthParameters): HttpAuthOption[] {
  return [
    {
      schemeId: SIGV4,
      signingProperties: { name: SIGNING_NAME, region },
      propertiesExtractor: (config: object, context) => ({ signingProperties: { config, context } }),
    },
  ];
}

export async function httpAuthSchemeParameters(
  config: { region: string | Provider<string> },
  context: HandlerExecutionContext,
): Promise<AuthParameters> {
  return {
    operation: String(getSmithyContext(context).operation),
    region: await normalizeProvider(config.region)(),
  };
}
