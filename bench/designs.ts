import type { Design } from './design';
import { jobPoller } from './peers/1-job-poller';
import { sdkIntegrations } from './peers/2-sdk-integrations';
import { providerWaiter } from './peers/3-provider-waiter';
import { cappedAt, durableFunction } from './peers/4-durable-function';
import { oneLambda } from './peers/5-one-lambda';
import { ours, type Polling } from './peers/6-ours';

/** The designs by their id; what varies follows a colon: `5-one-lambda:1.2`. */
export function designOf(name: string): Design {
  const [id = '', parameter] = name.split(/:(.*)/s);
  switch (id) {
    case '1-job-poller':
      return jobPoller;
    case '2-sdk-integrations':
      return sdkIntegrations;
    case '3-provider-waiter':
      return providerWaiter;
    case '4-durable-function':
      return durableFunction(parameter === undefined ? undefined : cappedAt(Number(parameter)));
    case '5-one-lambda':
      return oneLambda(Number(parameter ?? 1));
    case '6-ours':
      return ours(parameter === undefined ? {} : (JSON.parse(parameter) as Polling));
    default:
      throw new Error(`There is no design ${id}.`);
  }
}
