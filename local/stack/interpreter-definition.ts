import { asObject, isObject, type Json, type JsonObject } from './json';
import { isNestedExecution } from './nested-execution';
import { beforeWait } from './wait';

/** The key of the context object that holds the execution's record. */
export const EXECUTION_RECORD = 'ExecutionRecord';

/** Node's timers fire immediately if they are to wait longer than this. No Task takes 24.8 days. */
const MAX_TIMER_SECONDS = 2_147_483;

/**
 * Adapts a definition to the interpreter, which differs from Step Functions in four ways: it fills in
 * `$$.Execution.Input` and `StartTime` by itself (wrong after a redrive), it takes `"ResultPath": "$"` for a field
 * named `$`, it lets a Task without a timeout run for only a minute, and it measures time with Node's timers. So the
 * execution itself waits in Wait states (except in a Map), and it ends itself at its own timeout and at that of a Task
 * that starts an execution. A Task's function runs in real time.
 */
export function forInterpreter(definition: JsonObject): JsonObject {
  const { TimeoutSeconds: _, States, ...rest } = definition;
  const states = Object.entries(asObject(States)).map(([name, value]) => {
    const state = asObject(value);
    return [name, state.Type === 'Wait' ? beforeWait(state) : state];
  });
  return asObject(adapt({ ...rest, States: Object.fromEntries(states) }));
}

function adapt(value: Json, key = ''): Json {
  if (Array.isArray(value)) return value.map((item) => adapt(item, key));
  if (isObject(value)) {
    const fields = Object.entries(value.Type === 'Task' ? withTimeout(value) : value);
    const kept = fields.filter(([name, inner]) => !(name === 'ResultPath' && inner === '$'));
    return Object.fromEntries(kept.map(([name, inner]) => [name, adapt(inner, name)]));
  }
  if (typeof value === 'string' && mayHoldPath(key))
    return value.replace(/\$\$\.Execution\b/g, `$$$$.${EXECUTION_RECORD}`);
  return value;
}

function withTimeout(task: JsonObject): JsonObject {
  const { TimeoutSeconds: seconds, TimeoutSecondsPath: path, Resource: resource } = task;
  if (path !== undefined) return task;
  const isShort = typeof seconds === 'number' && seconds < MAX_TIMER_SECONDS && !isNestedExecution(resource);
  return { ...task, TimeoutSeconds: isShort ? seconds : MAX_TIMER_SECONDS };
}

function mayHoldPath(key: string): boolean {
  return key.endsWith('.$') || key.endsWith('Path') || key === 'Variable';
}
