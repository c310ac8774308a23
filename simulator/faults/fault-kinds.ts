/** Everything that can go wrong in the simulation. The table shows these names. */

/** Happen to single requests, by chance. */
export const REQUEST_FAULTS = [
  'AppFabric: throttled',
  'AppFabric: throttled with Retry-After',
  'AppFabric: internal error',
  'AppFabric: timeout',
  'AppFabric: timeout after the work',
  'AppFabric: connection reset before the work',
  'AppFabric: connection reset after the work',
  'AppFabric: malformed JSON',
  'AppFabric: HTML page of a proxy',
  'DynamoDB: throttled',
  'DynamoDB: internal error',
  'DynamoDB: timeout',
  'DynamoDB: timeout after the write',
  'DynamoDB: connection reset',
  'DynamoDB: another writer was first',
  'DynamoDB: query answered in part',
  'EventBridge: throttled',
  'EventBridge: internal error',
  'EventBridge: timeout after the events were taken',
  'EventBridge: entries refused inside a 200',
] as const;

/** Happen to the entries of an answer, by chance. */
export const ANSWER_FAULTS = [
  'answer: task missing',
  'answer: out of order',
  'answer: entry duplicated',
  'answer: task not asked for',
  'answer: unknown status',
  'answer: status goes back',
  'answer: fields missing',
] as const;

/** Unusual names of people. They are part of the plan. */
export const TEXT_FAULTS = ['answer: strings at their longest', 'answer: non-Latin names'] as const;

/** Last for a while, and hit every request of a service. */
export const OUTAGES = [
  'outage: AppFabric throttles',
  'outage: AppFabric throttles with Retry-After',
  'outage: AppFabric fails',
  'outage: AppFabric denies access',
  'outage: app bundle missing',
  'outage: AppFabric rejects requests',
  'outage: DynamoDB throttles',
  'outage: EventBridge refuses entries',
] as const;

/** Happen to invocations, by chance. */
export const LAMBDA_FAULTS = [
  'Lambda: killed',
  'Lambda: timed out',
  'Lambda: delivered twice',
  'Lambda: outlived by its retry',
  'Lambda: throttled',
] as const;

/** Part of the plan. */
export const EXECUTION_FAULTS = [
  'execution: same trigger twice',
  'execution: stopped by a person',
  'execution: redriven',
  'execution: new scan after an end without success',
  'execution: two scans of one person overlap',
  'execution: the older of them ends last',
] as const;

export type RequestFault = (typeof REQUEST_FAULTS)[number];
export type AnswerFault = (typeof ANSWER_FAULTS)[number];
export type Outage = (typeof OUTAGES)[number];
export type LambdaFault = (typeof LAMBDA_FAULTS)[number];

export const FAULT_KINDS = [
  ...REQUEST_FAULTS,
  ...ANSWER_FAULTS,
  ...TEXT_FAULTS,
  ...OUTAGES,
  ...LAMBDA_FAULTS,
  ...EXECUTION_FAULTS,
];
export type FaultKind = (typeof FAULT_KINDS)[number];
