import { parseWatchRequest } from '../../lambda/watch/request';
import type { WatchRequest } from '../../lib/contract/watches';
import { durationText } from '../durations';
import { mistake } from '../errors';
import { flagOf, type Options } from '../options';
import { scannedEmail } from './command';

/** The flags of the fields of a request. */
const FLAGS = {
  cadenceSeconds: flagOf('cadence'),
  dueInSeconds: flagOf('dueIn'),
  giveUpAfterSeconds: flagOf('giveUpAfter'),
} as const;

/**
 * The execution's input. Checks it in the same way as the state machine, before anything starts. How long results are
 * kept is known only there.
 */
export function watchRequestOf(email: string, options: Options): WatchRequest {
  const request: WatchRequest = {
    email,
    cadenceSeconds: options.cadence,
    dueInSeconds: options.dueIn,
    giveUpAfterSeconds: options.giveUpAfter,
    notFoundIsClear: options.notFoundIsClear,
  };
  const input = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
  scannedEmail(email, () => {
    try {
      parseWatchRequest(input, Number.POSITIVE_INFINITY);
    } catch (error) {
      throw mistake(asTyped((error as Error).message), error);
    }
  });
  return input as unknown as WatchRequest;
}

/** The message as it is about what was typed: with flags in place of fields, and durations in place of seconds. */
const asTyped = (message: string): string =>
  message
    .replace(/cadenceSeconds|dueInSeconds|giveUpAfterSeconds/g, (field) => FLAGS[field as keyof typeof FLAGS])
    .replace('a whole number of seconds ', '')
    .replace(/(?<=from |to |which is )\d+/g, (seconds) => durationText(Number(seconds)));
