import type { ZodError } from 'zod';

/** A mistake in a scenario: one line that names the file, the field, what is wrong and what to do. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';

  constructor(fileName: string, problem: string) {
    super(`${printable(fileName)}: ${problem}`);
  }
}

/** Fields with personal data, whose values are not quoted. */
const PERSONAL: readonly unknown[] = ['email', 'userId', 'userFullName', 'userFirstName', 'userLastName'];

/** The first mistake in a file. Unknown fields come first, because a misspelled field is often also a missing field. */
export function firstMistake({ issues }: ZodError, content: unknown): string {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (!issue) return 'the scenario is not valid';
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = pathText([...issue.path, ...unknown]);
  const value = issue.path.reduce((inner, step) => (inner as Record<PropertyKey, unknown>)[step], content);
  if (value === undefined) return `${field} is missing: it ${issue.message}`;
  // The other messages don't need the value.
  const quotes = issue.code !== 'custom' && unknown.length === 0 && !PERSONAL.includes(issue.path.at(-1));
  return `${field} ${issue.message}${quotes ? ` (found ${described(value)})` : ''}`;
}

/** The path of a field, such as `users[0].email`. */
export function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the scenario';
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[A-Za-z]\w{0,40}$/.test(String(step)) ? `.${String(step)}` : `[${quoted(String(step))}]`;
  });
  return steps.join('').replace(/^\./, '');
}

function described(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}

const MAX_QUOTE_LENGTH = 40;

function quoted(text: string): string {
  const short = text.length > MAX_QUOTE_LENGTH ? `${text.slice(0, MAX_QUOTE_LENGTH)}…` : text;
  return printable(JSON.stringify(short));
}

/** Escapes line breaks, control characters and changes of writing direction, so that a message is one line. */
function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
