import { forEachLimited } from './concurrency';
import { resultEvent } from './events';
import type { Publisher } from './publisher';
import type { Result } from './records';
import type { Standings } from './standing';

/** Enough to use DynamoDB's latency well; a 2,000 task scan's results are written in about a second. */
export const WRITES_AT_ONCE = 25;

/**
 * Files and publishes results that are recorded. Recording comes first, and every step here may be repeated: a
 * function that died half-way is run again with the same tasks and does the rest.
 */
export class Recorder {
  constructor(
    private readonly standings: Standings,
    private readonly publisher: Publisher,
  ) {}

  /** @returns once every result is filed and its event is taken. */
  async settle(results: readonly Result[]): Promise<void> {
    await forEachLimited(results, WRITES_AT_ONCE, (result) => this.standings.file(result));
    await this.publisher.publish(results.map(resultEvent));
  }
}
