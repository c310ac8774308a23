import type { Task } from '../../results';
import type { ScanWithResults } from '../connection/read';
import type { CommandContext } from '../context';
import { accessStyle, accessText } from './access';
import { duration, endText, tenantName } from './columns';
import { printable } from './printable';
import { wrap } from './say';
import { StatusLine } from './status-line';
import { type Paint, painter } from './style';
import { count } from './verdict-sentence';

/** The width of `? UNKNOWN TIMED_OUT`. */
const WIDEST_ACCESS = 19;

/** Shows tasks as they end, and how many have ended. Only on a terminal. */
export class Progress {
  readonly #startedAt = Date.now();
  readonly #paint: Paint;
  readonly #status: StatusLine;
  #isShown = false;

  constructor(
    private readonly context: CommandContext,
    private readonly isQuiet = false,
  ) {
    this.#paint = painter(context, context.stderr);
    this.#status = new StatusLine(context, (text) => this.#paint('dim', text));
  }

  show({ results }: ScanWithResults, newResults: readonly Task[]): void {
    const { stderr } = this.context;
    if (this.isQuiet || !stderr.isTTY) return;
    this.#status.clear();
    this.#isShown = true;
    for (const result of newResults) stderr.write(`${this.#line(result)}\n`);
    const ended = results.filter(({ status }) => status !== 'IN_PROGRESS').length;
    this.#status.show(`${ended} of ${count(results.length, 'task')} ended, ${duration(Date.now() - this.#startedAt)}`);
  }

  /** Removes the status line. Leaves an empty line between the progress and what comes next. */
  end(): void {
    this.#status.clear();
    if (this.#isShown) this.context.stderr.write('\n');
    this.#isShown = false;
  }

  #line(result: Task): string {
    const access = accessText(result) ?? '';
    const said = result.userStatus ?? (result.error ? endText(result) : '');
    const text = printable(`${access.padEnd(WIDEST_ACCESS)} ${tenantName(result)}  ${said}`.trimEnd());
    const { columns } = this.context.stderr;
    const line = columns ? wrap(text, columns) : text;
    const style = accessStyle(result);
    return style ? line.replace(access, this.#paint(style, access)) : line;
  }
}
