import stringWidth from 'string-width';
import type { CommandContext } from '../context';
import { markdownText } from './markdown';
import { printable } from './printable';

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

/** Breaks a text between words, where a terminal would break it anywhere. */
export function wrap(text: string, columns: number): string {
  const [first = '', ...words] = text.trimStart().split(' ');
  const lines: string[] = [];
  let line = `${/^ */.exec(text)}${first}`;
  const nextIndent = text.startsWith(INDENT) ? `${INDENT}${INDENT}` : INDENT;
  for (const word of words) {
    if (stringWidth(`${line} ${word}`) <= columns) {
      line = `${line} ${word}`;
    } else {
      lines.push(line);
      line = `${nextIndent}${word}`;
    }
  }
  return [...lines, line].join('\n');
}
