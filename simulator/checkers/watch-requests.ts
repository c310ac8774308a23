import type { WatchPlan } from '../faults/plan';
import type { Item } from './agreement';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a request gets that sets nothing, as docs/watching.md says. */
const DEFAULT_DUE_IN = DAY;
const DEFAULT_GIVE_UP_AFTER = 30 * DAY;

/** A request for a watch, as the model knows it. Times are in milliseconds since the epoch. */
export interface WatchRequested {
  /** The name of its execution. */
  readonly name: string;
  readonly email: string;
  readonly startedAt: string;
  readonly dueAt: number;
  readonly giveUpAt: number;
  readonly triggerId: string | undefined;
  readonly notFoundIsClear: boolean;
}

/** What a watch that this request begins is identified by in its events. */
export const idOf = ({ name, startedAt }: Pick<WatchRequested, 'name' | 'startedAt'>): string => `${name}:${startedAt}`;

/** The id of a watch's record, as it is in the ids of its events. */
export const idOfRecord = ({ watchId, startedAt }: Item): string => `${watchId}:${startedAt}`;

export function requestOf({ name, person, trigger, settings }: WatchPlan, startedAt: number): WatchRequested {
  const { giveUpAfterSeconds = DEFAULT_GIVE_UP_AFTER, dueInSeconds = Math.min(DEFAULT_DUE_IN, giveUpAfterSeconds) } =
    settings;
  return {
    name,
    email: person.email.toLowerCase(),
    startedAt: new Date(startedAt).toISOString(),
    dueAt: startedAt + dueInSeconds * 1000,
    giveUpAt: startedAt + giveUpAfterSeconds * 1000,
    triggerId: trigger?.id,
    notFoundIsClear: settings.notFoundIsClear ?? false,
  };
}

export const requestersOf = (watch: Item | undefined): readonly Item[] => (watch?.requesters ?? []) as readonly Item[];
