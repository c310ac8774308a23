import type { Polling } from '../simulator/world';
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

/** A design by its id. A parameter follows a colon: `5-one-lambda:1.2`. */
export function designOf(name: string): Design {
  const [id = '', parameter] = name.split(/:(.*)/s);
  switch (id) {
    case '1-job-poller':
      return jobPoller;
    case '2-sdk-integrations':
      return sdkIntegrations;
    case '3-provider-waiter':
      return providerWaiter;
    case DURABLE:
      return durableFunction(parameter === undefined ? undefined : cappedAt(Number(parameter)));
    case ONE_LAMBDA:
      return oneLambda(Number(parameter ?? 1));
    case OURS:
      return ours(parameter === undefined ? {} : (JSON.parse(parameter) as Polling));
    default:
      throw new Error(`There is no design ${id}.`);
  }
}
