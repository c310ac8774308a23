import { readFileSync } from 'node:fs';
import { createHandler as failScan } from '../lambda/fail-scan';
import { createHandler as startScan } from '../lambda/start-scan';
import type { Result } from '../lib/contract/records';
import { violations } from '../simulator/checkers/event-schemas';
import { STARTED_AT, scanSteps } from './support/scan-steps';

/** A scan that is stopped, redriven and completed, one that fails, and a change: together they write every attribute. */
async function everyAttribute(): Promise<Set<string>> {
  const user = {
    userId: 'U1',
    userFullName: 'Ana Díaz',
    userFirstName: 'Ana',
    userLastName: 'Díaz',
    userStatus: 'ACTIVE',
  };
  const taskId = '5f0c1a7e-3b9d-4c52-8e61-000000000001';
  const slack = { app: 'SLACK', tenantId: 'T1' };
  const { world, runtime, dependencies, items, itemsOf } = await scanSteps({
    start: () => ({
      json: {
        userAccessTasksList: [
          { ...slack, taskId },
          { app: 'ZOOM', tenantId: 'Z1', error: { errorCode: '403', errorMessage: 'Connect it.' } },
        ],
      },
    }),
    batchGet: () => ({
      json: {
        userAccessResultsList: [
          {
            ...slack,
            ...user,
            taskId,
            resultStatus: 'COMPLETED',
            tenantDisplayName: 'Example',
            email: 'ana@example.com',
          },
        ],
      },
    }),
  });
  const written = new Set<string>();
  const look = async () => {
    for (const item of await items()) for (const name of Object.keys(item)) written.add(name);
  };
  const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T07:59:00Z' };
  const execution = { Name: 'scan', StartTime: STARTED_AT, Input: { email: 'ana@example.com', trigger } };
  const redriven = { ...execution, RedriveCount: 1 };
  const [start, fail] = [startScan(runtime), failScan(runtime)];
  await world.run(async () => {
    await fail({ execution, failure: { Error: 'Sandbox.Timedout', Cause: '' } });
    await look();
    await fail({ execution: redriven, failure: { Error: 'ScanRedriven', Cause: '' } });
    await start({ execution: redriven }, { getRemainingTimeInMillis: () => 270_000 });
    await look();
    // A function stops when it has put a change into the standing, and the next one records it.
    const [standing] = await itemsOf('STANDING');
    const later = { scanId: 'later', scanStartedAt: '2026-01-06T08:00:00.000Z', tasksStartedAt: undefined };
    const gone = { access: 'NONE', accountFound: false, userStatus: undefined, taskKey: 'task' };
    const answer = { ...standing, ...later, ...gone } as unknown as Result;
    const stopped = Promise.withResolvers<void>();
    let isStopped = false;
    world.network.use({
      course: ({ operation }) => {
        if (operation !== 'PutItem' || isStopped) return {};
        isStopped = true;
        stopped.resolve();
        return { lost: 'stuck' };
      },
    });
    void dependencies.standings.file(answer);
    await stopped.promise;
    await look();
    await dependencies.standings.file(answer);
    await look();
  });
  return written;
}

it('docs/events.md has an example of a change as its schema says', () => {
  const examples = readFileSync('docs/events.md', 'utf8').matchAll(/```json\n(.*?)```/gs);
  const details = [...examples].map(([, json = '']) => JSON.parse(json)).filter(({ id }) => id?.startsWith('changed:'));
  expect(details).toHaveLength(1);
  for (const detail of details) expect(violations({ detailType: 'User Access Changed', detail })).toEqual([]);
});

it('docs/table.md names every attribute that the functions write', async () => {
  const documented = new Set(readFileSync('docs/table.md', 'utf8').match(/\w+/g));
  const attributes = await everyAttribute();
  expect(attributes.size).toBeGreaterThan(40);
  for (const name of ['pendingChange', 'kind', 'from', 'to']) expect(attributes).toContain(name);
  expect([...attributes].filter((name) => !documented.has(name))).toEqual([]);
});
