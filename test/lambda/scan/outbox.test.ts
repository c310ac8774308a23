import { Outbox } from '../../../lambda/scan/outbox';
import { personOf } from '../../../lib/contract/person';
import type { Result } from '../../../lib/contract/records';
import { violations } from '../../../simulator/checkers/event-schemas';
import { type Services, STARTED_AT, scanSteps } from '../../support/scan-steps';

const result = (number: number): Result => ({
  type: 'TASK',
  scanId: 'scan',
  scanStartedAt: STARTED_AT,
  taskKey: `task-${number}`,
  taskId: `task-${number}`,
  app: 'SLACK',
  tenantId: `T${number}`,
  email: personOf('ana@example.com').key,
  status: 'COMPLETED',
  access: 'NONE',
  accountFound: false,
  decidedBy: 'status COMPLETED without a user',
  recordedAt: STARTED_AT,
  expiresAt: 2_000_000_000,
});
const results = (count: number) => Array.from({ length: count }, (_, index) => result(index));
const idOf = (number: number) => `result:scan:task-${number}`;
const keys = (...numbers: number[]) => numbers.map((number) => `task-${number}`);

/** An outbox with as many results as the test wants. */
async function inOutbox(
  count: number,
  services: Services,
  work: (parts: Awaited<ReturnType<typeof scanSteps>> & { outbox: Outbox; calls: () => number }) => Promise<void>,
) {
  const steps = await scanSteps(services);
  let calls = 0;
  steps.world.network.use({
    sent: ({ service }) => {
      if (service === 'events') calls++;
    },
  });
  const outbox = new Outbox(steps.dependencies);
  await steps.world.run(async () => {
    await outbox.add(results(count));
    await work({ ...steps, outbox, calls: () => calls });
  });
}

/** How often the outbox calls EventBridge, if it is asked to try every 100 ms. Each try is several calls. */
async function triesWithin(seconds: number, { outbox, world, calls }: Parameters<Parameters<typeof inOutbox>[2]>[0]) {
  const tries: number[] = [];
  const begin = world.clock.now();
  while (world.clock.now() < begin + seconds * 1000) {
    const before = calls();
    const startedAt = world.clock.now() - begin;
    await outbox.trySending();
    if (calls() > before) tries.push(startedAt);
    await world.clock.sleep(100);
  }
  return tries;
}

describe('the outbox of a scan', () => {
  it('files results at once, and keeps their keys until EventBridge has accepted their events', async () => {
    await inOutbox(3, {}, async ({ outbox, itemsOf, published }) => {
      expect((await itemsOf('STANDING')).map(({ tenantId }) => tenantId).sort()).toEqual(['T0', 'T1', 'T2']);
      expect(published()).toEqual([]);
      expect(outbox.taskKeys).toEqual(keys(0, 1, 2));
      expect(outbox.isEmpty).toBe(false);
      await outbox.trySending();
      expect(published()).toEqual([0, 1, 2].map(idOf));
      expect(outbox.taskKeys).toEqual([]);
      expect(outbox.isEmpty).toBe(true);
    });
  });

  it('sends what was added later, and nothing twice', async () => {
    await inOutbox(1, {}, async ({ outbox, published, calls }) => {
      await outbox.trySending();
      await outbox.trySending();
      expect(calls()).toBe(1);
      await outbox.add([result(7)]);
      expect(outbox.taskKeys).toEqual(keys(7));
      expect(await outbox.drain()).toBe(true);
      expect(published()).toEqual([idOf(0), idOf(7)]);
    });
  });

  it('keeps an event that is refused, which does not block the others', async () => {
    let isRefused = true;
    const refuses = (id: string) => isRefused && id === idOf(1);
    await inOutbox(25, { refuses }, async ({ outbox, published }) => {
      await outbox.trySending();
      expect(published()).toHaveLength(24);
      expect(outbox).toMatchObject({ taskKeys: keys(1), code: 'NotAuthorizedError' });
      await outbox.add([result(30)]);
      expect(await outbox.drain()).toBe(false);
      expect(published()).toHaveLength(25);
      expect(outbox.taskKeys).toEqual(keys(1));
      isRefused = false;
      expect(await outbox.drain()).toBe(true);
      expect(published()).toContain(idOf(1));
    });
  });

  it('remembers why EventBridge accepted nothing, until it knows better', async () => {
    let isAway = true;
    const services = { eventBridgeIsAway: () => isAway, refuses: (id: string) => id === idOf(1) };
    await inOutbox(2, services, async ({ outbox }) => {
      expect(outbox.code).toBeUndefined();
      await outbox.trySending();
      expect(outbox.code).toBe('InternalException');
      isAway = false;
      await outbox.drain();
      expect(outbox.code).toBe('NotAuthorizedError');
    });
  });
});

