import type { UserAgentInputConfig } from '@aws-sdk/core/client';
import type { AwsSdkSigV4AuthInputConfig } from '@aws-sdk/core/httpAuthSchemes';
import type { DefaultsMode, SmithyConfiguration } from '@smithy/core/client';
import type { RegionInputConfig } from '@smithy/core/config';
import type { EndpointInputConfig } from '@smithy/core/endpoints';
import type { HttpHandlerUserInput } from '@smithy/core/protocols';
import type { RetryInputConfig } from '@smithy/core/retry';
import type { AwsCredentialIdentityProvider, HttpHandlerOptions, Logger, Provider, UserAgent } from '@smithy/types';
import type { EndpointParameters } from './endpoint';

interface ClientDefaults {
  /** A handler, or the options of the default one. */
  requestHandler?: HttpHandlerUserInput;
  credentialDefaultProvider?: (input: object) => AwsCredentialIdentityProvider;
  defaultsMode?: DefaultsMode | Provider<DefaultsMode>;
  defaultUserAgentProvider?: Provider<UserAgent>;
  logger?: Logger;
  /** Name of the profile in the shared config files. */
  profile?: string;
  retryMode?: string | Provider<string>;
  serviceId?: string;
  useDualstackEndpoint?: boolean | Provider<boolean>;
  useFipsEndpoint?: boolean | Provider<boolean>;
}

export type AppFabricClientConfig = Partial<Pick<SmithyConfiguration<HttpHandlerOptions>, 'cacheMiddleware'>> &
  ClientDefaults &
  AwsSdkSigV4AuthInputConfig &
  EndpointInputConfig<EndpointParameters> &
  RegionInputConfig &
  RetryInputConfig &
  UserAgentInputConfig;
