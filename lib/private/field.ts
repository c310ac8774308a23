import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { invalid } from './errors';
import { inWords } from './prop-types';

/**
 * A value in the props, with the path that errors name it by. All checks are made at runtime, because not all languages
 * that CDK supports have static types.
 */
export class Field {
  constructor(
    public readonly scope: Construct,
    public readonly path: string,
    private readonly value: unknown,
  ) {
    if (Token.isUnresolved(value)) throw this.invalid('must be known at synthesis. Use a literal value.');
  }

  public invalid(message: string): Error {
    return invalid(this.scope, `${this.path} ${message}`);
  }

  /** The members of an object that can have only these. */
  public members<Name extends string>(...names: Name[]): Record<Name, Field> {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.invalid(`must be an object with ${names.join(', ')}, got ${inWords(value)}.`);
    }
    const unknown = Object.keys(value).find((name) => !names.some((known) => known === name));
    if (unknown !== undefined) throw this.invalid(`has no field '${unknown}'. Use one of ${names.join(', ')}.`);
    const members = new Map(Object.entries(value));
    const fields = names.map((name) => [name, new Field(this.scope, `${this.path}.${name}`, members.get(name))]);
    return Object.fromEntries(fields);
  }

  /** The items of a list. None if the list is left out. */
  public items(): Field[] {
    if (this.value === undefined) return [];
    if (!Array.isArray(this.value)) {
      throw this.invalid(`must be a list, even for one item, got ${inWords(this.value)}.`);
    }
    return Array.from(this.value, (item, index) => new Field(this.scope, `${this.path}[${index}]`, item));
  }

  /** What `read` returns, or undefined if the value is left out. */
  public optional<Value>(read: (field: this) => Value): Value | undefined {
    return this.value === undefined ? undefined : read(this);
  }

  /** A text that is not empty when it is compared. */
  public text(maxLength: number): string {
    const { value } = this;
    if (typeof value !== 'string') throw this.invalid(`must be a string, got ${inWords(value)}.`);
    if (!/[\p{L}\p{N}]/u.test(value)) {
      throw this.invalid('must have a letter or a digit, because texts are compared without blanks and punctuation.');
    }
    if (value.length > maxLength) {
      throw this.invalid(`must have at most ${maxLength} characters, got ${value.length}.`);
    }
    return value;
  }

  public oneOf<Value extends string>(allowed: readonly Value[]): Value {
    const found = allowed.find((each) => each === this.value);
    if (found === undefined) {
      throw this.invalid(`must be one of ${allowed.join(', ')}, got ${inWords(this.value)}.`);
    }
    return found;
  }
}
