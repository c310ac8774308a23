import { ExitCode } from './errors';

/**
 * npm forwards Ctrl-C to a process that also gets it from the terminal. Two signals within this time are one Ctrl-C.
 */
const REPEATED_SIGNAL_MS = 500;

/** Aborts at the first Ctrl-C. A second Ctrl-C ends the process at once. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const stop = () => {
    if (firstAt !== undefined && Date.now() - firstAt > REPEATED_SIGNAL_MS) process.exit(ExitCode.INTERRUPTED);
    firstAt ??= Date.now();
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