describe('the change that a result makes', () => {
  const before = { ...result(1), scanId: 'before', scanStartedAt: '2026-01-04T08:00:00.000Z' };
  const account = { access: 'OPEN', accountFound: true, userStatus: 'ACTIVE' } as const;
  const CHANGED = 'changed:scan:task-1';

  async function withChange(services: Services, work: Parameters<typeof inOutbox>[2]) {
    await inOutbox(0, services, async (parts) => {
      await parts.dependencies.standings.file(before);
      await parts.outbox.add([result(0), { ...result(1), ...account }]);
      await work(parts);
    });
  }

  it('is published with it, as it is recorded and as its schema says', () =>
    withChange({}, async ({ outbox, published, world, itemsOf }) => {
      expect(await outbox.drain()).toBe(true);
      expect(published()).toEqual([idOf(0), idOf(1), CHANGED]);
      const event = world.events.taken[2];
      expect(event && violations(event)).toEqual([]);
      const { detail } = event ?? {};
      const [change] = await itemsOf('CHANGE');
      expect(detail).toMatchObject({ kind: 'APPEARED', scanId: 'scan', from: { scanId: 'before', access: 'NONE' } });
      expect(change).toMatchObject({ id: detail?.id, kind: 'APPEARED', to: detail?.to as object });
    }));

  it.each([
    ['the event of the change', [CHANGED]],
    ['the event of the result', [idOf(1)]],
    ['both', [idOf(1), CHANGED]],
  ])('keeps the task pending, once, while EventBridge refuses %s', async (_, refused) => {
    let isRefused = true;
    await withChange({ refuses: (id) => isRefused && refused.includes(id) }, async ({ outbox, published }) => {
      expect(await outbox.drain()).toBe(false);
      expect(outbox.taskKeys).toEqual(keys(1));
      expect(published()).not.toEqual(expect.arrayContaining(refused));
      isRefused = false;
      expect(await outbox.drain()).toBe(true);
      expect(published().toSorted()).toEqual([CHANGED, idOf(0), idOf(1)].toSorted());
      expect(outbox.taskKeys).toEqual([]);
    });
  });

  it('has the same detail if another invocation publishes it again, even after a newer scan', () =>
    withChange({}, async ({ outbox, world, dependencies }) => {
      await outbox.drain();
      await dependencies.standings.file({ ...result(1), scanId: 'after', scanStartedAt: '2026-01-06T08:00:00.000Z' });
      const again = new Outbox(dependencies);
      await again.add([{ ...result(1), ...account }]);
      await again.drain();
      const details = world.events.taken.flatMap(({ detail }) => (detail.id === CHANGED ? [detail] : []));
      expect(details).toHaveLength(2);
      expect(details[1]).toEqual(details[0]);
    }));
});

describe('while EventBridge accepts nothing', () => {
  const away = { eventBridgeIsAway: () => true };

  it('a try sends each event once, apart from what the SDK repeats', async () => {
    await inOutbox(25, away, async ({ outbox, calls }) => {
      await outbox.trySending();
      // Three batches at the same time, and the SDK tries each twice.
      expect(calls()).toBe(6);
      expect(outbox.taskKeys).toHaveLength(25);
    });
  });

  it('tries are skipped: for 1 s first, then for twice as long each time, and for a minute at most', async () => {
    await inOutbox(1, away, async (parts) => {
      const tries = await triesWithin(400, parts);
      const pauses = tries.slice(1).map((at, index) => (at - (tries[index] ?? 0)) / 1000);
      // A try takes a moment, and the next one is at most 100 ms late.
      [1, 2, 4, 8, 16, 32, 60, 60, 60, 60].forEach((pause, index) => {
        expect(pauses[index]).toBeGreaterThanOrEqual(pause);
        expect(pauses[index]).toBeLessThan(pause + 1);
      });
    });
  });

  it('the next try is made when the pause is over, to the millisecond', async () => {
    await inOutbox(1, away, async ({ world, outbox, calls }) => {
      await outbox.trySending();
      const before = calls();
      await world.clock.sleep(999);
      await outbox.trySending();
      expect(calls()).toBe(before);
      await world.clock.sleep(1);
      await outbox.trySending();
      expect(calls()).toBeGreaterThan(before);
    });
  });

  it('the pauses begin again at 1 s after EventBridge has accepted something', async () => {
    let isAway = true;
    await inOutbox(1, { eventBridgeIsAway: () => isAway }, async (parts) => {
      await triesWithin(20, parts);
      isAway = false;
      await parts.world.clock.sleep(60_000);
      await parts.outbox.trySending();
      expect(parts.outbox.isEmpty).toBe(true);
      isAway = true;
      await parts.outbox.add([result(1)]);
      expect(await triesWithin(5, parts)).toHaveLength(3);
    });
  });

  it('a scan that ends tries for 15 s, and skips nothing', async () => {
    await inOutbox(1, away, async ({ world, outbox, calls }) => {
      world.network.use({ course: ({ service }) => (service === 'events' ? { there: 2000 } : {}) });
      await outbox.trySending();
      const begin = world.clock.now();
      const before = calls();
      expect(await outbox.drain()).toBe(false);
      expect(calls()).toBeGreaterThan(before);
      const seconds = (world.clock.now() - begin) / 1000;
      expect(seconds).toBeGreaterThanOrEqual(15);
      expect(seconds).toBeLessThan(25);
    });
  });
});
