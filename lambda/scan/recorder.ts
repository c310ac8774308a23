import type { Result } from '../../lib/contract/records';
import { forEachLimited } from '../common/concurrency';
import { resultEvent } from '../events/details';
import type { Publisher } from '../events/publisher';
import type { Standings } from '../store/standings';

/** With 25 writes at a time, 2,000 results are written in about a second. */
export const MAX_WRITES_AT_ONCE = 25;

/**
 * Files and publishes recorded results. Every step can be repeated: if a function stops halfway, it runs again with the
 * same tasks and finishes the work.
 */
export class Recorder {
  constructor(
    private readonly standings: Standings,
    private readonly publisher: Publisher,
  ) {}

  /** Returns when every result is filed and EventBridge has accepted its event. */
  async fileAndPublish(results: readonly Result[]): Promise<void> {
    await forEachLimited(results, MAX_WRITES_AT_ONCE, (result) => this.standings.file(result));
    await this.publisher.publish(results.map(resultEvent));
  }
}
