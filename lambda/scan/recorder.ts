import type { Result } from '../../lib/contract/records';
import { forEachLimited } from '../common/concurrency';
import { resultEvent } from '../events/details';
import type { Publisher } from '../events/publisher';
import type { Standings } from '../store/standings';

/** Enough to make good use of DynamoDB's latency: 2,000 results are written in about a second. */
export const MAX_WRITES_AT_ONCE = 25;

/**
 * Files and publishes results that are recorded. Recording comes first, and every step here may be repeated: a
 * function that died halfway is run again with the same tasks and does the rest.
 */
export class Recorder {
  constructor(
    private readonly standings: Standings,
    private readonly publisher: Publisher,
  ) {}

  /** @returns once every result is filed and EventBridge has taken its event */
  async fileAndPublish(results: readonly Result[]): Promise<void> {
    await forEachLimited(results, MAX_WRITES_AT_ONCE, (result) => this.standings.file(result));
    await this.publisher.publish(results.map(resultEvent));
  }
}
