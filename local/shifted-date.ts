const WallDate = Date;
let ahead = 0;

const now = () => WallDate.now() + ahead;

/** `Date`, with another idea of now. Whatever it makes is a date like any other. */
const ShiftedDate = new Proxy(WallDate, {
  construct: (target, parts, made) => Reflect.construct(target, parts.length === 0 ? [now()] : parts, made),
  apply: () => new WallDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});

/** From now on, `Date` in this thread is this many milliseconds ahead. Timers take the time that they take. */
export function shiftDates(milliseconds: number): void {
  ahead = milliseconds;
  globalThis.Date = ShiftedDate;
}
