import { AwsError } from './aws-error';
import { asArray, asString, type JsonObject } from './json';

/** A text that the request must have. */
export function requireParameter(request: JsonObject, name: string): string {
  const value = asString(request[name]);
  if (value) return value;
  throw sqsError(
    'MissingRequiredParameterException',
    `The request must contain the parameter ${name}.`,
    'MissingParameter',
  );
}

/** A number within its limits. */
export function numberParameter(request: JsonObject, name: string, least: number, most: number, byDefault: number) {
  const value = request[name] ?? byDefault;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidValue(name, value, `Must be between ${least} and ${most}, if provided.`);
}

/** Names out of a list that Amazon SQS knows. */
export function nameParameters(request: JsonObject, name: string, known: readonly string[]): string[] {
  const given = asArray(request[name]).map(String);
  const unknown = given.find((each) => !known.includes(each));
  if (unknown === undefined) return given;
  throw sqsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
}

export const invalidValue = (name: string, value: unknown, reason: string): AwsError =>
  sqsError(
    'InvalidParameterValueException',
    `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`,
    'InvalidParameterValue',
  );

export const noSuchQueue = (): AwsError =>
  sqsError('QueueDoesNotExist', 'The specified queue does not exist.', 'AWS.SimpleQueueService.NonExistentQueue');

/** The receipt handle of a message that was received. */
export const receiptHandle = (id: string, receiveCount: number): string =>
  Buffer.from(`${id} ${receiveCount}`).toString('base64');

export function readReceiptHandle(handle: string): { readonly id: string; readonly receiveCount: number } {
  const [, id, count] = /^([0-9a-f-]{36}) (\d+)$/.exec(Buffer.from(handle, 'base64').toString()) ?? [];
  if (id !== undefined) return { id, receiveCount: Number(count) };
  throw sqsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
}

const sqsError = (name: string, message: string, queryCode = name): AwsError =>
  new AwsError(name, message, 400, queryCode);
