import type { Construct } from 'constructs';
import { invalid } from './errors';
import { matches } from './pattern-matches';
import { isIntrinsic, isObject, type PatternNode } from './pattern-node';

/** The texts that can stand in a field of an event. */
interface Texts {
  readonly whole: RegExp;
  /** What a prefix, a suffix and the pieces of a wildcard can be. */
  readonly part: RegExp;
  readonly hint: string;
  /** The one value that every event has there. */
  readonly only?: string;
  /** Whether an event can be without it. */
  readonly mayLack?: boolean;
}

/** What EventBridge puts around every event's detail: texts, whatever the event. */
const TEXTS: Record<string, Texts> = {
  version: {
    whole: /^0$/,
    part: /^0?$/,
    only: '0',
    hint: "every event has version '0'; the version of an event's content is in its detail",
  },
  id: { whole: /./s, part: /^/, hint: 'every event has one, and an id is a text' },
  detailType: { whole: /./s, part: /^/, hint: 'every event has one, a text, and no event has an empty detail-type' },
  source: { whole: /./s, part: /^/, hint: 'every event has one, a text, and no event has an empty source' },
  account: {
    whole: /^\d{12}$/,
    part: /^\d{0,12}$/,
    hint: 'every event has one, and an account is 12 digits as a text',
  },
  time: {
    whole: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
    part: /^[-\dT:.Z+]*$/,
    hint: 'every event has one, and a time looks like 2026-01-31T09:30:00Z',
  },
  region: {
    whole: /^[a-z]{2,}(-[a-z]+)+-\d+$/,
    part: /^[a-z\d-]*$/,
    hint: 'every event has one, and a Region looks like us-east-1',
  },
  resources: { whole: /./s, part: /^/, mayLack: true, hint: 'resources are texts, mostly ARNs' },
};

/** The fields of an event, as an EventPattern spells them. */
export const EVENT_FIELDS = [...Object.keys(TEXTS), 'detail'];

/** Refuses values that no event has in a field of its envelope. */
export function checkEventField(scope: Construct, field: string, node: PatternNode): void {
  if (isIntrinsic(node)) return;
  const texts = TEXTS[field];
  if (!texts) {
    if (isObject(node)) return;
    throw invalid(
      scope,
      `eventPattern.${field} must name fields, for example { reason: ['left'] }: the detail of an event is an object.`,
    );
  }
  if (isObject(node)) {
    throw invalid(
      scope,
      `eventPattern.${field} must be a list of values, for example [{ prefix: 'a' }]: no event has fields in it.`,
    );
  }
  if (Array.isArray(node) && node.length > 0 && !node.some((matcher) => mayMatch(texts, matcher))) {
    throw invalid(scope, `eventPattern.${field} matches no event: ${texts.hint}.`);
  }
}

function mayMatch(texts: Texts, matcher: PatternNode): boolean {
  if (typeof matcher === 'string') return texts.whole.test(matcher);
  // A list in the list is refused for what it is, by the check of each entry.
  if (!isObject(matcher)) return Array.isArray(matcher);
  const [comparison, operand = null] = Object.entries(matcher)[0] ?? [];
  if (isIntrinsic(matcher) || isIntrinsic(operand)) return true;
  switch (comparison) {
    case 'exists':
      return operand !== false || texts.mayLack === true;
    case 'numeric':
      return false;
    case 'cidr':
      return texts.whole.test('10.0.0.1');
    case 'anything-but':
      return texts.only === undefined || matches(matcher, texts.only);
    case 'equals-ignore-case':
      return typeof operand !== 'string' || inSomeCase(texts.whole, operand);
    case 'prefix':
    case 'suffix': {
      if (typeof operand === 'string') return texts.part.test(operand);
      const ignoringCase = isObject(operand) ? operand['equals-ignore-case'] : undefined;
      return typeof ignoringCase !== 'string' || inSomeCase(texts.part, ignoringCase);
    }
    case 'wildcard':
      return typeof operand !== 'string' || operand.split('*').every((piece) => texts.part.test(piece));
    default:
      return true;
  }
}

function inSomeCase(texts: RegExp, text: string): boolean {
  return texts.test(text.toLowerCase()) || texts.test(text.toUpperCase());
}
