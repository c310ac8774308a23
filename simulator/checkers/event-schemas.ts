import { readFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv';

const ajv = new Ajv({ strict: true, allErrors: true });
const validators = new Map<string, ValidateFunction>();

/** The schema's file is named after the event: user-access-result.json. */
function validatorOf(detailType: string): ValidateFunction {
  const known = validators.get(detailType);
  if (known) return known;
  const file = `schemas/${detailType.toLowerCase().replaceAll(' ', '-')}.json`;
  const validator = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
  validators.set(detailType, validator);
  return validator;
}

/** How an event violates its schema. Empty if it does not. */
export function violations({ detailType, detail }: { detailType: string; detail: unknown }): string[] {
  const validate = validatorOf(detailType);
  return validate(detail)
    ? []
    : (validate.errors ?? []).map((error) => `${detailType}${error.instancePath} ${error.message}`);
}
