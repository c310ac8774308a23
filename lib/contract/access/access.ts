/**
 * Whether a person can use an account in a tenant of an app.
 *
 * - `OPEN`: there is an account, and nothing says that it is blocked.
 * - `BLOCKED`: there is an account, and the app reports a status that keeps its user out.
 * - `NONE`: the app answered that there is no account.
 * - `UNKNOWN`: there is no answer.
 */
export type Access = 'OPEN' | 'BLOCKED' | 'NONE' | 'UNKNOWN';

/** All values of `Access`, in the order in which reports list them. */
export const ACCESSES: readonly Access[] = ['OPEN', 'UNKNOWN', 'BLOCKED', 'NONE'];

/**
 * Why there is no answer.
 *
 * - `RECONNECT`: the token of the app authorization is missing, revoked or not rotated, or the authorization is not
 *   valid.
 * - `PERMISSION`: the app authorization lacks a permission in the app.
 * - `APP_UNAVAILABLE`: the app refused or failed to answer for now.
 * - `EXPIRED`: AppFabric no longer has the answer.
 * - `TIMED_OUT`: the app did not answer before the scan timed out.
 * - `NOT_STARTED`: AppFabric did not start the task, and its error fits no other reason.
 * - `NOT_ASKED`: AppFabric was not asked to start a task for this tenant.
 * - `OTHER`: AppFabric's error fits no other reason.
 */
export type UnknownReason =
  | 'RECONNECT'
  | 'PERMISSION'
  | 'APP_UNAVAILABLE'
  | 'EXPIRED'
  | 'TIMED_OUT'
  | 'NOT_STARTED'
  | 'NOT_ASKED'
  | 'OTHER';

/**
 * What a scan says about a person.
 *
 * - `OPEN`: an account is open somewhere.
 * - `UNKNOWN`: no account is known to be open, but something that counts gave no answer.
 * - `CLEAR`: everything that counts answered, nothing is open, and an account that is now blocked or gone shows that the
 *   address is this person's.
 * - `NOT_FOUND`: everything that counts answered, and no app has, or ever had in this table, an account by this address.
 */
export type Verdict = 'OPEN' | 'UNKNOWN' | 'CLEAR' | 'NOT_FOUND';

/** All values of `Verdict`, the most urgent first. */
export const VERDICTS: readonly Verdict[] = ['OPEN', 'UNKNOWN', 'CLEAR', 'NOT_FOUND'];
