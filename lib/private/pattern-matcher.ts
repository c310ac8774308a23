import { isIPv4, isIPv6 } from 'node:net';
import { isIntrinsic, isObject, type PatternNode } from './pattern-node';

/** Says what an operand has to be, or nothing when it is. Texts are not quoted back: they may be addresses. */
type OperandCheck = (operand: PatternNode) => string | undefined;

const TEXT = 'needs a text';

const text: OperandCheck = (operand) => (isText(operand) ? undefined : TEXT);

const edge: OperandCheck = (operand) => {
  if (!isObject(operand) || isIntrinsic(operand)) return text(operand);
  const isOne = Object.keys(operand).length === 1;
  return isOne && isText(operand['equals-ignore-case'] ?? null)
    ? undefined
    : `${TEXT}, or { 'equals-ignore-case': 'a text' }`;
};

const COMPARISONS: Record<string, OperandCheck> = {
  prefix: edge,
  suffix: edge,
  'equals-ignore-case': text,
  wildcard: text,
  cidr: (operand) => (isIntrinsic(operand) || isRange(operand) ? undefined : 'needs a range like 10.0.0.0/24'),
  exists: (operand) => (isIntrinsic(operand) || typeof operand === 'boolean' ? undefined : 'needs true or false'),
  numeric,
  'anything-but': anythingBut,
};

/** What anything-but can exclude besides plain values. */
const EXCLUDED_COMPARISONS = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

/** What is wrong with one entry of a list, a plain value or a comparison like { prefix: 'a' }; nothing if it is fine. */
export function mistakeInMatcher(matcher: PatternNode): string | undefined {
  if (Array.isArray(matcher)) return 'holds a list in its list, which EventBridge refuses; list the values themselves.';
  if (!isObject(matcher) || isIntrinsic(matcher)) return undefined;
  const [[name, operand] = ['', null], ...others] = Object.entries(matcher);
  if (name === '' || others.length > 0) return 'must hold one comparison an entry, as events.Match gives it.';
  const check = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
  if (!check) {
    return `has '${name}', which is no comparison of EventBridge's; it knows ${Object.keys(COMPARISONS).join(', ')}.`;
  }
  if (name === 'anything-but' && Array.isArray(operand) && operand.length === 0) {
    return 'excludes an empty list; say what to exclude or leave it out.';
  }
  const needs = check(operand);
  if (needs) return `is wrong at '${name}': it ${needs}.`;
  return name === 'numeric' && Array.isArray(operand) && isEmptyRange(operand)
    ? `asks for a number that cannot be: ${operand.join(' ')}; widen the range.`
    : undefined;
}

function anythingBut(operand: PatternNode): string | undefined {
  if (isIntrinsic(operand)) return undefined;
  if (isObject(operand)) {
    const [[name, values] = ['', null], ...others] = Object.entries(operand);
    const list = Array.isArray(values) ? values : [values];
    const isKnown = EXCLUDED_COMPARISONS.includes(name) && others.length === 0;
    return isKnown && list.length > 0 && list.every(isText)
      ? undefined
      : `needs one of ${EXCLUDED_COMPARISONS.join(', ')}, with a text or a list of texts`;
  }
  const list = Array.isArray(operand) ? operand : [operand];
  return list.every(isText) || list.every(isNumber) ? undefined : 'needs texts or numbers, and not both';
}

/** A list like ['>', 0, '<=', 5]: a comparison, or a lower bound and an upper one. */
function numeric(operand: PatternNode): string | undefined {
  if (isIntrinsic(operand)) return undefined;
  const needs = "needs a comparison (=, <, <=, > or >=) and a number, or two from low to high: ['>', 0, '<=', 5]";
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) return needs;
  const [first, low, second, high = 0] = operand;
  const isKnown =
    operand.length === 2
      ? isOneOf(first, ['=', '<', '<=', '>', '>='])
      : isOneOf(first, ['>', '>=']) && isOneOf(second, ['<', '<=']);
  return isKnown && isNumber(low) && isNumber(high) ? undefined : needs;
}

function isEmptyRange(numeric: PatternNode[]): boolean {
  const [first, low, second, high] = numeric;
  if (typeof low !== 'number' || typeof high !== 'number') return false;
  return low > high || (low === high && (first === '>' || second === '<'));
}

function isRange(operand: PatternNode): boolean {
  const [network = '', bits = '', ...rest] = typeof operand === 'string' ? operand.split('/') : [];
  const most = isIPv4(network) ? 32 : isIPv6(network) ? 128 : -1;
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

function isOneOf(value: PatternNode | undefined, texts: string[]): boolean {
  return typeof value === 'string' && texts.includes(value);
}

function isText(value: PatternNode): boolean {
  return typeof value === 'string' || isIntrinsic(value);
}

function isNumber(value: PatternNode | undefined): boolean {
  return Number.isFinite(value) || isIntrinsic(value);
}
