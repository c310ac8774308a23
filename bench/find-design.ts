import type { Design } from './design';
import { jobPoller } from './peers/1-job-poller';
import { sdkIntegrations } from './peers/2-sdk-integrations';
import { providerWaiter } from './peers/3-provider-waiter';
import { cappedAt, durableFunction } from './peers/4-durable-function';
import { oneLambda } from './peers/5-one-lambda';
import { ours } from './peers/6-ours';

export const OURS = '6-ours';
export const DURABLE = '4-durable-function';
export const ONE_LAMBDA = '5-one-lambda';
/** The designs whose parameters do not depend on ours. */
export const PEERS = ['1-job-poller', '2-sdk-integrations', '3-provider-waiter', DURABLE];

const DESIGNS: Readonly<Record<string, (parameter?: string) => Design>> = {
  '1-job-poller': () => jobPoller,
  '2-sdk-integrations': () => sdkIntegrations,
  '3-provider-waiter': () => providerWaiter,
  [DURABLE]: (cap) => durableFunction(cap === undefined ? undefined : cappedAt(Number(cap))),
  [ONE_LAMBDA]: (gap = '1') => oneLambda(Number(gap)),
  [OURS]: (polling = '{}') => ours(JSON.parse(polling)),
};

/** A design by its id. A parameter follows a colon: `5-one-lambda:1.2`. */
export function designOf(name: string): Design {
  const [id = '', parameter] = name.split(/:(.*)/s);
  const design = DESIGNS[id];
  if (!design) throw new Error(`There is no design ${id}.`);
  return design(parameter);
}
