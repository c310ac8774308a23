import type { StateMachine } from 'aws-local-stepfunctions';

type Run = ReturnType<StateMachine['run']>;
export type EventLog = Run['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;

/** Each state entered is a transition, and so is each retry. */
export function transitions(events: readonly EventLog[]): number {
  return events.filter(({ type }) => type === 'StateEntered' || type === 'StateRetried').length;
}

/** LambdaFunctionScheduled, LambdaFunctionStarted, and LambdaFunctionSucceeded or one of its failures. */
const EVENTS_A_TRY = 3;

/** How many events Step Functions would keep where the interpreter keeps these. */
export function historyEvents(events: readonly EventLog[]): number {
  return events.reduce((sum, event) => {
    switch (event.type) {
      case 'StateEntered':
        return sum + 1 + (event.state.type === 'Task' ? EVENTS_A_TRY : isContainer(event.state.type) ? 2 : 0);
      case 'StateRetried':
        return sum + EVENTS_A_TRY;
      // Step Functions leaves a state by this event whether it ended well or was caught.
      case 'StateExited':
        return sum + 1;
      case 'StateFailed':
      case 'StateCaught':
        return sum;
      default:
        return sum + 1;
    }
  }, 0);
}

const isContainer = (type: string): boolean => type === 'Map' || type === 'Parallel';

export function largestState(events: readonly EventLog[]): number {
  return events.reduce((most, event) => {
    if (event.type !== 'StateEntered' && event.type !== 'StateExited') return most;
    return Math.max(most, bytesOf(event.state.input), bytesOf(event.state.output));
  }, 0);
}

const bytesOf = (value: unknown): number => (value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value)));
