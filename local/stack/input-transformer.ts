import { isObject, type Json, parseJson } from './json';
import type { InputTransformer } from './rule-definitions';

/**
 * The JSON that a target receives for an event. Fills `<variable>` in the template: outside of quotes, the value is
 * written as JSON; inside quotes, a string is written without its own. A path that the event does not have gives an
 * empty string.
 */
export function targetInput({ inputPathsMap, inputTemplate }: InputTransformer, event: Json): string {
  const filled = inputTemplate.replace(/<([\w.-]+)>/g, (whole, name: string, at: number) => {
    const path = inputPathsMap[name];
    if (path === undefined) return whole;
    const value = followEventPath(path, event) ?? '';
    return insideQuotes(inputTemplate, at) ? bare(value) : JSON.stringify(value);
  });
  if (parseJson(filled) === undefined) throw new Error('The input transformer did not make valid JSON of the event.');
  return filled;
}

/** Follows a path into an event, in the subset of JSONPath that EventBridge supports, such as `$.detail.people[0].name`. */
function followEventPath(path: string, event: Json): Json | undefined {
  if (!/^\$(\.[^.[\]]+|\[(\d+|\*)\])*$/.test(path)) throw new Error(`${path} is not a path into an event.`);
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

function insideQuotes(template: string, at: number): boolean {
  const quotes = template.slice(0, at).replace(/\\./g, '').match(/"/g) ?? [];
  return quotes.length % 2 === 1;
}

/** Escaped like the inside of a JSON string. An object or an array loses its quotes, as in EventBridge. */
function bare(value: Json): string {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value).replaceAll('"', '');
  return JSON.stringify(String(value)).slice(1, -1);
}
