import { claimTrigger } from '../../../lambda/scan/claim-trigger';
import { parseScanRequest } from '../../../lambda/scan/request';
import { scanEnd } from '../../support/scan-end';
import { STARTED_AT, scanSteps } from '../../support/scan-steps';

const request = parseScanRequest({
  email: 'ana@example.com',
  trigger: { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T07:59:00Z' },
});
const person = { email: request.person?.key, trigger: request.trigger };
const scan = (scanId: string, isRecorded = false) => ({ scanId, isRecorded });
const record = (scanId: string) => ({ scanId, startedAt: STARTED_AT, ...person });

describe('the claim of a trigger', () => {
  it('belongs to the first scan, and later ones are its duplicates, whatever its status is', async () => {
    const { world, dependencies } = await scanSteps();
    await world.run(async () => {
      expect(await claimTrigger(request, scan('first'), dependencies)).toBeUndefined();
      await dependencies.scans.open(record('first'));
      const duplicate = { scanId: 'second', status: 'DUPLICATE', duplicateOf: 'first', done: true };
      expect(await claimTrigger(request, scan('second'), dependencies)).toEqual({
        ...duplicate,
        ownerStatus: 'RUNNING',
      });
      await dependencies.scans.commitTasks('first', { taskCount: 0 });
      await dependencies.scans.complete(record('first'), scanEnd(), world.clock.now());
      expect(await claimTrigger(request, scan('second'), dependencies)).toEqual({
        ...duplicate,
        ownerStatus: 'COMPLETED',
      });
    });
  });

  it('moves from a scan that has failed to the next one, and stays there', async () => {
    const { world, dependencies } = await scanSteps();
    await world.run(async () => {
      await claimTrigger(request, scan('failed'), dependencies);
      await dependencies.scans.fail(record('failed'), { name: 'X', message: 'Y' }, 0, world.clock.now());
      expect(await claimTrigger(request, scan('next'), dependencies)).toBeUndefined();
      await dependencies.scans.open(record('next'));
      expect(await claimTrigger(request, scan('third'), dependencies)).toMatchObject({ duplicateOf: 'next' });
    });
  });

  it('of a scan without a record is waited for, and taken over when its function has ended in any case', async () => {
    const { world, dependencies } = await scanSteps();
    await world.run(async () => {
      await claimTrigger(request, scan('lost'), dependencies);
      await world.clock.sleep((900 + 119) * 1000);
      await expect(claimTrigger(request, scan('next'), dependencies)).rejects.toMatchObject({ name: 'TriggerPending' });
      await world.clock.sleep(2000);
      expect(await claimTrigger(request, scan('next'), dependencies)).toBeUndefined();
    });
  });

  it('is taken over by one scan, even if several try at the same time', async () => {
    const { world, dependencies, itemsOf } = await scanSteps();
    await world.run(async () => {
      await claimTrigger(request, scan('lost'), dependencies);
      await world.clock.sleep((900 + 121) * 1000);
      const takers = ['a', 'b', 'c'];
      const taking = takers.map((taker) => claimTrigger(request, scan(taker), dependencies));
      const results = await Promise.allSettled(taking);
      const [{ scanId }] = (await itemsOf('TRIGGER')) as [{ scanId: string }];
      expect(takers.filter((_, index) => results[index]?.status === 'fulfilled')).toEqual([scanId]);
      const others = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.name] : []));
      expect(others).toEqual(['TriggerPending', 'TriggerPending']);
    });
  });

  it('is renewed by a retry of its scan, and is not taken over meanwhile', async () => {
    const { world, dependencies } = await scanSteps();
    await world.run(async () => {
      await claimTrigger(request, scan('slow'), dependencies);
      await world.clock.sleep(1_000_000);
      await claimTrigger(request, scan('slow'), dependencies);
      await world.clock.sleep(1_000_000);
      await expect(claimTrigger(request, scan('next'), dependencies)).rejects.toMatchObject({ name: 'TriggerPending' });
    });
  });

  it('that was taken over does not stop the scan that had it and is redriven', async () => {
    const { world, dependencies } = await scanSteps();
    await world.run(async () => {
      await claimTrigger(request, scan('redriven'), dependencies);
      await dependencies.scans.fail(record('redriven'), { name: 'X', message: 'Y' }, 0, world.clock.now());
      await claimTrigger(request, scan('next'), dependencies);
      await dependencies.scans.open(record('next'));
      expect(await claimTrigger(request, scan('redriven', true), dependencies)).toBeUndefined();
    });
  });

  it('ends two days after it was made, because EventBridge delivers an event again for one', async () => {
    const { world, dependencies, itemsOf } = await scanSteps();
    await world.run(async () => {
      await claimTrigger(request, scan('first'), dependencies);
      const expiresAt = Math.floor(world.clock.now() / 1000) + 48 * 60 * 60;
      expect(await itemsOf('TRIGGER')).toMatchObject([{ scanId: 'first', expiresAt }]);
    });
  });

  it('is not made for a scan without a trigger', async () => {
    const { world, dependencies, items } = await scanSteps();
    await world.run(() => claimTrigger(parseScanRequest({ email: 'ana@example.com' }), scan('scan'), dependencies));
    expect(await items()).toEqual([]);
  });
});
