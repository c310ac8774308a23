import { mistake } from './errors';
import { printable } from './print/printable';

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

type Unit = keyof typeof SECONDS;

/** Reads a duration such as `90s`, `15m`, `24h` or `30d`. Undefined if it is something else. */
export function secondsIn(text: string): number | undefined {
  const [, number, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const seconds = Number(number) * SECONDS[unit as Unit];
  return Number.isSafeInteger(seconds) ? seconds : undefined;
}

/** In the greatest unit that it is a whole number of, such as `36h`. */
export function durationText(seconds: number): string {
  const units = (Object.keys(SECONDS) as Unit[]).reverse();
  const unit = units.find((each) => seconds % SECONDS[each] === 0) ?? 's';
  return `${seconds / SECONDS[unit]}${unit}`;
}

export function durationOf(flag: string, text: string): number {
  const seconds = secondsIn(text);
  if (seconds !== undefined) return seconds;
  throw mistake(`${flag} takes durations such as 90s, 15m, 24h or 30d, not ${printable(text) || 'nothing'}.`);
}

/** A time as it is typed: in ISO 8601, or as a duration before now. */
export function timeOf(flag: string, text: string, now = Date.now()): Date {
  const ago = secondsIn(text);
  const isTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const time = new Date(ago !== undefined ? now - ago * 1000 : isTime ? text : Number.NaN);
  if (time.getTime() >= 0) return time;
  const examples = '2026-11-01, 2026-11-01T09:00Z, or 7d (7 days ago)';
  throw mistake(`${flag} takes a time such as ${examples}, not ${printable(text)}.`);
}
