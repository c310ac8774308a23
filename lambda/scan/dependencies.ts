import type { AppFabricClient } from '../appfabric';
import type { Clock } from '../common/clock';
import type { Publisher } from '../events/publisher';
import type { Scans } from '../store/scans';
import type { Tasks } from '../store/tasks';
import type { Recorder } from './recorder';

/** The dependencies of every step of a scan. */
export interface ScanDependencies {
  readonly scans: Scans;
  readonly tasks: Tasks;
  readonly recorder: Recorder;
  readonly publisher: Publisher;
  readonly clock: Clock;
}

/** The dependencies of the steps that call AppFabric. */
export interface AppFabricDependencies extends ScanDependencies {
  readonly appFabric: AppFabricClient;
  readonly appBundleArn: string;
}
