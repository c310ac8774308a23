/** Everything of the process that the command uses, so that tests can replace it. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths are resolved in. */
  readonly cwd: string;
  /** The folder of the command's package, with the built stack and the example scenarios. */
  readonly packageRoot: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborts when the process is asked to stop. Until it is called, Ctrl-C ends the process at once. */
  stopSignal(): AbortSignal;
  /** Asks the user, and returns the answer. Absent if there is no terminal. */
  ask?(question: string): Promise<string>;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Whether what is printed is Markdown. */
  readonly isMarkdown?: boolean;
}
