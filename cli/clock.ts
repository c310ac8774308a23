import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './context';

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => {}),
};
