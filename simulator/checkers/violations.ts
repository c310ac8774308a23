/** An invariant's number in docs/reliability.md. */
export type Invariant = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17;

export interface Violation {
  readonly invariant: Invariant;
  readonly what: string;
}

export type Accuse = (invariant: Invariant, what: string) => void;
