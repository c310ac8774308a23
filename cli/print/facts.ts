import stringWidth from 'string-width';
import type { Column } from './column';
import { printable } from './printable';
import { INDENT } from './say';
import type { Paint } from './style';
import { wrapLines } from './wrap';

const GAP = '  ';

/** Below this width, a value of several words begins under its title. */
const MIN_VALUE_WIDTH = 20;

/** Formats each row as a block with one line for each value, for a screen that has no room for columns. */
export function facts<T>(columns: readonly Column<T>[], rows: readonly T[], paint: Paint, screen: number): string {
  const titleWidth = Math.max(...columns.map(({ title }) => stringWidth(title)));
  const blocks = rows.map((row) =>
    columns.flatMap(({ title, text, style }) => {
      const value = printable(text(row) || '');
      if (value === '') return [];
      const chosen = style?.(row);
      const color = (line: string) => (chosen ? paint(chosen, line) : line);
      const [first = '', ...others] = besideTitle(value, screen - titleWidth - GAP.length);
      const name = paint('bold', title);
      if (first !== '') {
        const indent = ' '.repeat(titleWidth);
        const gap = ' '.repeat(titleWidth - stringWidth(title));
        return [`${name}${gap}${GAP}${color(first)}`, ...others.map((line) => `${indent}${GAP}${color(line)}`)];
      }
      return [name, ...wrapLines(value, screen - INDENT.length).map((line) => `${INDENT}${color(line)}`)];
    }),
  );
  return blocks.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}

/** The lines of a value to the right of its title. None if a word has to be broken there, such as an id. */
function besideTitle(value: string, room: number): string[] {
  if (stringWidth(value) <= room) return [value];
  const hasRoom = room >= MIN_VALUE_WIDTH && value.split(' ').every((word) => stringWidth(word) <= room);
  return hasRoom ? wrapLines(value, room) : [];
}
