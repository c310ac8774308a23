import { AwsError, validationError } from './aws-error';
import { compileEventPattern, type EventMatcher } from './event-pattern';
import { asString, isObject, type Json, type JsonObject, parseJson } from './json';

/** EventBridge's documentation names `resources`, too, but an event without it is accepted. */
const REQUIRED = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

/** The answer to TestEventPattern. */
export function testEventPattern({ EventPattern, Event }: JsonObject): JsonObject {
  const matches = matcherOf(EventPattern);
  const event = parseJson(asString(Event) ?? '');
  if (!isObject(event) || REQUIRED.some((name) => event[name] === undefined)) {
    throw validationError(`Parameter Event is not valid. It needs ${REQUIRED.join(', ')}.`);
  }
  return { Result: matches(event) };
}

function matcherOf(text: Json | undefined): EventMatcher {
  const pattern = parseJson(asString(text) ?? '');
  if (!isObject(pattern)) throw invalidPattern('Invalid JSON');
  try {
    return compileEventPattern(pattern);
  } catch (error) {
    throw invalidPattern((error as Error).message);
  }
}

const invalidPattern = (reason: string): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
