import { asArray, isObject, type Json, type JsonObject } from './json';

/** What an intrinsic function may look up. */
export interface Scope {
  ref(id: string): Json | typeof NO_VALUE;
  getAtt(id: string, attribute: string): Json;
  condition(name: string): boolean;
  mapping(map: string, key: string, secondKey: string): Json;
}

/** `Ref: AWS::NoValue`: the property or the element that holds it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');
type Resolved = Json | typeof NO_VALUE;

/** Evaluates CloudFormation's intrinsic functions in a value of a template. */
export function resolveIntrinsics(value: Json, scope: Scope): Resolved {
  if (Array.isArray(value)) {
    return value.map((item) => resolveIntrinsics(item, scope)).filter((item) => item !== NO_VALUE);
  }
  if (!isObject(value)) return value;
  const [key, ...others] = Object.keys(value);
  if (key !== undefined && others.length === 0 && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'))) {
    const evaluate = FUNCTIONS[key];
    const argument = value[key] ?? null;
    // `Condition` is also a plain property name, in policies for one: there it holds an object.
    if (evaluate && !(key === 'Condition' && typeof argument !== 'string')) return evaluate(argument, scope);
    if (key !== 'Condition')
      throw new Error(`${key} cannot be resolved on this machine. Give the template a literal value.`);
  }
  const resolved: JsonObject = {};
  for (const [name, inner] of Object.entries(value)) {
    const result = resolveIntrinsics(inner, scope);
    if (result !== NO_VALUE) resolved[name] = result;
  }
  return resolved;
}

const FUNCTIONS: Record<string, (argument: Json, scope: Scope) => Resolved> = {
  Ref: (argument, scope) => scope.ref(String(argument)),
  Condition: (argument, scope) => scope.condition(String(argument)),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    return scope.getAtt(id ?? '', attribute.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = argumentList(argument, scope);
    return asArray(parts).map(text).join(text(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = argumentList(argument, scope);
    return text(whole).split(text(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, parts] = argumentList(argument, scope);
    const chosen = asArray(parts)[Number(index)];
    if (chosen === undefined) throw new Error(`Fn::Select has no element ${text(index)}.`);
    return chosen;
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolveIntrinsics(argument, scope))).toString('base64'),
  'Fn::FindInMap': (argument, scope) => {
    const [map, key, secondKey] = argumentList(argument, scope).map(text);
    return scope.mapping(map ?? '', key ?? '', secondKey ?? '');
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = asArray(argument);
    return resolveIntrinsics((scope.condition(String(condition)) ? yes : no) ?? null, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = argumentList(argument, scope);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::And': (argument, scope) => argumentList(argument, scope).every((item) => item === true),
  'Fn::Or': (argument, scope) => argumentList(argument, scope).some((item) => item === true),
  'Fn::Not': (argument, scope) => argumentList(argument, scope)[0] !== true,
};

function argumentList(argument: Json, scope: Scope): Json[] {
  return asArray(resolveIntrinsics(argument, scope) as Json);
}

function substitute(argument: Json, scope: Scope): string {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = isObject(variables) ? variables : {};
  return text(pattern ?? '').replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    const value = own[name];
    if (value !== undefined) return text(resolveIntrinsics(value, scope));
    const [id, ...attribute] = name.split('.');
    return text(attribute.length === 0 ? scope.ref(name) : scope.getAtt(id ?? '', attribute.join('.')));
  });
}

function text(value: Resolved | undefined): string {
  if (value === undefined || value === NO_VALUE || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
