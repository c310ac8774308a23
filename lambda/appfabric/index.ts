/**
 * The part of `@aws-sdk/client-appfabric` that the functions use, with the same names. To use that package instead,
 * export it from this file.
 */
export { AppFabricClient } from './client';
export type { AppFabricClientConfig } from './client-config';
export * from './commands';
export * from './errors';
export * from './models';
export type { AppFabricClientResolvedConfig } from './resolve-config';
