declare const person: unique symbol;

/** A person as records and keys name them: the email address in lower case. */
export type PersonKey = string & { readonly [person]: true };

/** A person's email address, read once from what someone gave us. */
export interface Person {
  /** As it was written. AppFabric is asked with it. */
  readonly email: string;
  /** The same for every spelling of the address. */
  readonly key: PersonKey;
}

/** An address in capitals names the same person. */
export const personOf = (email: string): Person => ({ email, key: email.toLowerCase() as PersonKey });
