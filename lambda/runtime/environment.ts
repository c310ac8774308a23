import type { Env } from '../../lib/contract/names';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the template tells the functions. Each function reads what it needs when it is loaded. */
export function readText(environment: Environment, name: (typeof Env)[keyof typeof Env]): string {
  const value = environment[name];
  if (!value) throw new Error(`The environment variable ${name} is missing: the template sets it.`);
  return value;
}

export function readNumber(environment: Environment, name: (typeof Env)[keyof typeof Env]): number {
  const value = Number(readText(environment, name));
  if (!Number.isFinite(value)) throw new Error(`The environment variable ${name} is no number: the template sets it.`);
  return value;
}
