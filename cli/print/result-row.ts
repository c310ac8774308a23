import type { Access, Task } from '../../results';

const ACCOUNTS: Readonly<Record<Access, boolean | undefined>> = {
  OPEN: true,
  BLOCKED: true,
  NONE: false,
  UNKNOWN: undefined,
};

/** What an access says about an account. Undefined if nobody knows. */
export const accountIn = (access: Access | undefined): boolean | undefined => access && ACCOUNTS[access];

/**
 * A result as the table, the JSON and the CSV of a scan show it. The keys that are always present have null for what is
 * not known.
 */
export function resultRow(result: Task) {
  const { app, tenantId, email, access, reason, userStatus, error, scanId, scanStartedAt, ...rest } = result;
  return {
    ...rest,
    app: app ?? null,
    tenantId: tenantId ?? null,
    email: email ?? null,
    access: access ?? null,
    reason: access === 'UNKNOWN' ? (reason ?? 'OTHER') : null,
    accountFound: accountIn(access) ?? null,
    userStatus: userStatus ?? null,
    error: error ?? null,
  };
}

export type ResultRow = ReturnType<typeof resultRow>;
