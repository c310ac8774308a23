import {
  getHostHeaderPlugin,
  getLoggerPlugin,
  getRecursionDetectionPlugin,
  getUserAgentPlugin,
  resolveHostHeaderConfig,
  resolveUserAgentConfig,
  type UserAgentInputConfig,
} from '@aws-sdk/core/client';
import { type AwsSdkSigV4AuthInputConfig, resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes';
import {
  DefaultIdentityProviderConfig,
  getHttpAuthSchemeEndpointRuleSetPlugin,
  getHttpSigningPlugin,
} from '@smithy/core';
import { Client, type DefaultsMode, type SmithyConfiguration } from '@smithy/core/client';
import { type RegionInputConfig, resolveRegionConfig } from '@smithy/core/config';
import { type EndpointInputConfig, resolveEndpointConfig } from '@smithy/core/endpoints';
import { getContentLengthPlugin, type HttpHandlerUserInput } from '@smithy/core/protocols';
import { getRetryPlugin, type RetryInputConfig, resolveRetryConfig } from '@smithy/core/retry';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import type { AwsCredentialIdentityProvider, HttpHandlerOptions, Logger, Provider, UserAgent } from '@smithy/types';
import { httpAuthSchemeParameters, SIGV4 } from './auth';
import type { ServiceInputTypes, ServiceOutputTypes } from './commands';
import type { EndpointParameters } from './endpoint';
import { getRuntimeConfig } from './runtime-config';

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

export type AppFabricClientResolvedConfig = ReturnType<typeof resolveConfig>;

/** Each step completes the same object, as the runtime demands. */
function resolveConfig(configuration: AppFabricClientConfig) {
  const withUserAgent = resolveUserAgentConfig(getRuntimeConfig(configuration));
  const withRegion = resolveRegionConfig(resolveRetryConfig(withUserAgent));
  const withEndpoint = resolveEndpointConfig(resolveHostHeaderConfig(withRegion));
  return resolveAwsSdkSigV4Config(withEndpoint);
}

/**
 * The user access operations of AWS AppFabric. A stand-in for the client of the same name in
 * `@aws-sdk/client-appfabric`, which has the same commands, types and exceptions.
 */
export class AppFabricClient extends Client<
  HttpHandlerOptions,
  ServiceInputTypes,
  ServiceOutputTypes,
  AppFabricClientResolvedConfig
> {
  constructor(configuration: AppFabricClientConfig = {}) {
    super(resolveConfig(configuration));
    this.middlewareStack.use(getSchemaSerdePlugin(this.config));
    this.middlewareStack.use(getUserAgentPlugin(this.config));
    this.middlewareStack.use(getRetryPlugin(this.config));
    this.middlewareStack.use(getContentLengthPlugin(this.config));
    this.middlewareStack.use(getHostHeaderPlugin(this.config));
    this.middlewareStack.use(getLoggerPlugin(this.config));
    this.middlewareStack.use(getRecursionDetectionPlugin(this.config));
    this.middlewareStack.use(
      getHttpAuthSchemeEndpointRuleSetPlugin(this.config, {
        httpAuthSchemeParametersProvider: httpAuthSchemeParameters,
        identityProviderConfigProvider: async (config: AppFabricClientResolvedConfig) =>
          new DefaultIdentityProviderConfig({ [SIGV4]: config.credentials }),
      }),
    );
    this.middlewareStack.use(getHttpSigningPlugin(this.config));
  }
}
