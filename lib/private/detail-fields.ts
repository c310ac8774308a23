import type { IConstruct } from 'constructs';
import { isIntrinsic, isObject, type PatternNode } from '../contract/event-pattern-entry';
import { invalid } from './errors';
import { type JsonSchema, schemaOf } from './event-schema-files';

/**
 * Throws if a pattern names a field that none of the events has, or a value that a field never has: EventBridge accepts
 * it, and it never matches.
 *
 * @param detail a valid pattern, with its tokens resolved
 */
export function checkDetail(
  scanner: IConstruct,
  detailTypes: readonly string[],
  detail: PatternNode | undefined,
): void {
  const place = { schemas: detailTypes.map(schemaOf), events: `${detailTypes.join(', ')} events` };
  for (const mistake of mistakesIn('eventPattern.detail', detail, place)) throw invalid(scanner, mistake);
}

interface Place {
  /** What can be in this place: several kinds of events can have different schemas for it. */
  readonly schemas: readonly JsonSchema[];
  /** The events, in words. */
  readonly events: string;
}

function* mistakesIn(path: string, node: PatternNode | undefined, place: Place): Generator<string> {
  if (!isObject(node) || isIntrinsic(node)) return;
  for (const [field, child] of Object.entries(node)) {
    if (field === '$or') yield* mistakesInAlternatives(`${path}.$or`, child, place);
    else yield* mistakesInField(`${path}.${field}`, child, fieldOf(place, field), place);
  }
}

function* mistakesInAlternatives(path: string, alternatives: PatternNode, place: Place): Generator<string> {
  for (const [index, each] of Array.isArray(alternatives) ? alternatives.entries() : []) {
    yield* mistakesIn(`${path}[${index}]`, each, place);
  }
}

function* mistakesInField(path: string, node: PatternNode, field: Place, parent: Place): Generator<string> {
  const { schemas, events } = field;
  const values = Array.isArray(node) ? node : [];
  if (schemas.length === 0) {
    yield `${path} is not in ${events}, so it never matches. Use one of ${namesIn(parent)}.`;
  } else if (namesIn(field) !== '') {
    if (values.length > 0)
      yield `${path} is an object in ${events}, so it never matches. Name a field in it: ${namesIn(field)}.`;
    yield* mistakesIn(path, node, field);
  } else if (isObject(node) && !isIntrinsic(node)) {
    yield `${path} has no fields in ${events}, so it never matches. Set a list of values.`;
  } else if (!values.every((value) => canBe(value, schemas))) {
    yield `${path} has a value that it never has in ${events}. Use ${valuesOf(schemas)}.`;
  }
}

/** A rule looks at each object of a list. */
const fieldOf = ({ schemas, events }: Place, name: string): Place => ({
  schemas: schemas.flatMap(({ properties = {} }) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return schema ? [schema.items ?? schema] : [];
  }),
  events,
});

const namesIn = ({ schemas }: Place): string =>
  [...new Set(schemas.flatMap(({ properties = {} }) => Object.keys(properties)))].join(', ');

/** Whether a field can have a value. What is compared, or known only at deployment, can be anything. */
const canBe = (value: PatternNode, schemas: readonly JsonSchema[]): boolean =>
  isObject(value) ||
  schemas.some(({ type, enum: values }) =>
    values === undefined ? typeof value === typeOf(type) : values.includes(value as string),
  );

const typeOf = (type: string): string => (type === 'integer' ? 'number' : type);

function valuesOf(schemas: readonly JsonSchema[]): string {
  const values = schemas.flatMap(({ enum: values }) => values ?? []);
  return values.length > 0 ? [...new Set(values)].join(', ') : `a ${typeOf(String(schemas[0]?.type))}`;
}
