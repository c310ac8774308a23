import type { Item } from './agreement';
import type { RecordedTable } from './recorded-table';
import type { Accuse } from './violations';

/** What the checkers of watches know. */
export interface WatchDependencies {
  readonly now: () => number;
  /** How far two clocks can be apart, in milliseconds. */
  readonly clockDifference: number;
  readonly table: RecordedTable;
  /** The verdicts that the model accepts of a completed scan. */
  readonly verdictsOf: (scanId: string) => readonly string[];
  /** The changes of a person that are recorded. */
  readonly changesOf: (email: unknown) => readonly Item[];
  readonly accuse: Accuse;
}
