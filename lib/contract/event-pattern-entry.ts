import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Part of an event pattern with its tokens resolved. A value known only at deployment is an intrinsic function. */
export type PatternNode = string | number | boolean | null | PatternNode[] | { [field: string]: PatternNode };

export function isObject(node: PatternNode | undefined): node is { [field: string]: PatternNode } {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** Whether the node is `{ Ref: … }` or `{ 'Fn::…': … }`. */
export function isIntrinsic(node: PatternNode | undefined): boolean {
  return isObject(node) && hasOneKey(node) && /^(Ref$|Fn::)/.test(String(Object.keys(node)[0]));
}

/** What EventBridge requires of the value of a comparison operator, in words and as a check. */
type Operand = [words: string, isValid: (operand: PatternNode) => boolean];

const STRING: Operand = ['a string', isString];
const AFFIX: Operand = [
  "a string or { 'equals-ignore-case': 'a string' }",
  (operand) =>
    isString(operand) || (isObject(operand) && hasOneKey(operand) && isString(operand['equals-ignore-case'])),
];

/** What `anything-but` can exclude besides plain values. */
const EXCLUDABLE = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

/** EventBridge's comparison operators, with the operands that its engine, aws/event-ruler, accepts. */
const OPERANDS = new Map<string, Operand>([
  ['prefix', AFFIX],
  ['suffix', AFFIX],
  ['equals-ignore-case', STRING],
  ['wildcard', ["a string without '**', in which a backslash stands only before '*' or another backslash", isWildcard]],
  ['cidr', ['an IP address range like 10.0.0.0/24', isAddressRange]],
  ['exists', ['true or false', (operand) => typeof operand === 'boolean']],
  ['numeric', ["=, <, <=, > or >= and a number, or a range from low to high like ['>', 0, '<=', 5]", isNumeric]],
  ['anything-but', [`strings, or numbers, or one of ${EXCLUDABLE.join(', ')} with one or more strings`, isExclusion]],
]);

/** Says why EventBridge would reject an entry of a list. Values are not quoted, because they can be personal data. */
export function mistakeInEntry(entry: PatternNode): string | undefined {
  if (Array.isArray(entry)) return 'has a list inside its list, which EventBridge rejects. List the values themselves.';
  if (!isObject(entry) || isIntrinsic(entry)) return undefined;
  if (!hasOneKey(entry)) return "must have one comparison in each object of its list, for example { prefix: 'a' }.";
  const [[operator, operand] = ['', null]] = Object.entries(entry);
  const [words, isValid] = OPERANDS.get(operator) ?? [];
  if (!isValid) {
    return `has '${operator}', which is not a comparison operator of EventBridge. Use one of ${[...OPERANDS.keys()].join(', ')}.`;
  }
  if (isIntrinsic(operand) || isValid(operand)) return undefined;
  return `has a comparison that is not valid: '${operator}' needs ${words}.`;
}

/**
 * Whether one of a field's values matches an entry of a pattern's list. An event that lacks the field has no values. A
 * value that is known only at deployment is assumed not to match.
 */
export function matchesEntry(entry: PatternNode, values: readonly PatternNode[]): boolean {
  if (isObject(entry) && 'exists' in entry) return values.length > 0 === entry.exists;
  return values.some((value) => matchesValue(entry, value));
}

function matchesValue(entry: PatternNode, value: PatternNode): boolean {
  if (!isObject(entry)) return entry === value;
  const [[operator, operand] = ['', null]] = Object.entries(entry);
  if (operator === 'numeric') return typeof value === 'number' && isInRange(value, operand);
  const operands = [operand].flat();
  if (operator === 'anything-but') return !operands.some((excluded) => matchesValue(excluded, value));
  const matches = STRING_COMPARISONS[operator];
  if (!matches || typeof value !== 'string') return false;
  // An operator inside anything-but can have a list of operands.
  return operands.some((one) => {
    if (typeof one === 'string') return matches(value, one);
    const ignoringCase = isObject(one) ? one['equals-ignore-case'] : undefined;
    return typeof ignoringCase === 'string' && matches(value.toLowerCase(), ignoringCase.toLowerCase());
  });
}

const STRING_COMPARISONS: Record<string, (value: string, operand: string) => boolean> = {
  prefix: (value, prefix) => value.startsWith(prefix),
  suffix: (value, suffix) => value.endsWith(suffix),
  'equals-ignore-case': (value, operand) => value.toLowerCase() === operand.toLowerCase(),
  wildcard: (value, pattern) => wildcard(pattern).test(value),
  cidr: isInAddressRange,
};

const NUMBER_COMPARISONS: Record<string, (value: number, limit: number) => boolean> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

function isInRange(value: number, range: PatternNode | undefined): boolean {
  const [first, low, second, high] = Array.isArray(range) ? range : [];
  const holds = (operator: unknown, limit: unknown) =>
    NUMBER_COMPARISONS[String(operator)]?.(value, Number(limit)) === true;
  return holds(first, low) && (second === undefined || holds(second, high));
}

/** `*` stands for any characters, `\*` for an asterisk, and `\\` for a backslash. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\([*\\])|(\*)|\W/g, (other, escaped?: string, any?: string) =>
    any ? '.*' : `\\${escaped ?? other}`,
  );
  return new RegExp(`^${source}$`, 's');
}

function isInAddressRange(value: string, range: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');
  const addresses = new BlockList();
  addresses.addSubnet(network, Number(bits), family(network));
  return (isIPv4(value) || isIPv6(value)) && addresses.check(value, family(value));
}

function isExclusion(operand: PatternNode): boolean {
  if (!isObject(operand)) return isListOf(isString, operand) || isListOf(isNumber, operand);
  const [[operator, values] = ['', null]] = Object.entries(operand);
  return (
    hasOneKey(operand) &&
    EXCLUDABLE.includes(operator) &&
    isListOf(operator === 'wildcard' ? isWildcard : isString, values)
  );
}

function isWildcard(operand: PatternNode): boolean {
  return isIntrinsic(operand) || (typeof operand === 'string' && /^(?:\\[*\\]|[^*\\]|\*(?!\*))*$/.test(operand));
}

function isNumeric(operand: PatternNode): boolean {
  if (!Array.isArray(operand)) return false;
  const form = operand.map((item) => (isNumber(item) ? 'number' : JSON.stringify(item))).join(' ');
  const [, low, , high] = operand;
  const isEmpty = typeof low === 'number' && typeof high === 'number' && low >= high;
  return /^("[<>]=?"|"=") number$|^">=?" number "<=?" number$/.test(form) && !isEmpty;
}

function isAddressRange(operand: PatternNode): boolean {
  const [network = '', bits = '', ...rest] = typeof operand === 'string' ? operand.split('/') : [];
  const maxBits = isIPv4(network) ? 32 : isIPv6(network) ? 128 : -1;
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= maxBits;
}

function hasOneKey(node: object): boolean {
  return Object.keys(node).length === 1;
}

/** One value or a list of values, which EventBridge treats alike. */
function isListOf(isValid: (value: PatternNode) => boolean, operand: PatternNode): boolean {
  const values = [operand].flat();
  return values.length > 0 && values.every(isValid);
}

function isString(value: PatternNode | undefined): boolean {
  return typeof value === 'string' || isIntrinsic(value);
}

function isNumber(value: PatternNode | undefined): boolean {
  return Number.isFinite(value) || isIntrinsic(value);
}
