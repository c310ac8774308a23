import { type Cell, csv } from './csv';
import type { Options } from './options';
import { printableJson } from './printable';
import { painter } from './style';
import { type Column, table } from './table';
import type { World } from './world';

/** One list in its three forms. They show the same facts; a table leaves out what would not fit a screen. */
export interface View<T> {
  readonly table: readonly Column<T>[];
  readonly csv: Readonly<Record<string, (row: T) => Cell>>;
}

export function printList<T>(world: World, options: Options, view: View<T>, rows: readonly T[]): void {
  if (options.json) printJson(world, rows);
  else if (options.csv) printCsv(world, view, rows);
  else if (rows.length > 0) printTable(world, view, rows);
}

export function printTable<T>(world: World, view: View<T>, rows: readonly T[]): void {
  const { stdout } = world;
  stdout.write(table(view.table, rows, painter(world, stdout), stdout.isTTY ? stdout.columns : undefined));
}

export function printCsv<T>({ stdout }: World, view: View<T>, rows: readonly T[]): void {
  const columns = Object.entries(view.csv);
  stdout.write(
    csv(
      columns.map(([name]) => name),
      rows.map((row) => columns.map(([, cell]) => cell(row))),
    ),
  );
}

export function printJson({ stdout }: World, value: unknown): void {
  stdout.write(`${printableJson(JSON.stringify(value, null, 2))}\n`);
}
