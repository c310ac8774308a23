import { runLoad } from '../support/simulator';

// docs/construct.md gives the number of scans for each reserved execution.
test('60 scans at once take turns at a reserved concurrency of 1, and beyond that every failure is told', async () => {
  const { enough, tooMany } = await runLoad('reserved');
  expect(enough).toMatchObject({ ended: 60, recorded: 60, published: 60, succeeded: 60 });
  expect(enough.hours).toBeLessThan(4);
  expect(tooMany).toMatchObject({ ended: 80, recorded: 80, published: 80 });
  for (const { ended, succeeded, hours, transitions } of [enough, tooMany]) {
    console.info(`${ended} scans: ${succeeded} succeeded, ${hours.toFixed(1)} h, ${transitions} state transitions`);
  }
});
