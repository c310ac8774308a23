import type { WatchDependencies } from './dependencies';

const MAX_PAUSE_MILLISECONDS = 100;

/** Many requests for a person can come at once. Pauses of different lengths let one after the other write. */
export const pauseAfterConflict = ({ clock, random }: Pick<WatchDependencies, 'clock' | 'random'>): Promise<void> =>
  clock.sleep(random() * MAX_PAUSE_MILLISECONDS);
