/**
 * A JSON parser that says where a mistake is. JSON.parse names no position for some mistakes, quotes the text
 * around others (which may be a person's data), and lets the last of two equal field names win in silence.
 */

/** A scenario is six levels deep. The limit keeps a hostile file from using up the stack. */
const DEEPEST = 64;

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[a-zA-Z]+/y;
const WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

export class JsonMistake extends Error {}

/** Objects come back without a prototype, so that a field named `__proto__` is a field like any other. */
export function parseJson(text: string): unknown {
  return new Parser(text.replace(/^\uFEFF/, '')).document();
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value(0);
    this.#take(SPACE);
    if (this.#at < this.#text.length) throw this.#mistake('expected the end of the file');
    return value;
  }

  #value(depth: number): unknown {
    this.#take(SPACE);
    if (depth > DEEPEST) throw this.#mistake('nested too deeply for a scenario');
    if (this.#skip('{')) return this.#object(depth);
    if (this.#skip('[')) return this.#list(depth);
    if (this.#text[this.#at] === '"') return this.#string();
    const number = this.#take(NUMBER);
    if (number !== undefined) return Number(number);
    const start = this.#at;
    const word = this.#take(WORD);
    if (word !== undefined && WORDS.has(word)) return WORDS.get(word);
    throw this.#mistake('expected a value: text in double quotes, a number, true, false, null, { or [', start);
  }

  #object(depth: number): unknown {
    const fields: Record<string, unknown> = Object.create(null);
    this.#take(SPACE);
    if (this.#skip('}')) return fields;
    do {
      this.#take(SPACE);
      const start = this.#at;
      if (this.#text[start] !== '"') throw this.#mistake('expected a field name in double quotes');
      const name = this.#string();
      if (Object.hasOwn(fields, name)) throw this.#mistake('this field appears twice in its object: keep one', start);
      this.#take(SPACE);
      if (!this.#skip(':')) throw this.#mistake('expected a colon after the field name');
      fields[name] = this.#value(depth + 1);
      this.#take(SPACE);
    } while (this.#skip(','));
    if (!this.#skip('}')) throw this.#mistake('expected a comma or }');
    return fields;
  }

  #list(depth: number): unknown {
    const items: unknown[] = [];
    this.#take(SPACE);
    if (this.#skip(']')) return items;
    do {
      items.push(this.#value(depth + 1));
      this.#take(SPACE);
    } while (this.#skip(','));
    if (!this.#skip(']')) throw this.#mistake('expected a comma or ]');
    return items;
  }

  #string(): string {
    const start = this.#at;
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1;
    if (end >= this.#text.length) throw this.#mistake('this text has no closing double quote');
    this.#at = end + 1;
    try {
      return JSON.parse(this.#text.slice(start, this.#at));
    } catch {
      throw this.#mistake('this text has a line break, a control character or an unknown \\ escape', start);
    }
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  /** What the sticky pattern matches here, undefined when it does not match. */
  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const token = pattern.exec(this.#text)?.[0];
    if (token !== undefined) this.#at += token.length;
    return token;
  }

  #mistake(problem: string, at = this.#at): JsonMistake {
    const before = this.#text.slice(0, at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    const end = at >= this.#text.length ? ' (the file ends here)' : '';
    return new JsonMistake(`line ${before.length}, column ${column}: ${problem}${end}`);
  }
}
