import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';

/** Breaks a text into lines: between words if it can, and otherwise within a word, so that nothing is cut. */
export function wrapLines(text: string, columns: number, firstColumns = columns): string[] {
  const lines: string[] = [];
  const fits = (line: string) => stringWidth(line) <= (lines.length === 0 ? firstColumns : columns);
  let line = '';
  for (const [at, word] of text.split(' ').entries()) {
    const longer = at === 0 ? word : `${line} ${word}`;
    const isJoined = at === 0 || fits(longer);
    if (!isJoined) lines.push(line);
    line = isJoined ? longer : word;
    while (!fits(line)) {
      const part = sliceAnsi(line, 0, lines.length === 0 ? firstColumns : columns) || line;
      lines.push(part);
      line = line.slice(part.length);
    }
  }
  return [...lines, line];
}
