import type { Rules } from '../access/rules';
import type { AppFabricClient } from '../appfabric';
import type { Clock, Random } from '../common/clock';
import type { Telemetry } from '../common/telemetry';
import type { Publisher } from '../events/publisher';
import type { Claims } from '../store/claims';
import type { People } from '../store/people';
import type { Scans } from '../store/scans';
import type { Standings } from '../store/standings';
import type { Tasks } from '../store/tasks';
import type { Pacing } from './pacing';

/** The dependencies of every step of a scan. */
export interface ScanDependencies {
  readonly scans: Scans;
  readonly claims: Claims;
  readonly tasks: Tasks;
  readonly standings: Standings;
  readonly people: People;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
}

/** The dependencies of the steps that call AppFabric. */
export interface AppFabricDependencies extends ScanDependencies {
  readonly appFabric: AppFabricClient;
  readonly appBundleArn: string;
  readonly rules: Rules;
}

/** The dependencies of a poll window. */
export interface PollDependencies extends AppFabricDependencies {
  readonly random: Random;
  readonly pacing: Pacing;
}
