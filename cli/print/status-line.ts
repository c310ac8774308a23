import type { CommandContext } from '../context';

/** A line on a terminal that says what the command does now. Each text replaces the one before. */
export class StatusLine {
  #isShown = false;

  constructor(private readonly context: CommandContext) {}

  show(text: string): void {
    if (!this.context.stderr.isTTY) return;
    this.context.stderr.write(`\r\u001b[K${text}`);
    this.#isShown = true;
  }

  /** Removes the line. */
  clear(): void {
    if (this.#isShown) this.context.stderr.write('\r\u001b[K');
    this.#isShown = false;
  }
}
