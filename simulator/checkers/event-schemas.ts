import { readFileSync } from 'node:fs';
import Ajv from 'ajv';

const files: Record<string, string> = {
  'User Access Result': 'user-access-result',
  'User Access Scan Completed': 'user-access-scan-completed',
  'User Access Scan Failed': 'user-access-scan-failed',
  'User Access Changed': 'user-access-changed',
};

const ajv = new Ajv({ strict: true, allErrors: true });
const validators = Object.fromEntries(
  Object.entries(files).map(([detailType, file]) => [
    detailType,
    ajv.compile(JSON.parse(readFileSync(`schemas/${file}.json`, 'utf8'))),
  ]),
);

/** How an event violates its schema. Empty if it does not. */
export function violations({ detailType, detail }: { detailType: string; detail: unknown }): string[] {
  const validate = validators[detailType];
  if (validate === undefined) return [`There is no schema for '${detailType}'.`];
  return validate(detail)
    ? []
    : (validate.errors ?? []).map((error) => `${detailType}${error.instancePath} ${error.message}`);
}
