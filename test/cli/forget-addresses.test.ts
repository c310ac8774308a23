import { randomUUID } from 'node:crypto';
import { personPartition } from '../../lib/contract/keys';
import { personOf } from '../../lib/contract/person';
import { forgettingStack, type Item } from '../support/forgetting';
import { removeAssembly, synthesize } from '../support/whole-scan';

/** AppFabric can return any text as the address of a user, and results are filed under it. */
const ODD = [
  'Ana Diaz@example.com',
  ' Ana@Example.com ',
  'Ana@Home@Example.com',
  '"Ana, \'D\'"@Example.com',
  'ÄNA.DÍAZ@ÉXAMPLE.com',
  'İnci@Example.com',
  '🙂@Example.com',
  'Ana#1%23@Example.com',
  'Ana\t\u0007\n@Example.com',
  '-Ana@Example.com',
  '--Yes',
  'Nobody',
  `${'Ana'.repeat(400)}@Example.com`,
];

let assembly: string;
let stack: Awaited<ReturnType<typeof forgettingStack>>;

beforeAll(async () => {
  assembly = synthesize({ pollWindowSeconds: '1' });
  stack = await forgettingStack(assembly, 5_000);
  const taskIds = ODD.map(() => randomUUID());
  const userAccessResultsList = ODD.map((email, n) => {
    const task = { taskId: taskIds[n], app: 'SLACK', tenantId: `T${n}` };
    return { ...task, resultStatus: 'COMPLETED', userId: `U-${n}`, email };
  });
  // Scenarios have only addresses that AppFabric accepts.
  stack.play({}).handle = async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ userAccessResultsList }));
  };
  await stack.scan({ taskIds }, 'shared');
});
afterAll(async () => {
  await stack?.stop();
  removeAssembly(assembly);
});

test('everybody whose results are in the table can be forgotten, in any case of the letters', async () => {
  const keys = ODD.map((email) => personOf(email).key);
  const partitions = (items: readonly Item[]) => new Set(items.map(({ pk }) => pk));
  const before = partitions(await stack.items());
  expect(keys.filter((key) => !before.has(personPartition(key)))).toEqual([]);

  const ran = await Promise.all(keys.map((key) => stack.forgetWords(['--yes', '--', key.toUpperCase()])));
  expect(ran.filter(({ code }) => code !== 0)).toEqual([]);
  const after = await stack.items();
  expect(after.map(({ pk, sk }) => [pk, sk])).toEqual([['SCAN#shared', 'SCAN']]);
  expect([after[0]?.open, after[0]?.unknown]).toEqual([[], []]);
});
