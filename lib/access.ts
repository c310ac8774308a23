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
