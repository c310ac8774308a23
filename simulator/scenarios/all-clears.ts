import { connected } from '../faults/authorizations';
import type { PersonPlan, TenantPlan } from '../faults/people';
import type { Plan } from '../faults/plan';
import { FOREVER, HOUR, plan, scan } from './builders';

const APPS = ['SLACK', 'OKTA', 'ZOOM'];
const ACCOUNT = { userId: 'U-1', userFullName: 'Ana Zqscenario' };
const OPEN = { resultStatus: 'COMPLETED', ...ACCOUNT, userStatus: 'ACTIVE' };
const NONE = { resultStatus: 'COMPLETED' };
const NO_SUCH_USER = { resultStatus: 'FAILED', taskError: { errorMessage: 'The user not found' } };
const REVOKED = {
  resultStatus: 'FAILED',
  taskError: {
    errorMessage: 'The authorization token was revoked. Connect the app authorization for the application.',
  },
};

type Result = TenantPlan['result'];

/** Somebody of whom Slack says something, and the other apps something else. */
const somebody = (name: string, slack: Result, others: Result, later: Partial<TenantPlan> = {}): PersonPlan => ({
  email: `${name}@example.com`,
  personal: [`${name}@example.com`, 'Zqscenario'],
  tenants: APPS.map((app) => ({
    ...{ app, tenantId: 'T1', seconds: 3, missingSeconds: 0 },
    ...(app === 'SLACK' ? { result: slack, ...later } : { result: others }),
  })),
});

const disconnected = somebody('disconnected', OPEN, NONE);
const suspended = somebody('suspended', { ...OPEN, userStatus: 'SUSPENDED' }, NONE);
const absent = somebody('absent', NO_SUCH_USER, NONE);
const failing = somebody('failing', OPEN, NONE, { laterResult: REVOKED });
const silent = somebody('silent', REVOKED, { ...OPEN, userStatus: 'deprovisioned' });
const mistyped = somebody('mistyped', NONE, NONE);
const people = [disconnected, suspended, absent, failing, silent, mistyped];

/** Each of these people once read as if nobody had to do anything, or as its opposite. */
export const ALL_CLEARS: Plan = plan(
  [
    ...people.map((person) => scan(person.email.split('@')[0] as string, person)),
    scan('failing again', failing, { startsAfterSeconds: HOUR }),
    scan('disconnected again', disconnected, { startsAfterSeconds: 3 * HOUR }),
  ],
  {
    authorizations: connected(people).map((authorization) =>
      authorization.app === 'SLACK'
        ? { ...authorization, absences: [{ fromSeconds: 2 * HOUR, toSeconds: FOREVER }] }
        : authorization,
    ),
    pageSize: 2,
  },
);
