/**
 * Names and messages come from apps, and can contain anything. Characters that move the cursor, change colors or change
 * the direction of writing are made visible.
 */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

export const printable = (text: string): string => text.replace(UNSAFE, '\ufffd');

/** The same in JSON, where an escape keeps the value. */
export const printableJson = (json: string): string =>
  json.replace(UNSAFE, (character) => (character === '\n' ? character : character.split('').map(escapeUnit).join('')));

const escapeUnit = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
