/** Fields of scenarios and inputs that are about a person, as AppFabric's model marks them. */
const FIELDS = ['email', 'userId', 'userFullName', 'userFirstName', 'userLastName'];

/** The example in our own error messages. */
const EXAMPLE = 'person@example.com';

/** Collects what is personal in whatever it is shown, and finds it again. */
export class PersonalData {
  readonly #values = new Set<string>();

  add(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (FIELDS.includes(name) && typeof inner === 'string' && /\w/.test(inner)) this.#values.add(inner.toLowerCase());
      else this.add(inner);
    }
  }

  get size(): number {
    return this.#values.size;
  }

  /** What of it is in a text, as words of their own. */
  in(text: string): string[] {
    const folded = text.toLowerCase().replaceAll(EXAMPLE, '');
    return [...this.#values].filter((value) => isIn(folded, value));
  }
}

function isIn(text: string, value: string): boolean {
  const literal = value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(?<!\\w)${literal}(?!\\w)`).test(text);
}
