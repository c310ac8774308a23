import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import type { Column } from './column';
import { facts } from './facts';
import { printable } from './printable';
import type { Paint } from './style';
import { wrapLines } from './wrap';

const GAP = '  ';
const MIN_ELASTIC_WIDTH = 8;
const MIN_PROSE_WIDTH = 40;

/**
 * Formats rows in aligned columns, without columns that are empty in every row. If the screen is too narrow, elastic columns
 * are cut, but never ids and email addresses, which users may want to copy. If that is not enough, optional columns are left
 * out. If there is still no room, each value has a line of its own.
 */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[], paint: Paint, screen?: number): string {
  const used = columns.filter(({ text }) => rows.some((row) => text(row)));
  const needed = used.filter(({ isOptional }) => !isOptional);
  return (
    inColumns(used, rows, paint, screen) ??
    inColumns(needed, rows, paint, screen) ??
    facts(used, rows, paint, screen ?? 0)
  );
}

/** Undefined if the screen is too narrow. */
function inColumns<T>(columns: readonly Column<T>[], rows: readonly T[], paint: Paint, screen?: number) {
  const cells = rows.map((row) => columns.map(({ text }) => printable(text(row) || '–')));
  const widths = fitScreen(
    columns.map(({ title }, at) => Math.max(stringWidth(title), ...cells.map((line) => stringWidth(line[at] ?? '')))),
    columns.map((column) => leastWidth(column, rows)),
    screen,
  );
  if (widths === undefined) return undefined;
  const head = columns.map(({ title }, at) => paint('bold', pad(title, widths[at] ?? 0)));
  const body = rows.flatMap((row, at) =>
    linesOf(columns, cells[at] ?? [], widths).map((line) =>
      line.map((cell, column) => {
        const style = columns[column]?.style?.(row);
        return style ? paint(style, cell) : cell;
      }),
    ),
  );
  return [head, ...body].map((line) => `${line.join(GAP).trimEnd()}\n`).join('');
}

/** The lines of a row. It has more than one if prose is broken. */
function linesOf<T>(columns: readonly Column<T>[], cells: readonly string[], widths: readonly number[]): string[][] {
  const parts = columns.map(({ isProse }, at) => {
    const cell = cells[at] ?? '';
    return isProse ? wrapLines(cell, widths[at] ?? 0) : [cell];
  });
  const height = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => parts.map((part, at) => pad(part[line] ?? '', widths[at] ?? 0)));
}

/** The width to which a column can be cut. Undefined if it can't. */
function leastWidth<T>({ isElastic, isProse, keep }: Column<T>, rows: readonly T[]): number | undefined {
  if (isProse) return MIN_PROSE_WIDTH;
  if (!isElastic) return undefined;
  // One more is for the ellipsis.
  return Math.max(MIN_ELASTIC_WIDTH, ...rows.map((row) => stringWidth(printable(keep?.(row) ?? '')) + 1));
}

/** The widths that fit the screen. Undefined if there are none. */
function fitScreen(
  widths: readonly number[],
  least: readonly (number | undefined)[],
  screen = Number.POSITIVE_INFINITY,
): number[] | undefined {
  const fitted = [...widths];
  let excess = fitted.reduce((sum, each) => sum + each + GAP.length, -GAP.length) - screen;
  for (; excess > 0; excess -= 1) {
    const open = fitted.map((each, at) => (each > (least[at] ?? each) ? each : 0));
    const widest = Math.max(...open);
    if (widest === 0) return undefined;
    fitted[open.indexOf(widest)] = widest - 1;
  }
  return fitted;
}

function pad(text: string, columns: number): string {
  const kept = cliTruncate(text, columns);
  return kept + ' '.repeat(columns - stringWidth(kept));
}
