import type { CommandContext } from '../context';
import { span } from './span';
import { StatusLine } from './status-line';

/** A line on a terminal that says what the command waits for, and for how long it has. */
export class Waiting {
  readonly #line: StatusLine;

  constructor(
    context: CommandContext,
    private readonly text: string,
  ) {
    this.#line = new StatusLine(context);
  }

  show(passed: number): void {
    this.#line.show(`${this.text}, ${span(passed)}`);
  }

  /** Removes the line. */
  clear(): void {
    this.#line.clear();
  }
}
