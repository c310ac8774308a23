/**
 * The part of `@aws-sdk/client-appfabric` that we use, under the same names: when that package can be installed,
 * the import of this module is all that changes.
 */
export { AppFabricClient } from './client';
export type { AppFabricClientConfig } from './client-config';
export * from './commands';
export * from './errors';
export * from './models';
export type { AppFabricClientResolvedConfig } from './resolve-config';
