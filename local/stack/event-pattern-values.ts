import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { isObject, type Json } from './json';

/** Whether a field's values match one alternative of a pattern. No values: the event does not have the field. */
export type ValueMatcher = (values: Json[]) => boolean;
type Test = (value: Json) => boolean;

export function valueMatcher(alternative: Json, path: string): ValueMatcher {
  if (isObject(alternative) && 'exists' in alternative) {
    if (typeof alternative.exists !== 'boolean') throw mistake('exists needs true or false', path);
    return (values) => values.length > 0 === alternative.exists;
  }
  const test = isObject(alternative) ? comparison(alternative, path) : exactly(alternative, path);
  return (values) => values.some(test);
}

function exactly(expected: Json, path: string): Test {
  if (typeof expected === 'object' && expected !== null) throw mistake('a list cannot hold a list', path);
  return (value) => value === expected;
}

type Compile = (operand: Json, path: string) => Test;

const COMPARISONS: Record<string, Compile> = {
  prefix: (operand, path) => edge(operand, path, (value, expected) => value.startsWith(expected)),
  suffix: (operand, path) => edge(operand, path, (value, expected) => value.endsWith(expected)),
  'equals-ignore-case': (operand, path) => {
    const expected = string(operand, path).toLowerCase();
    return ofStrings((value) => value.toLowerCase() === expected);
  },
  wildcard: (operand, path) => {
    const expression = wildcard(string(operand, path));
    return ofStrings((value) => expression.test(value));
  },
  numeric: (operand, path) => numericRange(operand, path),
  cidr: (operand, path) => addressRange(string(operand, path), path),
  'anything-but': (operand, path) => anythingBut(operand, path),
};

function comparison(alternative: Json, path: string): Test {
  const [[name, operand] = ['', null], ...others] = isObject(alternative) ? Object.entries(alternative) : [];
  const compile = COMPARISONS[name];
  if (!compile || others.length > 0) throw mistake(`"${name}" is not a comparison that EventBridge knows`, path);
  return compile(operand, path);
}

function anythingBut(operand: Json, path: string): Test {
  if (!isObject(operand)) {
    const refused = Array.isArray(operand) ? operand : [operand];
    return (value) => !refused.includes(value);
  }
  // A list means none of them: { "anything-but": { "prefix": ["a", "b"] } }.
  const tests = Object.entries(operand).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item) => comparison({ [name]: item }, path)),
  );
  return (value) => !tests.some((test) => test(value));
}

function edge(operand: Json, path: string, has: (value: string, expected: string) => boolean): Test {
  if (isObject(operand)) {
    const expected = string(operand['equals-ignore-case'] ?? null, path).toLowerCase();
    return ofStrings((value) => has(value.toLowerCase(), expected));
  }
  const expected = string(operand, path);
  return ofStrings((value) => has(value, expected));
}

const ORDERS: Record<string, (value: number, limit: number) => boolean> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

function numericRange(operand: Json, path: string): Test {
  const parts = Array.isArray(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4)
    throw mistake('numeric needs a comparison and a number, once or twice', path);
  const limits = [0, 2].slice(0, parts.length / 2).map((index) => {
    const order = ORDERS[String(parts[index])];
    const limit = parts[index + 1];
    if (!order || typeof limit !== 'number') throw mistake('numeric needs =, <, <=, > or >= and a number', path);
    return (value: number) => order(value, limit);
  });
  return (value) => typeof value === 'number' && limits.every((within) => within(value));
}

function addressRange(range: string, path: string): Test {
  const [network = '', bits] = range.split('/');
  if (bits === undefined || !(isIPv4(network) || isIPv6(network))) throw mistake('cidr needs an address range', path);
  const family = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family(network));
  return ofStrings((value) => (isIPv4(value) || isIPv6(value)) && list.check(value, family(value)));
}

/** `*` matches any characters, `\*` an asterisk, and `\\` a backslash. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(
    /\\([*\\])|(\*)|([.+?^${}()|[\]\\])/g,
    (_all, escaped?: string, any?: string, special?: string) => {
      if (any) return '.*';
      return `\\${escaped ?? special}`;
    },
  );
  return new RegExp(`^${source}$`, 's');
}

function ofStrings(test: (value: string) => boolean): Test {
  return (value) => typeof value === 'string' && test(value);
}

function string(operand: Json, path: string): string {
  if (typeof operand !== 'string') throw mistake('this comparison needs a string', path);
  return operand;
}

function mistake(what: string, path: string): Error {
  return new Error(`The event pattern has a mistake at ${path}: ${what}.`);
}
