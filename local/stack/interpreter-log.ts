import type { ExecutionHistory } from './execution-history';
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

/** Adds the states that the interpreter logs to the history, under Step Functions' names. */
export function recordLogEntry(history: ExecutionHistory, { type, timestamp, state }: LogEntry): void {
  if (state && type === 'StateEntered') {
    const details = { name: state.name, input: JSON.stringify(state.input) };
    history.add(`${state.type}StateEntered`, timestamp, details);
  } else if (state && type === 'StateExited') {
    const details = { name: state.name, output: JSON.stringify(state.output ?? null) };
    history.add(`${state.type}StateExited`, timestamp, details);
  }
}

/** The error and the cause of a log entry, as strings. */
export function errorOf({ Error: error, Cause: cause }: LogEntry): { error: string; cause: string } {
  return { error: error ?? 'States.Runtime', cause: typeof cause === 'string' ? cause : causeText(cause) };
}

function causeText(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return isObject(cause as JsonObject) ? JSON.stringify(cause) : String(cause ?? '');
}
