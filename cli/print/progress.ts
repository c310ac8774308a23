import type { Task } from '../../results';
import type { ScanWithResults } from '../connection/read';
import type { CommandContext } from '../context';
import { accessStyle, accessText } from './access';
import { duration, endText, tenantName } from './columns';
import { printable } from './printable';
import { type Paint, painter } from './style';
import { count } from './verdict-sentence';

/** The width of `? UNKNOWN TIMED_OUT`. */
const WIDEST_ACCESS = 19;

/** Shows tasks as they end, and how many have ended. Only on a terminal. */
export class Progress {
  readonly #startedAt = Date.now();
  readonly #paint: Paint;
  #hasStatusLine = false;
  #isShown = false;

  constructor(
    private readonly context: CommandContext,
    private readonly isQuiet = false,
  ) {
    this.#paint = painter(context, context.stderr);
  }

  show({ results }: ScanWithResults, newResults: readonly Task[]): void {
    if (this.isQuiet || !this.context.stderr.isTTY) return;
    this.#clear();
    this.#isShown = true;
    for (const result of newResults) this.context.stderr.write(`${this.#line(result)}\n`);
    const ended = results.filter(({ status }) => status !== 'IN_PROGRESS').length;
    const text = `${ended} of ${count(results.length, 'task')} ended, ${duration(Date.now() - this.#startedAt)}`;
    this.context.stderr.write(this.#paint('dim', text));
    this.#hasStatusLine = true;
  }

  /** Removes the status line. Leaves an empty line between the progress and what comes next. */
  end(): void {
    this.#clear();
    if (this.#isShown) this.context.stderr.write('\n');
    this.#isShown = false;
  }

  #clear(): void {
    if (this.#hasStatusLine) this.context.stderr.write('\r\u001b[K');
    this.#hasStatusLine = false;
  }

  #line(result: Task): string {
    const access = (accessText(result) ?? '').padEnd(WIDEST_ACCESS);
    const style = accessStyle(result);
    const said = result.userStatus ?? (result.error ? endText(result) : '');
    return `${style ? this.#paint(style, access) : access} ${printable(`${tenantName(result)}  ${said}`.trimEnd())}`;
  }
}
