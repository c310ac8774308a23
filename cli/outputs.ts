import { readFileSync } from 'node:fs';
import { mistake } from './errors';
import { printable } from './printable';

/** What a stack's outputs say of its scanner. */
export interface ScannerOutputs {
  readonly stateMachineArn?: string;
  readonly tableName?: string;
}

/** How the names of the outputs end. */
const ENDINGS = {
  stateMachineArn: 'StateMachineArn',
  tableName: 'TableName',
} as const;

export type Needs = readonly (keyof ScannerOutputs)[];

type Stacks = Record<string, Record<string, unknown>>;

/** Reads what `cdk deploy --outputs-file` wrote; `stackName` chooses where several stacks have a scanner. */
export function readOutputs(file: string, shownAs: string, needs: Needs, stackName?: string): ScannerOutputs {
  const stacks = parse(file, shownAs);
  const withScanner = Object.keys(stacks).filter((name) => found(stacks[name], ENDINGS.tableName).length > 0);
  if (stackName !== undefined) {
    if (!(stackName in stacks)) throw noStack(shownAs, stackName, Object.keys(stacks));
    return scannerOf(stacks[stackName] ?? {}, needs, `${printable(stackName)} in ${shownAs}`);
  }
  const [only, ...others] = withScanner;
  if (only === undefined) {
    throw mistake(
      `${shownAs} has no output that ends in TableName: give the stack the outputs of docs/command.md, deploy it, and try again.`,
    );
  }
  if (others.length > 0)
    throw mistake(`${shownAs} has several scanners: choose one with --stack ${list(withScanner)}.`);
  return scannerOf(stacks[only] ?? {}, needs, `${printable(only)} in ${shownAs}`);
}

function parse(file: string, shownAs: string): Stacks {
  const again = 'Run `cdk deploy --outputs-file` again.';
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw mistake(`${shownAs} is not whole JSON. ${again}`, error);
    throw unreadable(shownAs, error);
  }
  if (!isObject(content) || !Object.values(content).every(isObject)) {
    throw mistake(`${shownAs} does not hold the outputs of stacks. ${again}`);
  }
  return content as Stacks;
}

/** A file that cannot be read, in words. */
export function unreadable(shownAs: string, error: unknown) {
  const { code } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'does not exist',
    EISDIR: 'is a folder, not a file',
    EACCES: 'may not be read',
  };
  return mistake(`${shownAs} ${reasons[code ?? ''] ?? 'cannot be read'}: check the path.`, error);
}

function scannerOf(outputs: Record<string, unknown>, needs: Needs, where: string): ScannerOutputs {
  return {
    stateMachineArn: outputOf(outputs, 'stateMachineArn', needs, where),
    tableName: outputOf(outputs, 'tableName', needs, where),
  };
}

function outputOf(outputs: Record<string, unknown>, name: keyof ScannerOutputs, needs: Needs, where: string) {
  const ending = ENDINGS[name];
  const [output, ...others] = found(outputs, ending);
  const value = output === undefined ? undefined : outputs[output];
  if (others.length === 0 && typeof value === 'string' && value !== '') return value;
  if (!needs.includes(name)) return undefined;
  const problem = others.length > 0 ? 'several outputs that end' : 'no output that ends';
  throw mistake(`${where} has ${problem} in ${ending}: name the scanner with --table and --state-machine instead.`);
}

const found = (outputs: Record<string, unknown> | undefined, ending: string) =>
  Object.keys(outputs ?? {}).filter((name) => name.endsWith(ending));

const noStack = (file: string, name: string, names: readonly string[]) =>
  mistake(`${file} has no stack ${printable(name)}: it has ${names.length > 0 ? list(names) : 'none'}.`);

const list = (names: readonly string[]) => names.map(printable).join(' or ');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
