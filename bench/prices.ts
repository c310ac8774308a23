const CHECKED = 'November 2026';
const STEP_FUNCTIONS = 'https://aws.amazon.com/step-functions/pricing/';
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const EVENTBRIDGE = 'https://aws.amazon.com/eventbridge/pricing/';

const price = (usd: number, per: string, source: string) => ({ usd, per, source, checked: CHECKED });

/**
 * AWS's on-demand prices in us-east-1, in US dollars, without free tier, savings plans or volume tiers. This is the only
 * place that has prices. Each has its source, and when it was checked.
 */
export const PRICES = {
  transition: price(25e-6, 'state transition (Standard); a retry is one more', STEP_FUNCTIONS),
  invocation: price(0.2e-6, 'invocation', LAMBDA),
  gbSecond: price(13.3334e-6, 'GB-second, arm64', LAMBDA),
  durableOperation: price(8e-6, 'durable operation: start, step, each attempt of a wait for a condition', LAMBDA),
  durableGbWritten: price(0.25, 'GB of durable state written', LAMBDA),
  durableGbMonth: price(0.15, 'GB-month of durable state retained', LAMBDA),
  writeUnit: price(0.625e-6, 'write request unit', DYNAMODB),
  readUnit: price(0.125e-6, 'read request unit', DYNAMODB),
  event: price(1e-6, 'custom event published, each 64 KB', EVENTBRIDGE),
};

/** What a design used. */
export interface Usage {
  readonly transitions: number;
  readonly durableOperations: number;
  readonly durableBytesWritten: number;
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly events: number;
}

/** How long durable state is kept after an execution has ended. 14 days is the service's default. */
const DURABLE_RETENTION_MONTHS = 14 / 30;

/** The cost of running scans, without that of keeping their results. */
export function orchestrationUsd(used: Usage): number {
  const durableGb = used.durableBytesWritten / 1e9;
  return (
    used.transitions * PRICES.transition.usd +
    used.durableOperations * PRICES.durableOperation.usd +
    durableGb * (PRICES.durableGbWritten.usd + DURABLE_RETENTION_MONTHS * PRICES.durableGbMonth.usd) +
    used.invocations * PRICES.invocation.usd +
    used.gbSeconds * PRICES.gbSecond.usd
  );
}

/** The cost of keeping and publishing results. */
export function writesAndEventsUsd(used: Usage): number {
  return used.writeUnits * PRICES.writeUnit.usd + used.readUnits * PRICES.readUnit.usd + used.events * PRICES.event.usd;
}
