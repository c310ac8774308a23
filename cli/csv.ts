import { printable } from './printable';

export type Cell = string | number | boolean | undefined | null;

/** RFC 4180: CRLF between records, quotes where they are needed. */
export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/**
 * A spreadsheet takes a cell that begins so for a formula, and an application's answer must not become one. Some take
 * the wide forms of East Asia too.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function field(cell: Cell): string {
  if (cell === undefined || cell === null) return '';
  const text = String(cell)
    .split(/([\r\n\t])/)
    .map((part, index) => (index % 2 ? part : printable(part)))
    .join('');
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
