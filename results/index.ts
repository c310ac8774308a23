/**
 * `cdk-appfabric-user-access/results`: reads what scans found, from Lambda code and from scripts.
 * docs/reading.md shows it at work.
 */
export type { QueryClient } from './client';
export type * from './events';
export { UserAccessResults, type UserAccessResultsProps } from './reader';
export type * from './types';
