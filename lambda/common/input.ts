import { EMAIL_PATTERN, MAX_EMAIL_LENGTH } from '../../lib/contract/limits';
import { type Person, personOf } from '../../lib/contract/person';
import type { Trigger } from '../../lib/contract/records';

export type JsonObject = Record<string, unknown>;

const MAX_TRIGGER_FIELD_LENGTH = 256;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads what the inputs of executions have in common. Its errors name the field and the fix, but do not contain the
 * value.
 */
export class InputReader {
  /** @param errorOf creates the error with which an input is refused */
  constructor(private readonly errorOf: (message: string) => Error) {}

  invalid(message: string): Error {
    return this.errorOf(`${message}.`);
  }

  asObject(value: unknown, name: string): JsonObject {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
    throw this.invalid(`${name} must be a JSON object`);
  }

  rejectUnknownFields(object: JsonObject, known: readonly string[], path: string): void {
    const unknown = Object.keys(object).find((field) => !known.includes(field));
    if (unknown === undefined) return;
    // A field's name can be anything, even an email address. The message contains it only if it looks like a name.
    const named = /^[A-Za-z]\w{0,39}$/.test(unknown)
      ? `${path}${unknown}`
      : `A field${path && ` of ${path.slice(0, -1)}`}`;
    throw this.invalid(`${named} is not supported: the fields are ${known.map((field) => path + field).join(', ')}`);
  }

  person(value: unknown): Person {
    if (typeof value !== 'string') throw this.invalid('email must be a string');
    if (value.length > MAX_EMAIL_LENGTH) throw this.invalid(`email must have at most ${MAX_EMAIL_LENGTH} characters`);
    if (!EMAIL_PATTERN.test(value)) {
      throw this.invalid('email is not an email address that AppFabric accepts: write it as person@example.com');
    }
    return personOf(value);
  }

  trigger(value: unknown): Trigger {
    const trigger = this.asObject(value, 'trigger');
    this.rejectUnknownFields(trigger, ['id', 'source', 'time'], 'trigger.');
    const time = this.triggerField(trigger, 'time');
    if (!ISO_TIME.test(time) || Number.isNaN(Date.parse(time))) {
      throw this.invalid('trigger.time is not a time: write it as 2026-01-31T12:00:00Z');
    }
    return { id: this.triggerField(trigger, 'id'), source: this.triggerField(trigger, 'source'), time };
  }

  /** The trigger of an input that is otherwise not valid, so that a malformed event can be found. */
  triggerIn(input: unknown): Trigger | undefined {
    try {
      const { id, source, time } = this.asObject(this.asObject(input, 'The input').trigger, 'trigger');
      return this.trigger({ id, source, time });
    } catch {
      return undefined;
    }
  }

  private triggerField(trigger: JsonObject, field: keyof Trigger): string {
    const value = trigger[field];
    if (typeof value === 'string' && value.length > 0 && value.length <= MAX_TRIGGER_FIELD_LENGTH) {
      return value.toWellFormed();
    }
    throw this.invalid(`trigger.${field} must be a string of 1 to ${MAX_TRIGGER_FIELD_LENGTH} characters`);
  }
}
