import type { CommandContext } from '../context';
import { markdownText } from './markdown';
import { printable } from './printable';
import { wrapLines } from './wrap';

/** The indent of the second line of a paragraph, and of the items of a list. */
export const INDENT = '  ';

/** Prints a paragraph on standard output. `paint` adds color to its lines. */
export function say({ stdout }: CommandContext, text: string, paint = (lines: string) => lines): void {
  if (stdout.isMarkdown) {
    stdout.write(`\n${markdownText(text)}\n\n`);
    return;
  }
  const lines = stdout.isTTY && stdout.columns ? wrap(printable(text), stdout.columns) : printable(text);
  stdout.write(`${paint(lines)}\n`);
}

/** Prints an item of a list. */
export function sayItem(context: CommandContext, text: string, paint?: (lines: string) => string): void {
  if (context.stdout.isMarkdown) context.stdout.write(`- ${markdownText(text)}\n`);
  else say(context, `${INDENT}${text}`, paint);
}

/** Breaks a text, and indents what follows its first line. */
export function wrap(text: string, columns: number): string {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const nextIndent = `${indent}${INDENT}`;
  const lines = wrapLines(text.trimStart(), columns - nextIndent.length, columns - indent.length);
  return lines.map((line, at) => `${at === 0 ? indent : nextIndent}${line}`).join('\n');
}
