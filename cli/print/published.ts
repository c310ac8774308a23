import type { PublishedEvent } from '../connection/start-local-stack';
import { groupBy } from '../group-by';

/** Such as `2 × User Access Result`. */
export function publishedText(events: readonly PublishedEvent[]): string {
  const byType = groupBy(events, ({ detailType }) => detailType);
  return [...byType].map(([type, { length }]) => `${length} × ${type}`).join(', ') || 'nothing';
}
