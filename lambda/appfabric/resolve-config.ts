import { resolveHostHeaderConfig, resolveUserAgentConfig } from '@aws-sdk/core/client';
import { resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes';
import { resolveRegionConfig } from '@smithy/core/config';
import { resolveEndpointConfig } from '@smithy/core/endpoints';
import { resolveRetryConfig } from '@smithy/core/retry';
import type { AppFabricClientConfig } from './client-config';
import { getRuntimeConfig } from './runtime-config';

export type AppFabricClientResolvedConfig = ReturnType<typeof resolveConfig>;

/** Each step completes the same object, as the SDK's runtime requires. */
export function resolveConfig(configuration: AppFabricClientConfig) {
  const withUserAgent = resolveUserAgentConfig(getRuntimeConfig(configuration));
  const withRegion = resolveRegionConfig(resolveRetryConfig(withUserAgent));
  const withEndpoint = resolveEndpointConfig(resolveHostHeaderConfig(withRegion));
  return resolveAwsSdkSigV4Config(withEndpoint);
}
