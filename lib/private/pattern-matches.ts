import { isIntrinsic, isObject, type PatternNode } from './pattern-node';

/** Whether an entry of a pattern's list matches a text. What only the deployment knows is given the benefit. */
export function matches(matcher: PatternNode, text: string): boolean {
  if (typeof matcher === 'string') return matcher === text;
  if (!isObject(matcher) || isIntrinsic(matcher)) return false;
  const [comparison, operand] = Object.entries(matcher)[0] ?? [];
  switch (comparison) {
    case 'prefix':
      return typeof operand === 'string'
        ? text.startsWith(operand)
        : matchesIgnoringCase(operand, (o) => text.startsWith(o));
    case 'suffix':
      return typeof operand === 'string'
        ? text.endsWith(operand)
        : matchesIgnoringCase(operand, (o) => text.endsWith(o));
    case 'equals-ignore-case':
      return typeof operand === 'string' && operand.toLowerCase() === text;
    case 'wildcard':
      return typeof operand === 'string' && wildcard(operand).test(text);
    case 'anything-but':
      return !excluded(operand ?? null).some((matcher) => matches(matcher, text));
    case 'exists':
      return operand === true;
    default:
      return false;
  }
}

/** One or several values, or a comparison with one or several operands: none of them may match. */
function excluded(operand: PatternNode): PatternNode[] {
  if (!isObject(operand) || isIntrinsic(operand)) return [operand].flat();
  return Object.entries(operand).flatMap(([comparison, values]) =>
    [values].flat().map((value) => ({ [comparison]: value })),
  );
}

function matchesIgnoringCase(operand: PatternNode | undefined, test: (operand: string) => boolean): boolean {
  const inner = isObject(operand) ? operand['equals-ignore-case'] : undefined;
  return typeof inner === 'string' && test(inner.toLowerCase());
}

function wildcard(pattern: string): RegExp {
  const literals = pattern.split('*').map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 's');
}
