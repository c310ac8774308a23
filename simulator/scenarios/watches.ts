import { connected } from '../faults/authorizations';
import type { LifePlan, PersonPlan, TenantPlan } from '../faults/people';
import type { Plan, WatchPlan } from '../faults/plan';
import { DAY, FOREVER, HOUR, MINUTE, plan, scan, TRIGGER } from './builders';

const ACCOUNT = { resultStatus: 'COMPLETED', userId: 'U-1', userFullName: 'Ana Zqscenario' };
const OPEN = { ...ACCOUNT, userStatus: 'ACTIVE' };
const BLOCKED = { ...ACCOUNT, userStatus: 'SUSPENDED' };
const NONE = { resultStatus: 'COMPLETED' };
const UNAVAILABLE = {
  resultStatus: 'FAILED',
  taskError: { errorMessage: 'The application encountered a service unavailable error.' },
};

type Lives = Readonly<Record<string, readonly [TenantPlan['result'], ...LifePlan[]]>>;

/** Somebody with an account in each of these apps, of which each has a life. */
const somebody = (name: string, lives: Lives): PersonPlan => ({
  email: `${name}@example.com`,
  personal: [`${name}@example.com`, 'Zqscenario', 'Ana Zqscenario'],
  tenants: Object.entries(lives).map(([app, [result, ...life]]) => ({
    ...{ app, tenantId: 'T1', seconds: 5, missingSeconds: 0 },
    result,
    life,
  })),
});

const after = (fromSeconds: number, result: LifePlan['result'], seconds?: number): LifePlan => ({
  fromSeconds,
  result,
  seconds,
});

const watch = (name: string, person: PersonPlan, changes: Partial<WatchPlan> = {}): WatchPlan => ({
  name,
  person,
  settings: { giveUpAfterSeconds: 3 * DAY },
  startsAfterSeconds: 0,
  isRedriven: false,
  ...changes,
});

const plans = (watches: readonly WatchPlan[], changes: Partial<Plan> = {}): Plan => {
  const people = [...new Set(watches.map(({ person }) => person))];
  return plan([], { people, authorizations: connected(people), watches, ...changes });
};

const ana = somebody('ana', { SLACK: [OPEN, after(5 * HOUR, BLOCKED)], ZOOM: [OPEN, after(30 * HOUR, NONE)] });
const bo = somebody('bo', { SLACK: [OPEN] });
const lou = somebody('lou', { SLACK: [NONE], ZOOM: [NONE] });
const kim = somebody('kim', { SLACK: [OPEN, after(HOUR / 2, BLOCKED)], ZOOM: [OPEN, after(HOUR / 2, UNAVAILABLE)] });
const max = somebody('max', { SLACK: [BLOCKED] });
/** The watch's second scan takes half a minute, and hears that the account is blocked. Then it is opened. */
const eve = somebody('eve', {
  SLACK: [OPEN, after(HOUR / 2, BLOCKED, 30), after(HOUR + 10, OPEN, 2), after(2 * HOUR, BLOCKED)],
});

const awayFor = (kind: Plan['outages'][number]['kind'], fromSeconds: number, toSeconds: number) => ({
  outages: [{ kind, fromSeconds, toSeconds }],
});

/** Watches of days, made by hand. */
export const WATCHES: Readonly<Record<string, Plan>> = {
  'Slack is closed after 5 hours, and Zoom after 30': plans([watch('ana', ana, { trigger: TRIGGER })]),
  'an account that nobody closes': plans([watch('bo', bo)]),
  'nobody by this address': plans([
    watch('lou', lou, { settings: { giveUpAfterSeconds: DAY } }),
    watch('clear', { ...lou, email: 'lou2@example.com' }, { settings: { notFoundIsClear: true } }),
  ]),
  'an app that fails until the watch gives up': plans([watch('kim', kim)]),
  'an app whose authorization is taken away': plans([watch('ana', ana)], {
    authorizations: connected([ana]).map((authorization) =>
      authorization.app === 'ZOOM'
        ? { ...authorization, absences: [{ fromSeconds: 2 * HOUR, toSeconds: FOREVER }] }
        : authorization,
    ),
  }),
  'a newer scan finds the account open': plans([watch('eve', eve)], {
    scans: [scan('beside', eve, { startsAfterSeconds: HOUR + 20 })],
  }),
  'requests while the watch ends': plans([
    watch('first', max),
    ...Array.from({ length: 40 }, (_, index) =>
      watch(`request-${index}`, max, {
        email: index % 2 === 0 ? 'MAX@Example.com' : undefined,
        startsAfterSeconds: HOUR,
        startsWithReview: { number: 1, milliseconds: 25 * index },
        trigger: index % 4 === 0 ? { ...TRIGGER, id: `leaver-${index}` } : undefined,
      }),
    ),
  ]),
  'a request with an earlier due time': plans([
    watch('first', bo, { settings: { dueInSeconds: 2 * DAY, giveUpAfterSeconds: 2 * DAY, cadenceSeconds: [DAY] } }),
    watch('second', bo, {
      startsAfterSeconds: HOUR,
      settings: { dueInSeconds: 2 * HOUR, giveUpAfterSeconds: 7 * DAY },
    }),
  ]),
  'a trigger that is delivered twice': plans([
    watch('first', max, { trigger: TRIGGER }),
    watch('again', max, { trigger: TRIGGER, startsAfterSeconds: 10 * MINUTE }),
  ]),
  // That the first one never began is recorded after an hour, and can be told after four.
  'a request that never began, and another delivery of its trigger': plans(
    [
      watch('first', max, { trigger: TRIGGER, stopsAfterSeconds: 2, isRedriven: true }),
      watch('second', max, { trigger: TRIGGER, startsAfterSeconds: 2 * HOUR }),
    ],
    {
      outages: [
        { kind: 'outage: DynamoDB fails', fromSeconds: 0, toSeconds: HOUR },
        { kind: 'outage: PutEvents denied', fromSeconds: 0, toSeconds: 4 * HOUR },
      ],
      recoveries: [{ afterSeconds: HOUR, withFaults: false }],
    },
  ),
  'a watch that is stopped while its scan runs, and redriven': plans(
    [watch('stopped', bo, { stopsAfterSeconds: 3, isRedriven: true }), watch('next', bo, { startsAfterSeconds: HOUR })],
    { recoveries: [{ afterSeconds: HOUR, withFaults: false }] },
  ),
  'EventBridge away for a day': plans([watch('ana', ana)], {
    ...awayFor('outage: EventBridge fails', 0, DAY),
    recoveries: [{ afterSeconds: 0, withFaults: false }],
  }),
  'two watches with a concurrency of 1': plans(
    [watch('ana', ana), watch('too', { ...ana, email: 'ana2@example.com' })],
    {
      concurrency: { limit: 1, fromSeconds: 0, toSeconds: FOREVER },
    },
  ),
  'functions throttled for 12 hours at the due time': plans([watch('ana', ana)], {
    ...awayFor('outage: Lambda throttles', 20 * HOUR, 32 * HOUR),
    recoveries: [{ afterSeconds: 0, withFaults: false }],
  }),
};
