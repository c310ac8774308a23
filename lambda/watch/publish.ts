import type { WatchRecord } from '../../lib/contract/watches';
import type { StoredWatch } from '../store/watches';
import type { WatchDependencies } from './dependencies';

/** One more call of up to 10 s can be in progress when it is over. The function has a minute. */
const PUBLISH_MILLISECONDS = 10_000;

interface Published {
  readonly stored: StoredWatch;
  /** Why EventBridge did not accept events, as far as it is known. */
  readonly code?: string;
}

/**
 * Publishes the events that wait in the record of a watch, and removes those that EventBridge accepts.
 *
 * @returns the record as it is then
 */
export async function publishEvents(
  stored: StoredWatch,
  { watches, publisher, clock }: Pick<WatchDependencies, 'watches' | 'publisher' | 'clock'>,
): Promise<Published> {
  const { unpublished } = stored.watch;
  if (unpublished.length === 0) return { stored };
  const refused = await publisher.publish(unpublished, { until: clock.now() + PUBLISH_MILLISECONDS });
  const open = new Set(refused.events);
  const accepted = new Set(unpublished.filter((event) => !open.has(event)).map(idOf));
  let current: StoredWatch | undefined = stored;
  while (accepted.size > 0 && current !== undefined) {
    const { watch }: StoredWatch = current;
    const rest = watch.unpublished.filter((event) => !accepted.has(idOf(event)));
    const written = await watches.write(current, { ...watch, unpublished: rest });
    if (written) return { stored: written, code: refused.code };
    // Somebody else has written in the meantime, or another watch has begun.
    current = await watches.find(watch.email, watch);
  }
  return { stored: current ?? stored, code: refused.code };
}

const idOf = ({ detail }: WatchRecord['unpublished'][number]): string => String((detail as { id?: unknown }).id);
