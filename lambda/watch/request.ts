import { WatchErrorName } from '../../lib/contract/names';
import type { Person } from '../../lib/contract/person';
import type { Trigger } from '../../lib/contract/records';
import type { WatchRequest, WatchSettings } from '../../lib/contract/watches';
import { InputReader } from '../common/input';
import { WatchError } from './errors';
import { watchSettings } from './settings';

/** What an execution is asked for, with all that the request leaves out. */
export interface WatchOrder {
  readonly person: Person;
  readonly trigger?: Trigger;
  readonly settings: WatchSettings;
}

const FIELDS: readonly (keyof WatchRequest)[] = [
  'email',
  'trigger',
  'cadenceSeconds',
  'dueInSeconds',
  'giveUpAfterSeconds',
  'askAgainSeconds',
  'askAgainTimes',
  'notFoundIsClear',
];

const reader = new InputReader((message) => new WatchError(WatchErrorName.INVALID_WATCH_REQUEST, message));

/**
 * Reads an execution's input.
 *
 * @param retentionSeconds how long the results of scans are kept
 * @throws WatchError `InvalidWatchRequest`, with a message that names the field and the fix, but does not contain the
 * address or the trigger
 */
export function parseWatchRequest(input: unknown, retentionSeconds: number): WatchOrder {
  const request = reader.asObject(input, 'The input');
  reader.rejectUnknownFields(request, FIELDS, '');
  if (!('email' in request)) throw reader.invalid('email is required: set { "email": "person@example.com" }');
  const person = reader.person(request.email);
  const trigger = 'trigger' in request ? { trigger: reader.trigger(request.trigger) } : {};
  return { person, ...trigger, settings: watchSettings(request, retentionSeconds, reader) };
}

/** The trigger of an input that is otherwise not valid, so that a malformed event can be found. */
export const triggerIn = (input: unknown): Trigger | undefined => reader.triggerIn(input);
