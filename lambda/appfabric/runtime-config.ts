import { createDefaultUserAgentProvider, NODE_APP_ID_CONFIG_OPTIONS } from '@aws-sdk/core/client';
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
  resolveDefaultsModeConfig,
} from '@smithy/core/config';
import { parseUrl } from '@smithy/core/protocols';
import {
  DEFAULT_RETRY_MODE,
  NODE_MAX_ATTEMPT_CONFIG_OPTIONS,
  NODE_RETRY_MODE_CONFIG_OPTIONS,
} from '@smithy/core/retry';
import { calculateBodyLength, fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';
import { NodeHttpHandler, streamCollector } from '@smithy/node-http-handler';
import { httpAuthSchemeProvider, httpAuthSchemes, SIGNING_NAME } from './auth';
import type { AppFabricClientConfig } from './client-config';
import { endpointProvider } from './endpoint';
import { AppFabricProtocol } from './protocol';
import { errorTypeRegistries, NAMESPACE } from './schemas';

const API_VERSION = '2023-05-19';

/** Completes a configuration with values from the environment and the shared config files. */
export function getRuntimeConfig(config: AppFabricClientConfig) {
  const { profile } = config;
  const logger = config.logger ?? new NoOpLogger();
  const serviceId = config.serviceId ?? 'AppFabric';
  const defaultsMode = resolveDefaultsModeConfig(config);
  const defaults = () => defaultsMode().then(loadConfigsForDefaultMode);
  const files = { profile, logger };
  return {
    ...config,
    apiVersion: API_VERSION,
    runtime: 'node',
    serviceId,
    logger,
    defaultsMode,
    defaultSigningName: SIGNING_NAME,
    protocol: new AppFabricProtocol({ defaultNamespace: NAMESPACE, errorTypeRegistries }),
    credentialDefaultProvider: config.credentialDefaultProvider ?? defaultProvider,
    region: config.region ?? loadConfig(NODE_REGION_CONFIG_OPTIONS, { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...files }),
    maxAttempts: config.maxAttempts ?? loadConfig(NODE_MAX_ATTEMPT_CONFIG_OPTIONS, files),
    retryMode:
      config.retryMode ??
      loadConfig(
        { ...NODE_RETRY_MODE_CONFIG_OPTIONS, default: async () => (await defaults()).retryMode || DEFAULT_RETRY_MODE },
        files,
      ),
    requestHandler: NodeHttpHandler.create(config.requestHandler ?? defaults),
    endpointProvider: config.endpointProvider ?? endpointProvider,
    useDualstackEndpoint: config.useDualstackEndpoint ?? loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, files),
    useFipsEndpoint: config.useFipsEndpoint ?? loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, files),
    userAgentAppId: config.userAgentAppId ?? loadConfig(NODE_APP_ID_CONFIG_OPTIONS, files),
    defaultUserAgentProvider:
      config.defaultUserAgentProvider ?? createDefaultUserAgentProvider({ serviceId, clientVersion }),
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
