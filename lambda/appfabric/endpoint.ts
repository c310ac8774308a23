import { partition } from '@aws-sdk/core/client';
import { EndpointError } from '@smithy/core/endpoints';
import type { EndpointParameters as AnyEndpointParameters, EndpointV2 } from '@smithy/types';

export interface EndpointParameters extends AnyEndpointParameters {
  Region?: string | undefined;
  Endpoint?: string | undefined;
  UseFIPS?: boolean | undefined;
  UseDualStack?: boolean | undefined;
}

/** The name of each endpoint parameter in the client's configuration. */
export const endpointInstructions = {
  Region: { type: 'builtInParams', name: 'region' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
} as const;

/** Returns the configured endpoint or, without one, AppFabric's endpoint in the Region. */
export function endpointProvider({ Region, Endpoint, UseFIPS, UseDualStack }: EndpointParameters): EndpointV2 {
  if (Endpoint) {
    if (UseFIPS) throw new EndpointError('Invalid Configuration: FIPS and custom endpoint are not supported');
    if (UseDualStack) throw new EndpointError('Invalid Configuration: Dualstack and custom endpoint are not supported');
    return at(Endpoint);
  }
  if (!Region) throw new EndpointError('Invalid Configuration: Missing Region');
  const { supportsFIPS, supportsDualStack, dnsSuffix, dualStackDnsSuffix } = partition(Region);
  if (UseFIPS && !supportsFIPS) throw new EndpointError('This partition does not support FIPS');
  if (UseDualStack && !supportsDualStack) throw new EndpointError('This partition does not support DualStack');
  const suffix = UseDualStack ? dualStackDnsSuffix : dnsSuffix;
  return at(`https://appfabric${UseFIPS ? '-fips' : ''}.${Region}.${suffix}`);
}

function at(url: string): EndpointV2 {
  return { url: new URL(url), properties: {}, headers: {} };
}
