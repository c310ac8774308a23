import { resolve } from 'node:path';
import type { CommandContext } from '../context';
import { mistake } from '../errors';
import { flagOf, LOCATION_OPTIONS, OPTIONS, type Options } from '../options';
import { printable } from '../print/printable';
import { type Needs, readOutputsFile, type ScannerOutputs } from './outputs-file';

/** Where a scanner is: in AWS, or on this machine. */
export type ScannerLocation =
  | { readonly kind: 'local'; readonly dataDir?: string }
  | ({ readonly kind: 'aws'; readonly region?: string; readonly profile?: string } & ScannerOutputs);

/** Finds the scanner from the flags and the environment. `needs` lists what the command requires. */
export function scannerLocation(options: Options, context: CommandContext, needs: Needs): ScannerLocation {
  checkCombination(options);
  if (options.local) return { kind: 'local', dataDir: dataDir(options, context) };
  const scanner =
    options.outputs === undefined
      ? namedScanner(options, context.env)
      : readOutputsFile(resolve(context.cwd, options.outputs), printable(options.outputs), needs, options.stack);
  const missing = needs.filter((need) => scanner[need] === undefined);
  if (missing.length > 0) throw noLocation(missing);
  const arn = scanner.stateMachineArn ?? scanner.watchStateMachineArn;
  const region = arn === undefined ? undefined : regionIn(arn);
  return { kind: 'aws', ...scanner, region: options.region ?? region, profile: options.profile };
}

/** Whether the flags or the environment say anything about a scanner. */
export function hasScanner(options: Options, { env }: CommandContext): boolean {
  const flags = LOCATION_OPTIONS.some((name) => options[name] !== undefined);
  return flags || Object.values(NAMES).some(({ variable }) => Boolean(env[variable]));
}

/**
 * The folder of the local table, or undefined if the table is in memory. What is recorded while time passes faster is ahead
 * of the wall: later scans would seem older. So it is kept only if you name a folder.
 */
export function dataDir({ data, speed = 1 }: Options, { cwd }: CommandContext): string | undefined {
  if (data === undefined && speed > 1) return undefined;
  return resolve(cwd, data ?? '.user-access');
}

const NAMES = {
  stateMachineArn: { option: OPTIONS.stateMachine, variable: 'USER_ACCESS_STATE_MACHINE_ARN' },
  watchStateMachineArn: { option: OPTIONS.watchStateMachine, variable: 'USER_ACCESS_WATCH_STATE_MACHINE_ARN' },
  tableName: { option: OPTIONS.table, variable: 'USER_ACCESS_TABLE' },
} as const;

/** Flags take precedence over environment variables, and can be combined with them. */
const namedScanner = (
  { stateMachine, watchStateMachine, table }: Options,
  env: CommandContext['env'],
): ScannerOutputs => ({
  stateMachineArn: stateMachine ?? (env[NAMES.stateMachineArn.variable] || undefined),
  watchStateMachineArn: watchStateMachine ?? (env[NAMES.watchStateMachineArn.variable] || undefined),
  tableName: table ?? (env[NAMES.tableName.variable] || undefined),
});

function checkCombination(options: Options): void {
  if (options.stack !== undefined && options.outputs === undefined) {
    throw mistake('--stack chooses a stack in an outputs file: give --outputs too.');
  }
  const onlyLocal = (['data', 'scenario', 'scanTimeout', 'speed'] as const).find((name) => options[name] !== undefined);
  if (onlyLocal && !options.local) {
    throw mistake(`${flagOf(onlyLocal)} is for the stack on this machine: give --local too.`);
  }
}

function regionIn(arn: string): string {
  const [, region] = /^arn:[\w-]+:states:([\w-]+):\d{12}:stateMachine:[^\s:]+(?::[^\s:]+)?$/.exec(arn) ?? [];
  if (region !== undefined) return region;
  throw mistake(
    'The state machine is not an ARN: give arn:aws:states:REGION:ACCOUNT:stateMachine:NAME, as in the outputs of the stack.',
  );
}

function noLocation(missing: Needs) {
  const flags = missing.map((need) => NAMES[need].option.flags);
  const variables = missing.map((need) => NAMES[need].variable);
  return mistake(
    `The scanner is not specified: give --local, --outputs <file>, or ${flags.join(' ')} (or set ${variables.join(' and ')}).`,
  );
}
