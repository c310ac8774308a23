import { asArray, isObject, type Json } from './json';

/** What an intrinsic function may look up. */
export interface Scope {
  ref(id: string): string;
  getAtt(id: string, attribute: string): string;
}

/** The functions that the construct's templates use. */
const FUNCTIONS = new Map<string, (argument: Json, scope: Scope) => Json>([
  ['Ref', (id, scope) => scope.ref(String(id))],
  [
    'Fn::GetAtt',
    (argument, scope) => {
      const [id, attribute] = asArray(argument);
      return scope.getAtt(String(id), String(attribute));
    },
  ],
  [
    'Fn::Join',
    (argument, scope) => {
      const [separator, parts] = asArray(resolveIntrinsics(argument, scope));
      return asArray(parts).join(String(separator));
    },
  ],
  ['Fn::Sub', (text, scope) => String(text).replace(/\$\{([^}]+)\}/g, (_, id: string) => scope.ref(id))],
]);

/** Evaluates CloudFormation's intrinsic functions in a value of a template. */
export function resolveIntrinsics(value: Json, scope: Scope): Json {
  if (Array.isArray(value)) return value.map((item) => resolveIntrinsics(item, scope));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const [[name, argument] = ['', null]] = entries;
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const evaluate = FUNCTIONS.get(name);
    if (!evaluate) throw new Error(`${name} cannot be resolved on this machine. Give the template a literal value.`);
    return evaluate(argument, scope);
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, resolveIntrinsics(inner, scope)]));
}
