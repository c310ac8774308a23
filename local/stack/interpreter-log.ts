import { isObject, type Json, type JsonObject } from './json';

/** An entry of aws-local-stepfunctions' event log: the members that are read here. */
export interface LogEntry {
  type: string;
  timestamp: number;
  state?: { name: string; type: string; input: Json; output?: Json };
  input?: Json;
  output?: Json;
  Error?: string;
  Cause?: unknown;
}

/** The error and the cause of a log entry, as strings. */
export function errorOf({ Error: error, Cause: cause }: LogEntry): { error: string; cause: string } {
  return { error: error ?? 'States.Runtime', cause: typeof cause === 'string' ? cause : causeText(cause) };
}

function causeText(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return isObject(cause as JsonObject) ? JSON.stringify(cause) : String(cause ?? '');
}
