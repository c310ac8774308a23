import { resolve } from 'node:path';
import { mistake } from './errors';
import { OPTIONS, type OptionName, type Options, WHERE } from './options';
import { type Needs, readOutputs, type ScannerOutputs } from './outputs';
import { printable } from './printable';
import { shellWord } from './shell';
import type { World } from './world';

/** Where a scanner is: in AWS, or on this machine. */
export type Where = LocalWhere | AwsWhere;

export interface LocalWhere {
  readonly kind: 'local';
  readonly dataDir: string;
}

export interface AwsWhere {
  readonly kind: 'aws';
  readonly stateMachineArn?: string;
  readonly tableName?: string;
  readonly region?: string;
  readonly profile?: string;
}

export const DATA_DIR = '.user-access';

/** Finds the scanner by the flags and the environment; `needs` is what the command cannot do without. */
export function whereIsTheScanner(options: Options, { env, cwd }: World, needs: Needs): Where {
  refuseContradictions(options);
  if (options.local) return { kind: 'local', dataDir: resolve(cwd, options.data ?? DATA_DIR) };
  const { region, profile } = options;
  const where =
    options.outputs === undefined
      ? namedScanner(options, env)
      : readOutputs(resolve(cwd, options.outputs), printable(options.outputs), needs, options.stack);
  const missing = needs.filter((need) => where[need] === undefined);
  if (missing.length > 0) throw nowhere(missing);
  const arn = where.stateMachineArn === undefined ? undefined : readArn(where.stateMachineArn);
  return { kind: 'aws', ...where, region: region ?? arn?.region, profile };
}

/** Flags come before the environment, and may complete it. */
function namedScanner(options: Options, env: World['env']): ScannerOutputs {
  return {
    stateMachineArn: options['state-machine'] ?? (env.USER_ACCESS_STATE_MACHINE_ARN || undefined),
    tableName: options.table ?? (env.USER_ACCESS_TABLE || undefined),
  };
}

/** The flags that lead another command to the same place, for the hints. */
export function sameWhere(options: Options): string {
  return WHERE.flatMap((name) => {
    const value = options[name];
    if (value === undefined) return [];
    return value === true ? [` --${name}`] : [` --${name} ${shellWord(String(value))}`];
  }).join('');
}

function refuseContradictions(options: Options): void {
  const given = (names: readonly OptionName[]) => names.filter((name) => options[name] !== undefined);
  const [local, outputs, direct] = [given(['local']), given(['outputs']), given(['state-machine', 'table'])];
  const ways = [local, outputs, direct].flatMap((names) => names.slice(0, 1));
  if (ways.length > 1) throw mistake(`--${ways.join(' and --')} name different places: give one of them.`);
  const aws = given(['region', 'profile'])[0];
  if (options.local && aws) throw mistake(`--${aws} is for AWS, and --local is this machine: give one of them.`);
  if (options.stack !== undefined && !options.outputs)
    throw mistake('--stack chooses in an outputs file: give --outputs too.');
  const onlyLocal = given(['data', 'scenario', 'scan-timeout'])[0];
  if (onlyLocal && !options.local) throw mistake(`--${onlyLocal} is for the stack on this machine: give --local too.`);
}

function readArn(arn: string): { region: string } {
  const [, region] = /^arn:[\w-]+:states:([\w-]+):\d{12}:stateMachine:[^\s:]+(?::[^\s:]+)?$/.exec(arn) ?? [];
  if (region !== undefined) return { region };
  throw mistake(
    "The state machine is not given as an ARN: write arn:aws:states:REGION:ACCOUNT:stateMachine:NAME, as the stack's output has it.",
  );
}

function nowhere(missing: Needs) {
  const flags = missing.map((need) => (need === 'tableName' ? 'table' : 'state-machine') satisfies OptionName);
  const variables = missing.map((need) =>
    need === 'tableName' ? 'USER_ACCESS_TABLE' : 'USER_ACCESS_STATE_MACHINE_ARN',
  );
  const spelled = flags.map((flag) => `--${flag} ${OPTIONS[flag].value}`).join(' ');
  return mistake(
    `Where is the scanner? Give --local, --outputs FILE, or ${spelled} (or set ${variables.join(' and ')}).`,
  );
}
