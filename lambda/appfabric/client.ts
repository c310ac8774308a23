import {
  getHostHeaderPlugin,
  getLoggerPlugin,
  getRecursionDetectionPlugin,
  getUserAgentPlugin,
} from '@aws-sdk/core/client';
import {
  DefaultIdentityProviderConfig,
  getHttpAuthSchemeEndpointRuleSetPlugin,
  getHttpSigningPlugin,
} from '@smithy/core';
import { Client } from '@smithy/core/client';
import { getContentLengthPlugin } from '@smithy/core/protocols';
import { getRetryPlugin } from '@smithy/core/retry';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import type { HttpHandlerOptions } from '@smithy/types';
import { httpAuthSchemeParameters, SIGV4 } from './auth';
import type { ServiceInputTypes, ServiceOutputTypes } from './commands';
import { type AppFabricClientConfig, type AppFabricClientResolvedConfig, resolveConfig } from './config';

/**
 * A client for the operations of AWS AppFabric that scans use. It has the same commands, types and exceptions as the
 * client in `@aws-sdk/client-appfabric`.
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
