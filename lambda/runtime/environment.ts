import type { AccessRules } from '../../lib/contract/access/rules';
import { Env } from '../../lib/contract/names';

type Environment = Readonly<Record<string, string | undefined>>;
type VariableName = (typeof Env)[keyof typeof Env];

/** Reads a variable that the template sets. Each function reads its variables while Lambda initializes it. */
export function readString(environment: Environment, name: VariableName): string {
  const value = environment[name];
  if (!value) throw new Error(`The environment variable ${name} is missing. The template sets it.`);
  return value;
}

export function readNumber(environment: Environment, name: VariableName): number {
  const value = Number(readString(environment, name));
  if (!Number.isFinite(value))
    throw new Error(`The environment variable ${name} is not a number. The template sets it.`);
  return value;
}

/** The rules that the team adds. The construct has checked them. */
export function readAccessRules(environment: Environment): AccessRules {
  const rules = environment[Env.ACCESS_RULES];
  return rules === undefined ? {} : (JSON.parse(rules) as AccessRules);
}
