import type { Output } from '../context';
import type { Column } from './column';
import { printable } from './printable';

/**
 * Characters that mean something inside of a line. An underscore before a letter or
 * digit, as in NOT_FOUND, ends no emphasis, so that none begins.
 */
const INLINE = /[\\`*[\]<>|~]|&(?=#?\w+;)|_(?![\p{L}\p{N}])/gu;

/** What makes a list or a heading of a line that begins with it. */
const AT_START = /^([#+=-]|\d+(?=[.)]))/;

/** The text on one line, so that Markdown shows it as it is. */
export function markdownText(text: string): string {
  const line = printable(text.replace(/[\r\n]+/g, ' ')).trim();
  return line.replace(INLINE, '\\$&').replace(AT_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** A table as GitHub and others read it, without the columns that are empty in every row. */
export function markdownTable<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const used = columns.filter(({ text }) => rows.some((row) => text(row)));
  const lineOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const body = rows.map((row) => lineOf(used.map(({ text }) => markdownText(text(row) || '–'))));
  return [lineOf(used.map(({ title }) => title)), lineOf(used.map(() => '---')), ...body].join('');
}

/** Collects Markdown, and writes it with one empty line between its parts. */
export class MarkdownOutput implements Output {
  readonly isMarkdown = true;
  #text = '';

  constructor(private readonly to: Output) {}

  write(text: string): void {
    this.#text += text;
  }

  end(): void {
    const text = this.#text.trim().replace(/\n{3,}/g, '\n\n');
    if (text !== '') this.to.write(`${text}\n`);
  }
}
