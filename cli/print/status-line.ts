import cliTruncate from 'cli-truncate';
import type { CommandContext } from '../context';

/** A line on a terminal that says what the command does now. Each text replaces the one before. */
export class StatusLine {
  #isShown = false;

  constructor(
    private readonly context: CommandContext,
    private readonly paint = (text: string) => text,
  ) {}

  show(text: string): void {
    const { stderr } = this.context;
    if (!stderr.isTTY) return;
    // A line that is broken could not be removed.
    const line = stderr.columns ? cliTruncate(text, stderr.columns - 1) : text;
    stderr.write(`\r\u001b[K${this.paint(line)}`);
    this.#isShown = true;
  }

  /** Removes the line. */
  clear(): void {
    if (this.#isShown) this.context.stderr.write('\r\u001b[K');
    this.#isShown = false;
  }
}
