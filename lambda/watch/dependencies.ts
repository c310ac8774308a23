import type { Clock, Random } from '../common/clock';
import type { Telemetry } from '../common/telemetry';
import type { Publisher } from '../events/publisher';
import type { Changes } from '../store/changes';
import type { People } from '../store/people';
import type { Scans } from '../store/scans';
import type { Standings } from '../store/standings';
import type { Watches } from '../store/watches';

/** The dependencies of every step of a watch. */
export interface WatchDependencies {
  readonly watches: Watches;
  readonly scans: Scans;
  readonly people: People;
  readonly standings: Standings;
  readonly changes: Changes;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly random: Random;
  /** How long the results of scans are kept. */
  readonly retentionSeconds: number;
}
