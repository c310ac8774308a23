import stringWidth from 'string-width';
import type { CommandContext } from '../context';
import { printable } from './printable';

/** The indent of the second line of a paragraph, and of the items of a list. */
export const INDENT = '  ';

/** Prints a paragraph on standard output. `paint` adds color to its lines. */
export function say({ stdout }: CommandContext, text: string, paint = (lines: string) => lines): void {
  const lines = stdout.isTTY && stdout.columns ? wrap(printable(text), stdout.columns) : printable(text);
  stdout.write(`${paint(lines)}\n`);
}

/** Prints an item of a list. */
export const sayItem = (context: CommandContext, text: string): void => say(context, `${INDENT}${text}`);

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
