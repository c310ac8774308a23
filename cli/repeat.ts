import type { CommandContext, Output } from './context';
import { ExitCode, mistake } from './errors';
import { explainError } from './explain-error';
import type { Options } from './options';
import { time } from './print/columns';
import { errorLine } from './print/notes';
import { painter } from './print/style';
import { wrapLines } from './print/wrap';

const DEFAULT_INTERVAL = 5;

/** Whether to show the view again and again. */
export function isRepeated({ watch, interval, output, local }: Options, { stdout }: CommandContext): boolean {
  if (interval !== undefined && !watch) throw mistake('--interval is for --watch: give --watch too.');
  if (!watch) return false;
  if (output !== undefined && output !== 'table') throw mistake('--watch shows a table: give no other --output.');
  if (local) {
    throw mistake(
      'With --local, nobody else uses the table, and --watch would show no change: use `user-access serve`.',
    );
  }
  if (!stdout.isTTY) throw mistake('--watch needs a terminal: leave it out.');
  return true;
}

/** Shows a view until the user presses Ctrl-C. Each view replaces the one before. */
export async function repeat(
  context: CommandContext,
  { interval = DEFAULT_INTERVAL }: Options,
  view: (context: CommandContext) => Promise<unknown>,
): Promise<number> {
  const signal = context.stopSignal();
  const { stdout, clock } = context;
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const text = await textOf(context, view, isFirst);
    const head = `${time(clock.now().toISOString())}, every ${interval} s. To stop, press Ctrl-C.`;
    stdout.write(`${isFirst ? CLEAR : ''}${screenOf(context, head, text)}`);
    await clock.sleep(interval * 1000, signal);
  }
  return ExitCode.INTERRUPTED;
}

/** The first view ends the command if it fails. Later, it may be only for a moment. */
async function textOf(context: CommandContext, view: (context: CommandContext) => Promise<unknown>, isFirst: boolean) {
  let text = '';
  const collect = ({ isTTY, columns }: Output): Output => ({ isTTY, columns, write: (more) => (text += more) });
  const collecting = { ...context, stdout: collect(context.stdout), stderr: collect(context.stderr) };
  try {
    await view(collecting);
  } catch (error) {
    if (isFirst) throw error;
    errorLine(collecting, explainError(error, context).message);
  }
  return text;
}

const [CLEAR, HOME, END_OF_LINE, BELOW] = ['\u001b[2J', '\u001b[H', '\u001b[K', '\u001b[J'];

/** What overwrites the screen without clearing it first, so that it does not flicker. */
function screenOf(context: CommandContext, head: string, text: string): string {
  const { columns = Number.POSITIVE_INFINITY, rows = Number.POSITIVE_INFINITY } = context.stdout;
  const paint = painter(context, context.stdout);
  const top = wrapLines(head, columns).map((line) => paint('dim', line));
  const lines = text.replace(/\n$/, '').split('\n');
  // One line is empty, and one is for the cursor.
  const room = Math.max(1, rows - top.length - 2);
  const shown = lines.length > room ? [...lines.slice(0, room - 1), `… ${lines.length - room + 1} more lines`] : lines;
  return `${HOME}${[...top, '', ...shown].map((line) => `${line}${END_OF_LINE}\n`).join('')}${BELOW}`;
}
