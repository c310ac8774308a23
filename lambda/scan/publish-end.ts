import { PassingErrorName } from '../../lib/contract/names';
import {
  type CompletedScan,
  type FailedScan,
  isResult,
  type Result,
  type ScanRecord,
} from '../../lib/contract/records';
import { type ScanEvent, scanCompletedEvent, scanFailedEvent } from '../events/details';
import type { Publisher } from '../events/publisher';
import { closeScan } from './close-scan';
import type { ScanDependencies } from './dependencies';
import { describe, PassingError } from './errors';
import { Outbox, PUBLISH_MILLISECONDS } from './outbox';

/**
 * Ends a scan that is recorded as completed: its histories may be behind, and its last events may not be published.
 *
 * @param pending the keys of these tasks, if they are known. Otherwise, all results are published again.
 * @throws PassingError `EventsRefused`
 */
export async function finishCompleted(
  scan: CompletedScan,
  pending: readonly string[] | undefined,
  dependencies: ScanDependencies,
): Promise<void> {
  await closeScan(scan, dependencies);
  await publishResults(scan, isPending(pending), dependencies);
  await publishOne(scanCompletedEvent(scan), dependencies);
}

/** Publishes the failure of a scan, after the results that may not be published yet, and takes note of it. */
export async function publishFailure(
  scan: FailedScan,
  pending: readonly string[] | undefined,
  dependencies: ScanDependencies,
): Promise<void> {
  if (scan.failurePublishedAt !== undefined) return;
  await publishResults(scan, isPending(pending), dependencies);
  await publishOne(scanFailedEvent(scan), dependencies);
  await dependencies.scans.markFailurePublished(scan, dependencies.clock.now());
}

export async function publishOne(
  event: ScanEvent,
  { publisher, clock }: Pick<ScanDependencies, 'publisher' | 'clock'>,
): Promise<void> {
  const refused = await publisher.publish([event], { until: clock.now() + PUBLISH_MILLISECONDS });
  if (refused.events.length > 0) throw eventsRefused(refused);
}

/** Files and publishes some results of a scan. */
export async function publishResults(
  { scanId }: ScanRecord,
  isWanted: (result: Result) => boolean,
  dependencies: ScanDependencies,
): Promise<void> {
  const results = (await dependencies.tasks.ofScan(scanId)).filter(isResult);
  const outbox = new Outbox(dependencies);
  await outbox.add(results.filter(isWanted));
  if (!(await outbox.drain())) throw eventsRefused({ code: outbox.code });
}

const isPending =
  (pending: readonly string[] | undefined) =>
  ({ taskKey }: Result): boolean =>
    pending?.includes(taskKey) ?? true;

const eventsRefused = ({ code }: Pick<Awaited<ReturnType<Publisher['publish']>>, 'code'>): PassingError =>
  new PassingError(
    PassingErrorName.EVENTS_REFUSED,
    `EventBridge did not accept the events of this scan (${describe({ name: code })}). Check the event bus, its policy, ` +
      "and the policies of the functions' roles.",
  );
