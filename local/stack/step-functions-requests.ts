import { AwsError, constraintError } from './aws-error';
import { asString, type Json, type JsonObject, parseJson } from './json';

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

const MAX_RESULTS = 1000;

/** Returns one page of a list. The token names the page's last item, so that new items do not shift the next page. */
export function page<T>(items: T[], keyOf: (item: T) => number, request: JsonObject) {
  const { maxResults = 0, nextToken: token } = request;
  if (typeof maxResults !== 'number' || maxResults < 0 || maxResults > MAX_RESULTS) {
    throw constraintError('maxResults', `have value less than or equal to ${MAX_RESULTS}`);
  }
  const tokenOf = (item: T) => Buffer.from(`after ${keyOf(item)}`).toString('base64');
  const start = token === undefined ? 0 : items.findIndex((item) => tokenOf(item) === token) + 1;
  if (token !== undefined && start === 0) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  const end = start + (maxResults || 100);
  const last = items[end - 1];
  return { items: items.slice(start, end), ...(last && end < items.length && { nextToken: tokenOf(last) }) };
}
