import type { CommandContext } from '../context';
import type { Options } from '../options';
import type { Column } from './column';
import { type CsvValue, csv } from './csv';
import { markdownTable } from './markdown';
import { printableJson } from './printable';
import { painter } from './style';
import { table } from './table';

/** The columns of a list, as a table and as CSV. The table leaves out what would not fit on a screen. */
export interface View<T> {
  readonly table: readonly Column<T>[];
  readonly csv: Readonly<Record<string, (row: T) => CsvValue>>;
}

export function printList<T>(context: CommandContext, options: Options, view: View<T>, rows: readonly T[]): void {
  if (options.output === 'json') printJson(context, rows);
  else if (options.output === 'csv') printCsv(context, view.csv, rows);
  else if (rows.length > 0) printTable(context, view.table, rows);
}

export function printTable<T>(context: CommandContext, columns: View<T>['table'], rows: readonly T[]): void {
  const { stdout } = context;
  if (stdout.isMarkdown) stdout.write(`\n${markdownTable(columns, rows)}\n`);
  else stdout.write(table(columns, rows, painter(context, stdout), stdout.isTTY ? stdout.columns : undefined));
}

export function printCsv<T>({ stdout }: CommandContext, columns: View<T>['csv'], rows: readonly T[]): void {
  const values = Object.values(columns);
  stdout.write(csv([Object.keys(columns), ...rows.map((row) => values.map((value) => value(row)))]));
}

export function printJson({ stdout }: CommandContext, value: unknown): void {
  stdout.write(`${printableJson(JSON.stringify(value, null, 2))}\n`);
}
