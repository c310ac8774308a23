/** A mistake in a scenario: one line that names the file, the field, what is wrong and what to do. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';

  constructor(fileName: string, problem: string) {
    super(`${printable(fileName)}: ${problem}`);
  }
}

/** Where in the scenario a value stands, for the messages. */
export class Place {
  readonly #fileName: string;
  readonly path: string;

  constructor(fileName: string, path = '') {
    this.#fileName = fileName;
    this.path = path;
  }

  field(name: string): Place {
    const step = /^[A-Za-z]\w{0,40}$/.test(name) ? `${this.path && '.'}${name}` : `[${quoted(name)}]`;
    return new Place(this.#fileName, this.path + step);
  }

  item(index: number): Place {
    return new Place(this.#fileName, `${this.path}[${index}]`);
  }

  mistake(problem: string): ScenarioError {
    return new ScenarioError(this.#fileName, `${this.path || 'the scenario'} ${problem}`);
  }

  notThat(must: string, value: unknown): ScenarioError {
    return this.mistake(`must be ${must} (found ${described(value)})`);
  }
}

function described(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}

const LONGEST_QUOTE = 40;

function quoted(text: string): string {
  const short = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  return printable(JSON.stringify(short));
}

/** Line breaks, control characters and those that turn the direction of writing would spoil the one line. */
function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
