import { expiryOf, viewExpiryOf } from '../../../lambda/store/expiry';

test('a record expires, in whole seconds since the epoch, when it has been kept for as long as it must be', () => {
  expect(expiryOf('2026-11-16T09:00:00.000Z', 3600)).toBe(Date.UTC(2026, 10, 16, 10) / 1000);
  expect(expiryOf('2026-11-16T09:00:00.999Z', 86_400)).toBe(Date.UTC(2026, 10, 17, 9) / 1000);
});

test('what scans update is kept for a week longer, because their records are deleted up to some days late', () => {
  expect(viewExpiryOf('2026-11-16T09:00:00.000Z', 3600)).toBe(Date.UTC(2026, 10, 23, 10) / 1000);
});
