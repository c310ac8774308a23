import { StackClock } from '../../../local/stack/stack-clock';

const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;
const DAY = 24 * HOUR;

const onTheWall = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Waits by a clock, and returns its time then. */
const wait = (clock: StackClock, milliseconds: number) =>
  new Promise<number>((resolve) => clock.after(milliseconds, () => resolve(clock.now())));

/** The wall may go on by a moment between two lines. */
const isAbout = (milliseconds: number, expected: number) => {
  expect(milliseconds).toBeGreaterThanOrEqual(expected - 5);
  expect(milliseconds).toBeLessThanOrEqual(expected + 5);
};

/** How much time passed on a clock, and how much on the wall. */
async function measured(clock: StackClock, work: () => Promise<unknown>) {
  const [stack, wall] = [clock.now(), Date.now()];
  await work();
  return { stack: clock.now() - stack, wall: Date.now() - wall };
}

test('waits pass as much faster as the clock says, each to its own time', async () => {
  const clock = new StackClock(100_000);
  const { wall } = await measured(clock, async () => {
    const release = clock.hold();
    const begin = clock.now();
    const waits = [2 * HOUR, HOUR, DAY, 2 * HOUR].map(async (each) => isAbout((await wait(clock, each)) - begin, each));
    release();
    await Promise.all(waits);
  });
  expect(wall).toBeGreaterThanOrEqual(DAY / 100_000);
  expect(wall).toBeLessThan(5 * SECOND);
});

test('time does not pass the end of a wait, however late the machine notices it', async () => {
  const clock = new StackClock(1_000_000);
  const begin = clock.now();
  const end = wait(clock, HOUR);
  await onTheWall(1);
  // 100 ms are 28 hours.
  for (const busyUntil = Date.now() + 100; Date.now() < busyUntil; )
    expect(clock.now() - begin).toBeLessThanOrEqual(HOUR + 5);
  isAbout((await end) - begin, HOUR);
});

test('time passes as on the wall while something runs', async () => {
  const clock = new StackClock(100_000);
  void wait(clock, DAY);
  const release = clock.hold();
  const alsoRuns = clock.hold();
  alsoRuns();
  const { stack, wall } = await measured(clock, () => onTheWall(200));
  isAbout(stack, wall);
  release();
  release();
  const after = await measured(clock, () => onTheWall(200));
  expect(after.stack).toBeGreaterThan(HOUR);
  expect(clock.ahead).toBeGreaterThan(HOUR);
});

test('time passes as on the wall while nothing waits', async () => {
  const clock = new StackClock(100_000);
  await wait(clock, HOUR);
  const canceled = clock.after(HOUR, () => undefined);
  canceled();
  await onTheWall(5);
  const { stack, wall } = await measured(clock, () => onTheWall(200));
  isAbout(stack, wall);
});

test('what runs next is not overtaken by time', async () => {
  const clock = new StackClock(1_000_000);
  const far = clock.after(300 * DAY, () => undefined);
  let release = clock.hold();
  const { stack, wall } = await measured(clock, async () => {
    for (let step = 0; step < 50; step += 1) {
      release();
      // The end of one thing begins another soon after.
      await Promise.resolve();
      await clock.turn();
      release = clock.hold();
    }
  });
  isAbout(stack, wall);
  far();
});

test('a wait that is over already does not turn time back', async () => {
  const clock = new StackClock(100_000);
  const before = clock.now();
  const over = clock.after(-HOUR, () => undefined);
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  over();
});

test('a wait that is canceled has limited the time until then', async () => {
  const clock = new StackClock(1_000_000);
  const release = clock.hold();
  const begin = clock.now();
  const [far, near] = [300 * DAY, HOUR].map((each) => clock.after(each, () => undefined));
  release();
  await clock.turn();
  await clock.turn();
  await clock.turn();
  for (const busyUntil = Date.now() + 100; Date.now() < busyUntil; );
  near?.();
  expect(clock.now() - begin).toBeLessThan(2 * HOUR);
  far?.();
});

test('what is due is done in order, and can cancel what is due at the same time', async () => {
  const clock = new StackClock(100_000);
  const release = clock.hold();
  const done: string[] = [];
  clock.after(2 * HOUR, () => done.push('third'));
  clock.after(HOUR, () => {
    done.push('first');
    cancel();
  });
  const cancel = clock.after(HOUR, () => done.push('never'));
  clock.after(HOUR, () => done.push('second'));
  release();
  await wait(clock, 3 * HOUR);
  cancel();
  expect(done).toEqual(['first', 'second', 'third']);
});

test('a clock without a speed is the one on the wall, for waits of any length', async () => {
  const clock = new StackClock();
  let rang = false;
  const cancel = clock.after(40 * DAY, () => {
    rang = true;
  });
  const { stack, wall } = await measured(clock, () => wait(clock, 100));
  isAbout(stack, wall);
  expect(wall).toBeGreaterThanOrEqual(100);
  expect(clock.ahead).toBe(0);
  expect(rang).toBe(false);
  cancel();
});

test.each([0, 0.5, -1, Number.NaN, Number.POSITIVE_INFINITY])('a speed of %s is refused', (speed) => {
  expect(() => new StackClock(speed)).toThrow('The speed must be a number from 1.');
});
