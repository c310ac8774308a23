import type { CommandContext } from '../context';
import { span } from './span';

/** A line on a terminal that says what the command waits for, and for how long it has. */
export class Waiting {
  #isShown = false;

  constructor(
    private readonly context: CommandContext,
    private readonly text: string,
  ) {}

  show(passed: number): void {
    if (!this.context.stderr.isTTY) return;
    this.context.stderr.write(`\r\u001b[K${this.text}, ${span(passed)}`);
    this.#isShown = true;
  }

  /** Removes the line. */
  clear(): void {
    if (this.#isShown) this.context.stderr.write('\r\u001b[K');
    this.#isShown = false;
  }
}
