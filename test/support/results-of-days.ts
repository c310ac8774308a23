import { personOf } from '../../lib/contract/person';
import type { Result } from '../../lib/contract/records';

/** A time on a day of November 2026. */
export const on = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T09:00:00.000Z`;

/** A result of the scan of a day. It is the answer that there is no account, unless `more` says something else. */
export const resultOf = (email: string, day: number, more: Partial<Result> = {}): Result => ({
  type: 'TASK',
  scanId: `scan-${day}`,
  scanStartedAt: on(day),
  taskKey: 't1',
  app: 'SLACK',
  tenantId: 'T1',
  email: personOf(email).key,
  status: 'COMPLETED',
  access: 'NONE',
  accountFound: false,
  decidedBy: 'a rule',
  recordedAt: on(day),
  expiresAt: 0,
  ...more,
});

export const NONE = {};
export const OPEN = { access: 'OPEN', accountFound: true, userId: 'U1', userStatus: 'ACTIVE' } as const;
export const BLOCKED = { access: 'BLOCKED', accountFound: true, userId: 'U1', userStatus: 'suspended' } as const;
export const FAILED = { status: 'FAILED', access: 'UNKNOWN', reason: 'RECONNECT', accountFound: undefined } as const;
