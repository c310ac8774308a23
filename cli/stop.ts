import { ExitCode } from './errors';

/** npm passes Ctrl-C on to a process that the terminal has already told: that is one wish, not two. */
const SAME_WISH_MS = 500;

/** Aborts at the first Ctrl-C; a second one, later, ends the process at once. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const stop = () => {
    if (firstAt !== undefined && Date.now() - firstAt > SAME_WISH_MS) process.exit(ExitCode.INTERRUPTED);
    firstAt ??= Date.now();
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
