import type { WatchReport } from '../connection/follow-watch';
import type { PublishedEvent } from '../connection/start-local-stack';

/** A followed watch as `--json` prints it. */
export const watchJson = (
  { watch, scans, changes }: WatchReport,
  isJoined: boolean,
  events?: readonly PublishedEvent[],
) => ({ ...watch, joined: isJoined, scans, changes, ...(events && { events }) });
