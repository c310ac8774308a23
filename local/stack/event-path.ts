import { isObject, type Json } from './json';

/**
 * Follows a path into an event, in the subset of JSONPath that EventBridge supports: `$.detail.people[0].name`, with
 * `[*]` for all elements. Undefined if the event has nothing there.
 */
export function followEventPath(path: string, event: Json): Json | undefined {
  if (path !== '$' && !/^\$(\.[^.[\]]+|\[(\d+|\*)\])+$/.test(path))
    throw new Error(`${path} is not a path into an event.`);
  return follow(path.match(/[^.[\]$][^.[\]]*/g) ?? [], event);
}

function follow([step, ...others]: string[], value: Json | undefined): Json | undefined {
  if (step === undefined || value === undefined) return value;
  if (Array.isArray(value)) {
    if (step !== '*') return follow(others, value[Number(step)]);
    return value.map((item) => follow(others, item)).filter((item) => item !== undefined);
  }
  return isObject(value) && Object.hasOwn(value, step) ? follow(others, value[step]) : undefined;
}
