import { INDENT } from './say';
import { wrapLines } from './wrap';

const GAP = '  ';

/** The longest name of an environment variable, with what is around it, fits in one line. */
const MIN_ABOUT_WIDTH = 38;

/** Indents what stands below its option or command. */
const BELOW = INDENT.repeat(3);

/**
 * An option or a command with what it means: beside it, or below it if there is not enough room beside it. Commander would
 * then not break the text into lines.
 */
export function helpItem(term: string, termWidth: number, about: string, columns: number): string {
  if (about === '') return `${INDENT}${term}`;
  const room = columns - INDENT.length - termWidth - GAP.length;
  if (room < MIN_ABOUT_WIDTH) {
    return [`${INDENT}${term}`, ...wrapLines(about, columns - BELOW.length).map((line) => `${BELOW}${line}`)].join(
      '\n',
    );
  }
  return beside(`${INDENT}${term.padEnd(termWidth)}${GAP}`, about, columns);
}

/** A text that begins behind another one, and whose other lines stand below its first one. */
export const beside = (start: string, text: string, columns: number): string =>
  start + wrapLines(text, columns - start.length).join(`\n${' '.repeat(start.length)}`);
