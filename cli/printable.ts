/**
 * Names and messages come from applications, and anybody may have chosen them: what would move the cursor, change
 * colours or turn the direction of writing is made visible instead of obeyed.
 */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

export const printable = (text: string): string => text.replace(UNSAFE, '\ufffd');

/** The same in JSON, where an escape says it without losing it. */
export const printableJson = (json: string): string =>
  json.replace(UNSAFE, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, at) => escapeUnit(character.charCodeAt(at))).join(''),
  );

const escapeUnit = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Letters of East Asia and most emoji fill two columns of a terminal. */
const WIDE =
  /^(?:[\u1100-\u115f\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Bopomofo}|\p{Script=Yi}|\p{Emoji_Presentation}|.*\ufe0f)/u;
const HALFWIDTH = /^[\uff61-\uffdc]/;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** How many columns of a terminal a text fills. */
export function width(text: string): number {
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += graphemeWidth(segment);
  return columns;
}

function graphemeWidth(grapheme: string): number {
  if (NO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) && !HALFWIDTH.test(grapheme) ? 2 : 1;
}

/** At most so many columns of a text; what is cut off leaves an ellipsis. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let kept = '';
  let left = columns - 1;
  for (const { segment } of graphemes.segment(text)) {
    left -= graphemeWidth(segment);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}
