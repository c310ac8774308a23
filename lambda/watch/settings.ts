import {
  cadenceScans,
  DEFAULT_WATCH_SETTINGS,
  MAX_ASK_AGAIN_TIMES,
  MAX_CADENCE_SCANS,
  MAX_CADENCE_STEPS,
  MAX_WATCH_SECONDS,
  MIN_WATCH_WAIT,
} from '../../lib/contract/watch-limits';
import type { WatchSettings } from '../../lib/contract/watches';
import type { InputReader, JsonObject } from '../common/input';

/**
 * The settings in a request, with defaults for what it leaves out.
 *
 * @param retentionSeconds how long changes are kept. A watch that took longer could not tell what changed on the way.
 */
export function watchSettings(request: JsonObject, retentionSeconds: number, reader: InputReader): WatchSettings {
  const defaults = DEFAULT_WATCH_SETTINGS;
  const { cadenceSeconds, dueInSeconds, giveUpAfterSeconds, askAgainSeconds, askAgainTimes, notFoundIsClear } = request;
  const read = new SettingsReader(reader);
  const longest = Math.min(MAX_WATCH_SECONDS, retentionSeconds);
  const giveUpAfter =
    giveUpAfterSeconds === undefined
      ? Math.min(defaults.giveUpAfterSeconds, longest)
      : read.giveUpAfter(giveUpAfterSeconds, retentionSeconds);
  const settings: WatchSettings = {
    cadenceSeconds: cadenceSeconds === undefined ? defaults.cadenceSeconds : read.cadence(cadenceSeconds),
    dueInSeconds:
      dueInSeconds === undefined ? Math.min(defaults.dueInSeconds, giveUpAfter) : read.dueIn(dueInSeconds, giveUpAfter),
    giveUpAfterSeconds: giveUpAfter,
    askAgainSeconds:
      askAgainSeconds === undefined ? defaults.askAgainSeconds : read.seconds(askAgainSeconds, 'askAgainSeconds'),
    askAgainTimes: askAgainTimes === undefined ? defaults.askAgainTimes : read.askAgainTimes(askAgainTimes),
    notFoundIsClear: notFoundIsClear === undefined ? defaults.notFoundIsClear : read.notFoundIsClear(notFoundIsClear),
  };
  read.checkScans(settings);
  return settings;
}

class SettingsReader {
  constructor(private readonly reader: InputReader) {}

  seconds(value: unknown, field: string): number {
    if (isWhole(value) && value >= MIN_WATCH_WAIT && value <= MAX_WATCH_SECONDS) return value;
    throw this.reader.invalid(
      `${field} must be a whole number of seconds from ${MIN_WATCH_WAIT} to ${MAX_WATCH_SECONDS}`,
    );
  }

  cadence(value: unknown): number[] {
    if (!Array.isArray(value) || value.length === 0 || value.length > MAX_CADENCE_STEPS) {
      throw this.reader.invalid(
        `cadenceSeconds must be a list of 1 to ${MAX_CADENCE_STEPS} waits: the last one is repeated`,
      );
    }
    return value.map((wait, index) => this.seconds(wait, `cadenceSeconds[${index}]`));
  }

  giveUpAfter(value: unknown, retentionSeconds: number): number {
    const seconds = this.seconds(value, 'giveUpAfterSeconds');
    if (seconds <= retentionSeconds) return seconds;
    throw this.reader.invalid(
      `giveUpAfterSeconds must be at most ${retentionSeconds}, because results are not kept for longer: set a smaller ` +
        'value, or a longer resultRetention',
    );
  }

  dueIn(value: unknown, giveUpAfter: number): number {
    const seconds = this.seconds(value, 'dueInSeconds');
    if (seconds <= giveUpAfter) return seconds;
    throw this.reader.invalid(
      `dueInSeconds must be at most giveUpAfterSeconds, which is ${giveUpAfter}: set a smaller value, or a greater ` +
        'giveUpAfterSeconds',
    );
  }

  askAgainTimes(value: unknown): number {
    if (isWhole(value) && value >= 0 && value <= MAX_ASK_AGAIN_TIMES) return value;
    throw this.reader.invalid(`askAgainTimes must be a whole number from 0 to ${MAX_ASK_AGAIN_TIMES}`);
  }

  notFoundIsClear(value: unknown): boolean {
    if (typeof value === 'boolean') return value;
    throw this.reader.invalid('notFoundIsClear must be true or false');
  }

  checkScans(settings: WatchSettings): void {
    const scans = cadenceScans(settings);
    if (scans <= MAX_CADENCE_SCANS) return;
    throw this.reader.invalid(
      `cadenceSeconds and giveUpAfterSeconds result in ${scans} scans, but the maximum is ${MAX_CADENCE_SCANS}: set ` +
        'longer waits, or a smaller giveUpAfterSeconds',
    );
  }
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
