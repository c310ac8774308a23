/**
 * The part of `@aws-sdk/client-appfabric` that we use, under the same names: when that package can be installed,
 * the import of this module is all that changes.
 */
export { AppFabricClient } from './client';
export * from './commands';
export type { AppFabricClientConfig, AppFabricClientResolvedConfig } from './config';
export * from './errors';
export * from './models';
