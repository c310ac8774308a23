import { isoTime } from '../../../lambda/common/clock';

test('a time is written in UTC, to the millisecond and with a fixed length, so that times sort as text', () => {
  expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(isoTime(Date.UTC(2026, 10, 24, 20, 46, 42, 7))).toBe('2026-11-24T20:46:42.007Z');
});
