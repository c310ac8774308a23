import { asObject, isObject, type Json, type JsonObject } from './json';

/** The key of the context object that holds the execution's record. */
export const EXECUTION_RECORD = 'ExecutionRecord';

/** Node's timers fire immediately if they are to wait longer than this. */
const MAX_TIMER_SECONDS = 2_147_483;

/**
 * Adapts a definition to the interpreter, which differs from Step Functions in three ways: it fills in
 * `$$.Execution.Input` and `StartTime` by itself (wrong after a redrive), it takes `"ResultPath": "$"` for a field
 * named `$`, and it ends an execution at once whose timeout is longer than a timer of Node.
 */
export function forInterpreter(definition: JsonObject): JsonObject {
  return asObject(adapt(definition));
}

function adapt(value: Json, key = ''): Json {
  if (Array.isArray(value)) return value.map((item) => adapt(item, key));
  if (isObject(value)) {
    const fields = Object.entries(value).filter(([name, inner]) => !(name === 'ResultPath' && inner === '$'));
    return Object.fromEntries(fields.map(([name, inner]) => [name, adapt(inner, name)]));
  }
  if (key === 'TimeoutSeconds' && typeof value === 'number') return Math.min(value, MAX_TIMER_SECONDS);
  if (typeof value === 'string' && mayHoldPath(key))
    return value.replace(/\$\$\.Execution\b/g, `$$$$.${EXECUTION_RECORD}`);
  return value;
}

function mayHoldPath(key: string): boolean {
  return key.endsWith('.$') || key.endsWith('Path') || key === 'Variable';
}
