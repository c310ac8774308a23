import {
  createDefaultUserAgentProvider,
  NODE_APP_ID_CONFIG_OPTIONS,
  resolveHostHeaderConfig,
  resolveUserAgentConfig,
  type UserAgentInputConfig,
} from '@aws-sdk/core/client';
import { type AwsSdkSigV4AuthInputConfig, resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes';
import { version as clientVersion } from '@aws-sdk/core/package.json';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Sha256 } from '@smithy/core/checksum';
import { loadConfigsForDefaultMode, NoOpLogger } from '@smithy/core/client';
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
  type RegionInputConfig,
  resolveDefaultsModeConfig,
  resolveRegionConfig,
} from '@smithy/core/config';
import { type EndpointInputConfig, resolveEndpointConfig } from '@smithy/core/endpoints';
import { type HttpHandlerUserInput, parseUrl } from '@smithy/core/protocols';
import {
  DEFAULT_RETRY_MODE,
  NODE_MAX_ATTEMPT_CONFIG_OPTIONS,
  NODE_RETRY_MODE_CONFIG_OPTIONS,
  type RetryInputConfig,
  resolveRetryConfig,
} from '@smithy/core/retry';
import { calculateBodyLength, fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';
import { NodeHttpHandler, streamCollector } from '@smithy/node-http-handler';
import type { Logger, Provider } from '@smithy/types';
import { httpAuthSchemeProvider, httpAuthSchemes, SIGNING_NAME } from './auth';
import { type EndpointParameters, endpointProvider } from './endpoint';
import { errorTypeRegistries } from './error-schemas';
import { AppFabricProtocol } from './protocol';
import { NAMESPACE } from './shapes';

interface ClientDefaults {
  /** A handler, or the options of the default one. */
  requestHandler?: HttpHandlerUserInput;
  logger?: Logger;
  /** Name of the profile in the shared config files. */
  profile?: string;
  useDualstackEndpoint?: boolean | Provider<boolean>;
  useFipsEndpoint?: boolean | Provider<boolean>;
}

export type AppFabricClientConfig = ClientDefaults &
  AwsSdkSigV4AuthInputConfig &
  EndpointInputConfig<EndpointParameters> &
  RegionInputConfig &
  RetryInputConfig &
  UserAgentInputConfig;

export type AppFabricClientResolvedConfig = ReturnType<typeof resolveConfig>;

/** Each step completes the same object, as the SDK's runtime requires. */
export function resolveConfig(configuration: AppFabricClientConfig) {
  const withUserAgent = resolveUserAgentConfig(withDefaults(configuration));
  const withRegion = resolveRegionConfig(resolveRetryConfig(withUserAgent));
  const withEndpoint = resolveEndpointConfig(resolveHostHeaderConfig(withRegion));
  return resolveAwsSdkSigV4Config(withEndpoint);
}

/** Completes a configuration with values from the environment and the shared config files. */
function withDefaults(config: AppFabricClientConfig) {
  const { profile, logger = new NoOpLogger() } = config;
  const serviceId = 'AppFabric';
  const defaultsMode = resolveDefaultsModeConfig();
  const defaults = () => defaultsMode().then(loadConfigsForDefaultMode);
  const files = { profile, logger };
  const retryMode = {
    ...NODE_RETRY_MODE_CONFIG_OPTIONS,
    default: async () => (await defaults()).retryMode || DEFAULT_RETRY_MODE,
  };
  return {
    ...config,
    apiVersion: '2023-05-19',
    runtime: 'node',
    serviceId,
    logger,
    defaultsMode,
    defaultSigningName: SIGNING_NAME,
    protocol: new AppFabricProtocol({ defaultNamespace: NAMESPACE, errorTypeRegistries }),
    credentialDefaultProvider: defaultProvider,
    region: config.region ?? loadConfig(NODE_REGION_CONFIG_OPTIONS, { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...files }),
    maxAttempts: config.maxAttempts ?? loadConfig(NODE_MAX_ATTEMPT_CONFIG_OPTIONS, files),
    retryMode: loadConfig(retryMode, files),
    requestHandler: NodeHttpHandler.create(config.requestHandler ?? defaults),
    endpointProvider,
    useDualstackEndpoint: config.useDualstackEndpoint ?? loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, files),
    useFipsEndpoint: config.useFipsEndpoint ?? loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, files),
    userAgentAppId: config.userAgentAppId ?? loadConfig(NODE_APP_ID_CONFIG_OPTIONS, files),
    defaultUserAgentProvider: createDefaultUserAgentProvider({ serviceId, clientVersion }),
    httpAuthSchemes: httpAuthSchemes(),
    httpAuthSchemeProvider,
    base64Decoder: fromBase64,
    base64Encoder: toBase64,
    utf8Decoder: fromUtf8,
    utf8Encoder: toUtf8,
    bodyLengthChecker: calculateBodyLength,
    disableHostPrefix: false,
    sha256: Sha256,
    streamCollector,
    urlParser: parseUrl,
  };
}
