import { randomUUID } from 'node:crypto';
import type { FunctionEntry } from './bundles';

const STARTED_AT = '2026-01-05T08:00:00.000Z';
const FAR_AWAY = '2099-01-01T00:00:00.000Z';

export const pollEvent = (taskCount: number, scanId: string = randomUUID()) => ({
  ...{ scanId, startedAt: STARTED_AT, deadline: FAR_AWAY, turn: 0, done: false },
  pending: Array.from({ length: taskCount }, () => randomUUID()),
});

const execution = (RedriveCount: number) => ({
  Input: { email: 'person@example.com' },
  ...{ Name: randomUUID(), StartTime: STARTED_AT, RedriveCount },
});

/** A valid event for each function. */
export function eventFor(entry: FunctionEntry | 'clients'): object {
  if (entry === 'start-scan') return { execution: execution(0) };
  if (entry === 'poll-tasks') return pollEvent(1);
  return { execution: execution(0), failure: { Error: 'ScanInterrupted', Cause: '{}' } };
}
