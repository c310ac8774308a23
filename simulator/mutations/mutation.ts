import type { Mode } from '../simulate';

/** One way to break the code. */
export interface Mutation {
  readonly name: string;
  /** Relative to the repository. */
  readonly file: string;
  /** Occurs once in the file. */
  readonly text: string;
  readonly becomes: string;
  /** What the seeds plan that find it. @default - scans */
  readonly mode?: Mode;
}
