/** The head of a column, and its cells: an attribute of the rows, or what a function makes of each. */
export type Column<T> = readonly [head: string, cell: keyof T | ((row: T) => string | number)];

/** A Markdown table; columns of numbers are aligned to the right. */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = rows.map((row) =>
    columns.map(([, cell]) => textOf(typeof cell === 'function' ? cell(row) : row[cell])),
  );
  const right = columns.map((_, column) => cells.every((line) => /^(\*\*)?[-\d–]/.test(line[column] ?? '')));
  const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
  const heads = columns.map(([head]) => head);
  return [line(heads), line(right.map((isRight) => (isRight ? '---:' : '---'))), ...cells.map(line)].join('\n');
}

const textOf = (value: unknown): string => (typeof value === 'number' ? short(value) : String(value));

/** Three significant digits. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(4, digits));
}

export const percent = (share: number): string => `${(share * 100).toFixed(share === 1 || share === 0 ? 0 : 1)} %`;
