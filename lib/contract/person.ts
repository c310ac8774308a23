declare const person: unique symbol;

/** A person in records and keys: the email address in lower case. */
export type PersonKey = string & { readonly [person]: true };

/** A person's email address, parsed once from an input. */
export interface Person {
  /** As it was written. This form is sent to AppFabric. */
  readonly email: string;
  /** In lower case, for records and keys. */
  readonly key: PersonKey;
}

/** Email addresses that differ only in case are the same person. */
export const personOf = (email: string): Person => ({ email, key: email.toLowerCase() as PersonKey });
