import type { WatchRecord } from '../../lib/contract/watches';
import type { Telemetry } from '../common/telemetry';
import type { ScanEvent } from '../events/details';
import { watchClearedEvent, watchGivenUpEvent, watchOverdueEvent, watchStoppedEvent } from '../events/watch-details';
import type { StoredWatch } from '../store/watches';
import type { WatchDependencies } from './dependencies';
import { historyOf } from './history';

/**
 * Records what was decided about a watch, and in the same write the events that report it. They are published later.
 *
 * @param decided what was read, if nothing changes
 * @returns undefined if somebody else has written in the meantime
 */
export async function recordDecision(
  stored: StoredWatch,
  decided: WatchRecord,
  dependencies: Pick<WatchDependencies, 'watches' | 'scans' | 'changes' | 'telemetry'>,
): Promise<StoredWatch | undefined> {
  const { watch } = stored;
  if (decided === watch) return stored;
  const events = await eventsOf(watch, decided, dependencies);
  const written = await dependencies.watches.write(stored, {
    ...decided,
    unpublished: [...watch.unpublished, ...events],
  });
  if (written !== undefined) measure(watch, decided, dependencies.telemetry);
  return written;
}

const END_METRICS = { CLEARED: 'watchesCleared', GIVEN_UP: 'watchesGivenUp', STOPPED: 'watchesStopped' } as const;

function measure(before: WatchRecord, after: WatchRecord, telemetry: Telemetry): void {
  if (isOverdueNow(before, after)) telemetry.measure('watchesOverdue', 1);
  if (after.status === before.status || after.status === 'WATCHING') return;
  telemetry.measure(END_METRICS[after.status], 1);
}

const isOverdueNow = (before: WatchRecord, after: WatchRecord): after is WatchRecord & { readonly overdueAt: string } =>
  before.overdueAt === undefined && after.overdueAt !== undefined;

async function eventsOf(
  before: WatchRecord,
  after: WatchRecord,
  dependencies: Pick<WatchDependencies, 'scans' | 'changes'>,
): Promise<ScanEvent[]> {
  return [
    ...(isOverdueNow(before, after) ? [watchOverdueEvent(after, after.overdueAt)] : []),
    ...(after.status !== before.status ? [await endEvent(after, dependencies)] : []),
  ];
}

async function endEvent(watch: WatchRecord, dependencies: Pick<WatchDependencies, 'scans' | 'changes'>) {
  const history = await historyOf(watch, dependencies);
  if (watch.error !== undefined) return watchStoppedEvent(watch, watch.error, history);
  return watch.status === 'CLEARED' ? watchClearedEvent(watch, history) : watchGivenUpEvent(watch, history);
}
