import { AwsError, constraintError, enumError } from './aws-error';
import { asString, type Json, type JsonObject, parseJson } from './json';
import { type Page, pageOf } from './pages';

/** 256 KiB, in UTF-8. */
const MAX_INPUT_BYTES = 256 * 1024;

export function requireText(request: JsonObject, member: string): string {
  const value = asString(request[member]);
  if (value === undefined || value === '') throw constraintError(member, 'not be null');
  return value;
}

/** A name has 1 to 80 characters, without white space, brackets, wildcards, control and other special characters. */
export function requireExecutionName(value: Json): string {
  const name = asString(value) ?? '';
  if (name.length < 1) throw constraintError('name', 'have length greater than or equal to 1');
  if (name.length > 80) throw constraintError('name', 'have length less than or equal to 80');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are refused, too.
  if (/[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff]/.test(name) || !name.isWellFormed()) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
  return name;
}

export function requireExecutionInput(value: Json | undefined): string {
  const input = value === undefined ? '{}' : asString(value);
  if (input === undefined || parseJson(input) === undefined) {
    throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: it is not JSON.');
  }
  if (Buffer.byteLength(input) > MAX_INPUT_BYTES) {
    throw constraintError('input', `have length less than or equal to ${MAX_INPUT_BYTES}`);
  }
  return input;
}

/** The value of a member that the model lists values for. Undefined if the request does not have it. */
export function optionalEnum(request: JsonObject, member: string, allowed: readonly string[]): string | undefined {
  const value = request[member];
  if (value === undefined) return undefined;
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw enumError(member, value, allowed);
  return found;
}

const MAX_RESULTS = 1000;
const DEFAULT_RESULTS = 100;

/** Returns one page of a list. */
export function page<T>(
  all: readonly T[],
  request: JsonObject,
  keyOf: (item: T) => string | number,
  isWanted?: (item: T) => boolean,
): Page<T> {
  const { maxResults = 0, nextToken: token } = request;
  if (typeof maxResults !== 'number' || maxResults > MAX_RESULTS) {
    throw constraintError('maxResults', `have value less than or equal to ${MAX_RESULTS}`);
  }
  if (maxResults < 0) throw constraintError('maxResults', 'have value greater than or equal to 0');
  const found = pageOf(all, { keyOf, isWanted, size: maxResults || DEFAULT_RESULTS, token });
  if (!found) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return found;
}
