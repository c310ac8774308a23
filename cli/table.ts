import { cut, printable, width } from './printable';
import type { Paint } from './style';

export interface Column<T> {
  readonly title: string;
  readonly text: (row: T) => string | undefined;
  /** A colour for a cell. The words say the same without it. */
  readonly style?: (row: T) => Parameters<Paint>[0] | undefined;
}

const GAP = '  ';
const NARROWEST = 12;

/** Rows in aligned columns, as wide as they need; a terminal's width cuts the widest ones. */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[], paint: Paint, screen?: number): string {
  const cells = rows.map((row) => columns.map(({ text }) => printable(text(row) || '–')));
  const widths = fitScreen(
    columns.map(({ title }, at) => Math.max(width(title), ...cells.map((line) => width(line[at] ?? '')))),
    screen,
  );
  const head = columns.map(({ title }, at) => paint('bold', pad(title, widths[at] ?? 0)));
  const body = cells.map((line, index) =>
    columns.map(({ style }, at) => {
      const padded = pad(line[at] ?? '', widths[at] ?? 0);
      const row = rows[index];
      const chosen = row && style?.(row);
      return chosen ? paint(chosen, padded) : padded;
    }),
  );
  return [head, ...body].map((line) => `${line.join(GAP).trimEnd()}\n`).join('');
}

function fitScreen(widths: readonly number[], screen = Number.POSITIVE_INFINITY): number[] {
  const fitted = [...widths];
  const used = () => fitted.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  while (used() > screen) {
    const widest = Math.max(...fitted);
    if (widest <= NARROWEST) break;
    fitted[fitted.indexOf(widest)] = widest - 1;
  }
  return fitted;
}

function pad(text: string, columns: number): string {
  const kept = cut(text, columns);
  return kept + ' '.repeat(columns - width(kept));
}
