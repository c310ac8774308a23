import type { Item } from './agreement';

const keyOf = (item: Item): string => JSON.stringify([item.pk, item.sk]);

/** The table as the writes made it. */
export class RecordedTable {
  readonly items = new Map<string, Item>();
  /** What time to live deleted. */
  readonly expired = new Map<string, Item>();
  readonly #byScan = new Map<string, Map<string, Item>>();

  put(item: Item): void {
    const key = keyOf(item);
    this.items.set(key, item);
    if (item.type !== 'SCAN' && item.type !== 'TASK' && item.type !== 'PERSON_SCAN') return;
    const scanId = String(item.scanId);
    const own = this.#byScan.get(scanId) ?? new Map<string, Item>();
    this.#byScan.set(scanId, own.set(key, item));
  }

  /** Time to live deleted it. */
  expire(item: Item): void {
    const key = keyOf(item);
    this.items.delete(key);
    this.expired.set(key, item);
    this.#byScan.get(String(item.scanId))?.delete(key);
  }

  scan(scanId: unknown): Item | undefined {
    return this.#of(scanId, 'SCAN')[0];
  }

  /** Whether the scan is in the table, or was until it expired. */
  hasHadScan(scanId: unknown): boolean {
    return (
      this.scan(scanId) !== undefined ||
      [...this.expired.values()].some((item) => item.type === 'SCAN' && item.scanId === scanId)
    );
  }

  /** The records of a scan's tasks, as they are now. */
  tasksOf(scanId: unknown): Item[] {
    return this.#of(scanId, 'TASK');
  }

  /** A scan's entries in the history of people. */
  historyOf(scanId: unknown): Item[] {
    return this.#of(scanId, 'PERSON_SCAN');
  }

  ofType(type: string): Item[] {
    return [...this.items.values()].filter((item) => item.type === type);
  }

  #of(scanId: unknown, type: string): Item[] {
    return [...(this.#byScan.get(String(scanId))?.values() ?? [])].filter((item) => item.type === type);
  }
}
