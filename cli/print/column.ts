import type { Paint } from './style';

export interface Column<T> {
  readonly title: string;
  readonly text: (row: T) => string | undefined;
  /** Whether to cut the column if the terminal is too narrow. */
  readonly isElastic?: boolean;
  /** The beginning of an elastic column that is never cut, such as an id. */
  readonly keep?: (row: T) => string | undefined;
  /** Whether to leave the column out if the terminal is too narrow. It must say nothing that is needed to act. */
  readonly isOptional?: boolean;
  /** Whether to break the column into lines if the terminal is too narrow. It must be the last one. */
  readonly isProse?: boolean;
  /** The color of the cell. The text must be clear without it. */
  readonly style?: (row: T) => Parameters<Paint>[0] | undefined;
}
