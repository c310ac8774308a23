import { followEventPath } from './event-path';
import { asObject, type Json, parseJson } from './json';
import type { RuleDefinition, RuleTarget } from './rule-definitions';

/** The JSON that a target receives for an event: the event, a part of it, a constant, or a filled template. */
export function targetInput(target: RuleTarget, rule: Pick<RuleDefinition, 'name' | 'arn'>, event: Json): string {
  if (target.inputTransformer) return fillTemplate(target.inputTransformer, rule, event);
  if (target.input !== undefined) return target.input;
  if (target.inputPath === undefined) return JSON.stringify(event);
  const part = followEventPath(target.inputPath, event);
  if (part === undefined) throw new Error(`The event has nothing at ${target.inputPath}.`);
  return JSON.stringify(part);
}

/**
 * Fills `<variable>` in a template. Outside of quotes, the value is written as JSON. Inside quotes, a string is written
 * without its own. A path that the event does not have gives an empty string.
 */
function fillTemplate(
  { inputPathsMap, inputTemplate }: NonNullable<RuleTarget['inputTransformer']>,
  rule: Pick<RuleDefinition, 'name' | 'arn'>,
  event: Json,
): string {
  const variables: Record<string, Json> = predefined(rule, event);
  for (const [name, path] of Object.entries(inputPathsMap)) variables[name] = followEventPath(path, event) ?? '';
  const filled = inputTemplate.replace(/<([\w.-]+)>/g, (whole, name: string, at: number) => {
    const value = variables[name];
    if (value === undefined) return whole;
    return insideQuotes(inputTemplate, at) ? bare(value) : JSON.stringify(value);
  });
  if (parseJson(filled) === undefined) throw new Error('The input transformer did not make valid JSON of the event.');
  return filled;
}

function predefined(rule: Pick<RuleDefinition, 'name' | 'arn'>, event: Json): Record<string, Json> {
  const { detail: _detail, ...withoutDetail } = asObject(event);
  return {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': new Date().toISOString(),
    'aws.events.event': withoutDetail,
    'aws.events.event.json': event,
  };
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
