import type { Task as Result } from '../results';
import { printable } from './printable';
import type { ScanWithResults } from './report';
import { painter } from './style';
import { duration, errorText, statusStyle, statusWord } from './views/cells';
import type { World } from './world';

/** Shows tasks as they end, and below them how many are still open. Only a terminal gets any of it. */
export class Progress {
  readonly #world: World;
  readonly #startedAt = Date.now();
  #hasStatusLine = false;

  constructor(world: World, quiet = false) {
    this.#world = quiet ? { ...world, stderr: { write: () => {} } } : world;
  }

  show({ results }: ScanWithResults, news: readonly Result[]): void {
    if (!this.#world.stderr.isTTY) return;
    this.clear();
    for (const result of news) this.#write(`${this.#line(result)}\n`);
    const ended = results.filter(({ status }) => status !== 'IN_PROGRESS').length;
    const text = `${ended} of ${results.length} tasks ended, ${duration(Date.now() - this.#startedAt)}`;
    this.#write(painter(this.#world, this.#world.stderr)('dim', text));
    this.#hasStatusLine = true;
  }

  /** Takes the last line away, for what comes next on the terminal. */
  clear(): void {
    if (this.#hasStatusLine) this.#write('\r\u001b[K');
    this.#hasStatusLine = false;
  }

  #line(result: Result): string {
    const paint = painter(this.#world, this.#world.stderr);
    const what = result.accountFound
      ? `account found${result.userStatus ? ` (${result.userStatus})` : ''}`
      : (errorText(result) ?? (result.status === 'COMPLETED' ? 'no account' : ''));
    const where = [result.app, result.tenantId].filter(Boolean).join(' ') || (result.taskId ?? '');
    return `${paint(statusStyle(result.status), statusWord(result.status).padEnd(12))} ${printable(`${where}  ${what}`.trimEnd())}`;
  }

  #write(text: string): void {
    this.#world.stderr.write(text);
  }
}
