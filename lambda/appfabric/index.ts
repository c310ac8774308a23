/**
 * The part of `@aws-sdk/client-appfabric` that the functions use, with the same names. To use that package instead,
 * export it from this file.
 */
export { AppFabricClient } from './client';
export * from './commands';
export type { AppFabricClientConfig, AppFabricClientResolvedConfig } from './config';
export * from './errors';
export * from './models';
