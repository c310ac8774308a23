import type { WatchRecord } from '../../lib/contract/watches';
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
  dependencies: Pick<WatchDependencies, 'watches' | 'scans' | 'changes'>,
): Promise<StoredWatch | undefined> {
  const { watch } = stored;
  if (decided === watch) return stored;
  const events = await eventsOf(watch, decided, dependencies);
  return dependencies.watches.write(stored, { ...decided, unpublished: [...watch.unpublished, ...events] });
}

async function eventsOf(
  before: WatchRecord,
  after: WatchRecord,
  dependencies: Pick<WatchDependencies, 'scans' | 'changes'>,
): Promise<ScanEvent[]> {
  const isOverdue = before.overdueAt === undefined && after.overdueAt !== undefined;
  return [
    ...(isOverdue ? [watchOverdueEvent(after, after.overdueAt)] : []),
    ...(after.status !== before.status ? [await endEvent(after, dependencies)] : []),
  ];
}

async function endEvent(watch: WatchRecord, dependencies: Pick<WatchDependencies, 'scans' | 'changes'>) {
  const history = await historyOf(watch, dependencies);
  if (watch.error !== undefined) return watchStoppedEvent(watch, watch.error, history);
  return watch.status === 'CLEARED' ? watchClearedEvent(watch, history) : watchGivenUpEvent(watch, history);
}
