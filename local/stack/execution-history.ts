import { isObject, type JsonObject } from './json';

/** An event of an execution's history, as GetExecutionHistory returns it. */
export type HistoryEvent = JsonObject & { id: number; type: string; timestamp: number };

/** An execution's history: numbered from 1, each event following the one before it. */
export class ExecutionHistory {
  readonly events: HistoryEvent[] = [];

  add(type: string, time: number, details?: JsonObject): void {
    const id = this.events.length + 1;
    this.events.push({
      id,
      previousEventId: id - 1,
      type,
      timestamp: time / 1000,
      ...(details && { [detailsKey(type)]: details }),
    });
  }
}

/** All states share `stateEnteredEventDetails` and `stateExitedEventDetails`. */
function detailsKey(type: string): string {
  const [shared] = /State(Entered|Exited)$/.exec(type) ?? [type];
  return `${shared.charAt(0).toLowerCase()}${shared.slice(1)}EventDetails`;
}

/** The event without its input and output, for `includeExecutionData: false`. */
export function withoutExecutionData(event: HistoryEvent): HistoryEvent {
  const bare = Object.entries(event).map(([key, value]) => {
    if (!isObject(value)) return [key, value];
    const { input: _input, output: _output, parameters: _parameters, ...rest } = value;
    return [key, rest];
  });
  return Object.fromEntries(bare) as HistoryEvent;
}
