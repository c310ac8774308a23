/**
 * Whether a person can use an account in a tenant of an app.
 *
 * docs/access.md explains how it is decided.
 */
export enum Access {
  /** There is an account, and nothing says that it is blocked. */
  OPEN = 'OPEN',
  /** There is an account, and the app reports a status that keeps its user out, such as `suspended`. */
  BLOCKED = 'BLOCKED',
  /** The app answered that there is no account. */
  NONE = 'NONE',
  /** There is no answer. The result says why in `reason`. */
  UNKNOWN = 'UNKNOWN',
}

/**
 * What a scan of an email address says about the person.
 *
 * docs/access.md explains what counts.
 */
export enum Verdict {
  /** An account is open somewhere. */
  OPEN = 'OPEN',
  /** No account is known to be open, but something that counts gave no answer. */
  UNKNOWN = 'UNKNOWN',
  /** Everything that counts answered, nothing is open, and an account that is blocked or gone shows that it is them. */
  CLEAR = 'CLEAR',
  /** Everything that counts answered, and no app has, or ever had, an account by this address. Is the address right? */
  NOT_FOUND = 'NOT_FOUND',
}

/**
 * Why a result has no answer: its access is UNKNOWN.
 *
 * docs/access.md says what to do about each reason.
 */
export enum UnknownReason {
  /** The token of the app authorization is missing, revoked or not rotated, or the authorization is not valid. */
  RECONNECT = 'RECONNECT',
  /** The app authorization lacks a permission in the app. */
  PERMISSION = 'PERMISSION',
  /** The app refused or failed to answer for now. */
  APP_UNAVAILABLE = 'APP_UNAVAILABLE',
  /** AppFabric no longer has the answer. */
  EXPIRED = 'EXPIRED',
  /** The app did not answer before the scan timed out. */
  TIMED_OUT = 'TIMED_OUT',
  /** AppFabric did not start the task, and its error fits no other reason. */
  NOT_STARTED = 'NOT_STARTED',
  /** AppFabric was not asked to start a task for this tenant. */
  NOT_ASKED = 'NOT_ASKED',
  /** AppFabric's error fits no other reason. */
  OTHER = 'OTHER',
}
