import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import { printable } from './printable';
import type { Paint } from './style';

export interface Column<T> {
  readonly title: string;
  readonly text: (row: T) => string | undefined;
  /** Whether to cut the column if the terminal is too narrow. */
  readonly isElastic?: boolean;
  /** The color of the cell. The text must be clear without it. */
  readonly style?: (row: T) => Parameters<Paint>[0] | undefined;
}

const GAP = '  ';
const MIN_ELASTIC_WIDTH = 8;

/**
 * Formats rows in aligned columns, and leaves out columns that are empty in every row. Only elastic columns are cut to
 * the width of a terminal, and never ids and email addresses, which users may want to copy.
 */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[], paint: Paint, screen?: number): string {
  const used = columns.filter(({ text }) => rows.some((row) => text(row)));
  const cells = rows.map((row) => used.map(({ text }) => printable(text(row) || '–')));
  const widths = fitScreen(
    used.map(({ title }, at) => Math.max(stringWidth(title), ...cells.map((line) => stringWidth(line[at] ?? '')))),
    used.map(({ isElastic = false }) => isElastic),
    screen,
  );
  const head = used.map(({ title }, at) => paint('bold', pad(title, widths[at] ?? 0)));
  const body = rows.map((row, line) =>
    used.map(({ style }, at) => {
      const padded = pad(cells[line]?.[at] ?? '', widths[at] ?? 0);
      const chosen = style?.(row);
      return chosen ? paint(chosen, padded) : padded;
    }),
  );
  return [head, ...body].map((line) => `${line.join(GAP).trimEnd()}\n`).join('');
}

function fitScreen(widths: readonly number[], elastic: readonly boolean[], screen = Number.POSITIVE_INFINITY) {
  const fitted = [...widths];
  let excess = fitted.reduce((sum, each) => sum + each + GAP.length, -GAP.length) - screen;
  for (; excess > 0; excess -= 1) {
    const open = fitted.map((each, at) => (elastic[at] && each > MIN_ELASTIC_WIDTH ? each : 0));
    const widest = Math.max(...open);
    if (widest === 0) break;
    fitted[open.indexOf(widest)] = widest - 1;
  }
  return fitted;
}

function pad(text: string, columns: number): string {
  const kept = cliTruncate(text, columns);
  return kept + ' '.repeat(columns - stringWidth(kept));
}
