import type { ExecutionHistory } from './execution-history';
import { asArray, isObject, type Json, type JsonObject } from './json';

/** The entries of aws-local-stepfunctions' event log, as far as they are read here. */
export interface LogEntry {
  type: string;
  timestamp: number;
  state?: { name: string; type: string; input: Json; output?: Json };
  parentState?: { name: string; type: string; input: Json };
  index?: number;
  input?: Json;
  output?: Json;
  Error?: string;
  Cause?: unknown;
}

/** Writes what the interpreter logs about states into the history, under the names that Step Functions uses. */
export function recordLogEntry(history: ExecutionHistory, entry: LogEntry): void {
  const { type, timestamp, state, parentState } = entry;
  if (state && type === 'StateEntered') {
    history.add(`${state.type}StateEntered`, timestamp, 'stateEnteredEventDetails', {
      name: state.name,
      input: JSON.stringify(state.input),
    });
    if (state.type === 'Parallel') history.add('ParallelStateStarted', timestamp);
    if (state.type === 'Map') {
      history.add('MapStateStarted', timestamp, 'mapStateStartedEventDetails', { length: asArray(state.input).length });
    }
  } else if (state && type === 'StateExited') {
    if (state.type === 'Parallel' || state.type === 'Map') history.add(`${state.type}StateSucceeded`, timestamp);
    history.add(`${state.type}StateExited`, timestamp, 'stateExitedEventDetails', {
      name: state.name,
      output: JSON.stringify(state.output ?? null),
    });
  } else if (parentState && type.startsWith('MapIteration')) {
    const key = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
    history.add(type, timestamp, key, { name: parentState.name, index: entry.index ?? 0 });
  }
}

/** Error and cause of a log entry, as texts. */
export function errorOf({ Error: error, Cause: cause }: LogEntry): { error: string; cause: string } {
  return { error: error ?? 'States.Runtime', cause: typeof cause === 'string' ? cause : causeText(cause) };
}

function causeText(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return isObject(cause as JsonObject) ? JSON.stringify(cause) : String(cause ?? '');
}
