import { characters } from '../appfabric/limits';
import { nearest } from '../nearest';
import type { Place } from './place';

/** What a value must be. `read` returns it with its type, or throws a ScenarioError that names its place. */
export interface Rule<T> {
  readonly must: string;
  read(value: unknown, at: Place): T;
  /** Present when the field may be left out: what stands in for it. */
  whenAbsent?(): T;
}

export function optional<T>(rule: Rule<T>): Rule<T | undefined> {
  return { ...rule, whenAbsent: () => undefined };
}

export function withDefault<T>(rule: Rule<T>, value: T): Rule<T> {
  return { ...rule, whenAbsent: () => value };
}

/** A further demand on a value that is right in itself. */
export function also<T>(rule: Rule<T>, demand: (value: T, at: Place) => void): Rule<T> {
  return {
    ...rule,
    read(value, at) {
      const read = rule.read(value, at);
      demand(read, at);
      return read;
    },
  };
}

interface TextOptions {
  readonly must?: string;
  readonly most?: number;
  readonly pattern?: RegExp;
  /** Never quoted in a message. */
  readonly personal?: boolean;
}

/** Text of 1 to `most` characters; without `most`, any text. */
export function text({ most, pattern, personal, must }: TextOptions = {}): Rule<string> {
  const wanted = must ?? (most === undefined ? 'text' : `text of 1 to ${most} characters`);
  const mistake = (value: unknown, at: Place) =>
    personal ? at.mistake(`must be ${wanted}`) : at.notThat(wanted, value);
  return {
    must: wanted,
    read(value, at) {
      if (typeof value !== 'string') throw mistake(value, at);
      const length = characters(value);
      if (most !== undefined && (length === 0 || length > most)) {
        throw at.mistake(`must be 1 to ${most} characters long (found ${length})`);
      }
      if (pattern !== undefined && !pattern.test(value)) throw mistake(value, at);
      return value;
    },
  };
}

export function number(must: string, accepts: (value: number) => boolean): Rule<number> {
  return {
    must,
    read(value, at) {
      if (typeof value !== 'number' || !accepts(value)) throw at.notThat(must, value);
      return value;
    },
  };
}

export function oneOf<T extends string | boolean>(...values: readonly T[]): Rule<T> {
  const must = values.map((value) => JSON.stringify(value)).join(' or ');
  return {
    must,
    read(value, at) {
      const match = values.find((candidate) => candidate === value);
      if (match === undefined) throw at.notThat(must, value);
      return match;
    },
  };
}

export function list<T>(item: Rule<T>): Rule<readonly T[]> {
  const must = 'a list';
  return {
    must,
    read(value, at) {
      if (!Array.isArray(value)) throw at.notThat(must, value);
      return value.map((entry: unknown, index) => item.read(entry, at.item(index)));
    },
  };
}

export function object<T extends object>(fields: { [K in keyof T]-?: Rule<T[K]> }): Rule<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  const must = `an object with ${names.join(', ')}`;
  return {
    must,
    read(value, at) {
      if (!isObject(value)) throw at.notThat('an object', value);
      // Unknown names come first: a mistyped field is also a missing one, and "did you mean" helps more.
      for (const name of Object.keys(value)) {
        if (!Object.hasOwn(fields, name)) throw at.field(name).mistake(unknownField(name, names));
      }
      const read: Partial<T> = {};
      for (const name of names) {
        const rule = fields[name];
        const given = Object.hasOwn(value, name);
        if (!given && !rule.whenAbsent) throw at.field(name).mistake(`is missing: it must be ${rule.must}`);
        const result = given ? rule.read(value[name], at.field(name)) : rule.whenAbsent?.();
        if (result !== undefined) read[name] = result;
      }
      return read as T;
    },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownField(name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  const advice = meant === undefined ? `the fields here are ${names.join(', ')}` : `did you mean "${meant}"?`;
  return `is not a field of a scenario: ${advice}`;
}
