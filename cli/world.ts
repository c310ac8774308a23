/** Everything of the process that the command touches, so that a test can stand in for it. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start. */
  readonly cwd: string;
  /** The folder of this package: the built stack and the scenario that ships are in it. */
  readonly packageRoot: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborts when somebody asks the process to stop. Until it is called, such a wish ends the process at once. */
  stopSignal(): AbortSignal;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}
