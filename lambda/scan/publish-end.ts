import { PassingErrorName } from '../../lib/contract/names';
import { type CompletedScan, type FailedScan, isResult, type ScanRecord } from '../../lib/contract/records';
import { type ScanEvent, scanCompletedEvent, scanFailedEvent } from '../events/details';
import type { Publisher } from '../events/publisher';
import type { ScanDependencies } from './dependencies';
import { describe, PassingError } from './errors';
import { Outbox } from './outbox';

/** The time for all tries of an invocation. */
const PUBLISH_MILLISECONDS = 15_000;

/**
 * Publishes the completion of a scan, after the results that may not be published yet.
 *
 * @param pending the keys of these tasks, if they are known. Otherwise, all results are published again.
 * @throws PassingError `EventsRefused`
 */
export async function publishCompletion(
  scan: CompletedScan,
  pending: readonly string[] | undefined,
  dependencies: ScanDependencies,
): Promise<void> {
  await publishResults(scan, pending, dependencies);
  await publishOne(scanCompletedEvent(scan), dependencies);
}

/** Publishes the failure of a scan, after the results that may not be published yet, and takes note of it. */
export async function publishFailure(
  scan: FailedScan,
  pending: readonly string[] | undefined,
  dependencies: ScanDependencies,
): Promise<void> {
  if (scan.failurePublishedAt !== undefined) return;
  await publishResults(scan, pending, dependencies);
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

async function publishResults(
  { scanId }: ScanRecord,
  pending: readonly string[] | undefined,
  dependencies: ScanDependencies,
): Promise<void> {
  const results = (await dependencies.tasks.ofScan(scanId)).filter(isResult);
  const outbox = new Outbox(dependencies);
  await outbox.add(pending ? results.filter(({ taskKey }) => pending.includes(taskKey)) : results);
  if (!(await outbox.drain())) throw eventsRefused({ code: outbox.code });
}

const eventsRefused = ({ code }: Pick<Awaited<ReturnType<Publisher['publish']>>, 'code'>): PassingError =>
  new PassingError(
    PassingErrorName.EVENTS_REFUSED,
    `EventBridge did not accept the events of this scan (${describe({ name: code })}). Check the event bus, its policy, ` +
      "and the policies of the functions' roles.",
  );
