import { PassingErrorName, type WatchErrorName } from '../../lib/contract/names';
import { codeOf, PassingError, SafeError } from '../scan/errors';

/** An error that ends a watch. Its message says what to do. It is in the watch's record and in its last event, too. */
export class WatchError extends SafeError {
  constructor(
    override readonly name: WatchErrorName,
    message: string,
  ) {
    super(message);
  }
}

/** @param code why EventBridge did not accept events */
export const eventsRefused = (code: string | undefined): PassingError =>
  new PassingError(
    PassingErrorName.EVENTS_REFUSED,
    `EventBridge did not accept the events of this watch (${codeOf(code)}). Check the event bus, its policy, and the ` +
      "policy of the function's role.",
  );
