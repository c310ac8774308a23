export { didYouMean } from '../local/nearest';

/** Ends the command with one line and no stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    readonly exitCode: number = ExitCode.FAILED,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const ExitCode = {
  DONE: 0,
  FAILED: 1,
  MISTAKE: 2,
  VERDICT: 3,
  INTERRUPTED: 130,
} as const;

/** A mistake in the command, which is found before anything starts. */
export const mistake = (message: string, cause?: unknown) => new CommandError(message, ExitCode.MISTAKE, { cause });

export const failure = (message: string, cause?: unknown) => new CommandError(message, ExitCode.FAILED, { cause });

export const SCAN_ID_TAKEN = 'A scan with this id already exists: choose another --scan-id, or leave it out.';
