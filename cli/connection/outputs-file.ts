import { readFileSync } from 'node:fs';
import { cannotRead } from '../../local/cannot-read';
import { isObject, type Json, type JsonObject } from '../../local/stack/json';
import { didYouMean, mistake } from '../errors';
import { printable } from '../print/printable';

/** The scanner in a stack's outputs. */
export interface ScannerOutputs {
  readonly stateMachineArn?: string;
  /** Missing if the stack was deployed before there were watches. */
  readonly watchStateMachineArn?: string;
  readonly tableName?: string;
}

export type Needs = readonly (keyof ScannerOutputs)[];

/** The endings of the names of the outputs. */
const ENDINGS = {
  stateMachineArn: 'StateMachineArn',
  watchStateMachineArn: 'WatchStateMachineArn',
  tableName: 'TableName',
} as const;

/** Reads the file that `cdk deploy --outputs-file` wrote. If several stacks have a scanner, `stackName` is required. */
export function readOutputsFile(file: string, shownAs: string, needs: Needs, stackName?: string): ScannerOutputs {
  const stacks = parse(file, shownAs);
  const name = stackName ?? onlyScanner(stacks, shownAs);
  const outputs = Object.hasOwn(stacks, name) ? stacks[name] : undefined;
  if (outputs === undefined) {
    const names = Object.keys(stacks);
    const advice = names.length > 0 ? `: choose ${list(names)}` : '';
    throw mistake(`${shownAs} has no stack ${printable(name)}${advice}.${didYouMean(name, names)}`);
  }
  const shownStack = `${printable(name)} in ${shownAs}`;
  return {
    stateMachineArn: outputOf(outputs, 'stateMachineArn', needs, shownStack),
    watchStateMachineArn: outputOf(outputs, 'watchStateMachineArn', needs, shownStack),
    tableName: outputOf(outputs, 'tableName', needs, shownStack),
  };
}

function parse(file: string, shownAs: string): Record<string, JsonObject> {
  const again = 'Run `cdk deploy --outputs-file` again.';
  let content: Json;
  try {
    // Windows PowerShell writes a byte order mark at the beginning of a file.
    content = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) throw mistake(`${shownAs} is not valid JSON. ${again}`, error);
    throw unreadable(shownAs, error);
  }
  if (isObject(content) && Object.values(content).every(isObject)) return content as Record<string, JsonObject>;
  throw mistake(`${shownAs} does not contain stack outputs. ${again}`);
}

/** Says why a file can't be read. `meant` is a sentence that suggests another one. */
export function unreadable(shownAs: string, error: unknown, meant = '') {
  return mistake(cannotRead(shownAs, error, meant), error);
}

function onlyScanner(stacks: Record<string, JsonObject>, shownAs: string): string {
  const withScanner = Object.keys(stacks).filter((name) => namesOf('tableName', stacks[name]).length > 0);
  const [only, ...others] = withScanner;
  if (only === undefined) {
    throw mistake(
      `${shownAs} has no output whose name ends in TableName: add the outputs StateMachineArn, WatchStateMachineArn and ` +
        'TableName to the stack (docs/command.md), and deploy it.',
    );
  }
  if (others.length === 0) return only;
  throw mistake(`${shownAs} has several scanners: choose one with --stack ${list(withScanner)}.`);
}

function outputOf(outputs: JsonObject, name: keyof ScannerOutputs, needs: Needs, shownStack: string) {
  const [output = '', ...others] = namesOf(name, outputs);
  const value = outputs[output];
  if (others.length === 0 && typeof value === 'string' && value !== '') return value;
  if (!needs.includes(name)) return undefined;
  const problem = others.length > 0 ? 'several outputs whose names end' : 'no output whose name ends';
  if (name === 'watchStateMachineArn' && others.length === 0) {
    throw mistake(
      `${shownStack} has no output whose name ends in WatchStateMachineArn: add it as in docs/command.md, and deploy the ` +
        'stack with this version. Or give --table and --watch-state-machine instead.',
    );
  }
  const flags = name === 'watchStateMachineArn' ? '--table and --watch-state-machine' : '--table and --state-machine';
  throw mistake(`${shownStack} has ${problem} in ${ENDINGS[name]}: give ${flags} instead.`);
}

/** The state machine that watches has a name that ends like that of the other one, too. */
const namesOf = (output: keyof ScannerOutputs, outputs: JsonObject = {}) =>
  Object.keys(outputs).filter((name) => {
    const isOfWatch = name.endsWith(ENDINGS.watchStateMachineArn);
    return name.endsWith(ENDINGS[output]) && isOfWatch === (output === 'watchStateMachineArn');
  });

const list = (names: readonly string[]) => names.map(printable).join(' or ');
