import { OUTAGE_COURSES, REQUEST_COURSES } from './request-faults';
import { ANSWER_FAULTS } from './simulated-app-fabric';

/** Everything that can go wrong in the simulation. The table shows these names. */

/** Happen to single requests, by chance. */
export const REQUEST_FAULTS = Object.keys(REQUEST_COURSES) as (keyof typeof REQUEST_COURSES)[];

/** Last for a while, and hit every request of a service. */
export const OUTAGES = Object.keys(OUTAGE_COURSES) as (keyof typeof OUTAGE_COURSES)[];

/** Not part of the services' own outages, because scans go on. */
export const LIST_OUTAGES: readonly Outage[] = [
  'outage: ListAppAuthorizations throttled',
  'outage: ListAppAuthorizations fails',
  'outage: ListAppAuthorizations denied',
];

/** Unusual people and tasks. They are part of the plan. */
const PEOPLE_FAULTS = [
  'answer: strings at their longest',
  'answer: errors at their longest',
  'answer: non-Latin names',
  'answer: no tasks',
  'answer: another one in a later scan',
  'answer: task id unknown, and left out',
  'answer: task id unknown, and the call refused',
  'answer: no such user, as COMPLETED',
  'answer: no such user, as FAILED',
  'answer: no such user, at the start',
  'answer: documented error, as FAILED',
  'answer: documented error, at the start',
  'answer: account blocked',
  'answer: unlisted user status',
  'answer: account comes back',
  'authorizations: one taken away',
  'authorizations: one added',
  'authorizations: never connected',
  'authorizations: audit logs only',
] as const;

/** Happen to invocations, by chance. */
const LAMBDA_FAULTS = [
  'Lambda: killed',
  'Lambda: timed out',
  'Lambda: delivered twice',
  'Lambda: outlived by its retry',
  'Lambda: throttled',
] as const;

/** Part of the plan. */
const WORLD_FAULTS = ['Lambda: concurrency used up', 'clocks: apart', 'table: item deleted when it expired'] as const;

const EXECUTION_FAULTS = [
  'execution: same trigger twice',
  'execution: stopped by a person',
  'execution: redriven',
  'execution: redriven while faults go on',
  'execution: redriven for the third time',
  'execution: redriven days later',
  'execution: redriven when its records expire',
  'execution: new scan after an end without success',
  'execution: two scans of one person overlap',
  'execution: the older of them ends last',
] as const;

/** Part of the plans of watches. */
const WATCH_FAULTS = [
  'life: an account or an app is not what it was',
  'watch: another request for the person',
  'watch: another request while it is reviewed',
  'watch: same trigger twice',
  'watch: the address in another case',
  'watch: a scan of the person beside it',
  'watch: stopped by a person',
  'watch: a scan of it is redriven',
  'watch: redriven',
] as const;

export const CHANCE_FAULTS = [...REQUEST_FAULTS, ...ANSWER_FAULTS, ...LAMBDA_FAULTS];

export const FAULT_KINDS = [
  ...REQUEST_FAULTS,
  ...ANSWER_FAULTS,
  ...PEOPLE_FAULTS,
  ...OUTAGES,
  ...LAMBDA_FAULTS,
  ...WORLD_FAULTS,
  ...EXECUTION_FAULTS,
];

/** What can go wrong when plans have watches. */
export const WATCH_FAULT_KINDS = [...FAULT_KINDS, ...WATCH_FAULTS];

export type Outage = (typeof OUTAGES)[number];
export type ChanceFault = (typeof CHANCE_FAULTS)[number];
export type FaultKind = (typeof WATCH_FAULT_KINDS)[number];
