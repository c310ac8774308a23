import { runLoad } from '../support/simulator';

// An account's concurrency is an everyday limit. A scan waits for its turn, and nobody has to redrive it.
test('scans at once, beyond the concurrency of the account, all end with a record and an event', async () => {
  const { many, few } = await runLoad('throttled');
  expect(few).toMatchObject({ ended: 40, recorded: 40, published: 40 });
  expect(many).toMatchObject({ ended: 400, recorded: 400, published: 400 });
  for (const { ended, succeeded, hours, transitions } of [few, many]) {
    console.info(`${ended} scans: ${succeeded} succeeded, ${hours.toFixed(1)} h, ${transitions} state transitions`);
  }
}, 400_000);
