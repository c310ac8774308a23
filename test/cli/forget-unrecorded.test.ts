import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { triggerKey } from '../../lib/contract/keys';
import { forgettingStack, type Item, isKeptId, SCENARIO, tracesOf, until } from '../support/forgetting';
import { removeAssembly, synthesize } from '../support/whole-scan';

/** What the table does not say: executions that have recorded nothing yet, and ends that are recorded late. */
let assembly: string;
let stack: Awaited<ReturnType<typeof forgettingStack>>;

beforeAll(() => {
  assembly = synthesize({ pollWindowSeconds: '1' });
});
afterAll(() => removeAssembly(assembly));

beforeEach(async () => {
  // Slow enough for a function that waits for hours, and fast enough for the minutes until an end is recorded.
  stack = await forgettingStack(assembly, 100);
  stack.play(SCENARIO);
});
afterEach(() => stack.stop());

const trigger = { id: 'left', source: 'hr', time: '2026-01-05T08:00:00Z' };
const LONG_AHEAD = '2099-01-01T00:00:00.000Z';

/** Somebody else has claimed the trigger, so that StartScan tries again for hours. */
const heldUp = (subject: string) => {
  const claim = { type: 'TRIGGER', scanId: 'somebody-else', claimedAt: LONG_AHEAD, expiresAt: 4_000_000_000 };
  return stack.putItem({ ...triggerKey(trigger.id, subject), ...claim });
};

const arnOf = (name: string, of = stack.outputs.stateMachineArn) =>
  `${of.replace(':stateMachine:', ':execution:')}:${name}`;

/** Gives EndedScans or EndedWatches the event of an execution again, as EventBridge can, and docs/operations.md says. */
async function endRecordedAgain(name: string, of: 'Scans' | 'Watches'): Promise<void> {
  const machine = of === 'Scans' ? stack.outputs.stateMachineArn : stack.watchStateMachineArn;
  const { input, startDate, stopDate, status, error } = await stack.sfn.send(
    new DescribeExecutionCommand({ executionArn: arnOf(name, machine) }),
  );
  const times = { startDate: Number(startDate), stopDate: Number(stopDate) };
  const detail = { name, input, status, error, cause: null, redriveCount: 0, ...times };
  const stateMachineArn = stack.endedMachine(of);
  const { executionArn } = await stack.sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ detail }) }),
  );
  const ended = await stack.ended(String(executionArn).split(':').at(-1) ?? '', stateMachineArn);
  expect(ended.status).toBe('SUCCEEDED');
}

const traces = async (name: string): Promise<Item[]> => tracesOf(name, await stack.items());

test('a scan that has not recorded anything yet is stopped, and leaves nothing of the person', async () => {
  await heldUp('email ana@example.com');
  await stack.start({ email: 'ANA@Example.com', trigger }, 'early');
  await sleep(500);
  expect((await traces('Ana')).map(({ type }) => type)).toEqual(['TRIGGER']);

  const { code, stdout } = await stack.forget('Ana@example.com --yes --json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ stoppedScans: ['early'], keptIds: ['early'], lost: [] });
  expect(await stack.ended('early')).toMatchObject({ status: 'ABORTED' });
  const after = await stack.atRest();
  expect(tracesOf('Ana', after)).toEqual([]);
  expect(after).toEqual([expect.objectContaining({ pk: 'SCAN#early', status: 'FAILED' })]);

  const again = await stack.forget('ana@example.com --yes');
  expect([again.code, again.stdout]).toEqual([1, '']);
  expect(await stack.items()).toEqual(after);

  // A second delivery of the trigger is that of a new person.
  expect((await stack.scan({ email: 'Ana@Example.com', trigger }, 'later')).execution.status).toBe('SUCCEEDED');
  expect(await stack.record('later')).toMatchObject({ status: 'COMPLETED', email: 'ana@example.com' });
  expect((await stack.forget('ana@example.com --yes')).code).toBe(0);
  expect(await stack.items()).toEqual(after);
});

describe('an end that is recorded after the person was forgotten', () => {
  test('writes and publishes nothing about the person of a scan', async () => {
    await stack.start({ email: 'Cy@Example.com' }, 'running');
    await until(async () => (await traces('Cy')).some(({ type }) => type === 'STANDING'));
    expect((await stack.forget('cy@example.com --yes')).code).toBe(0);
    const [before, published] = [await stack.atRest(), stack.published().length];
    expect(before.filter(isKeptId)).toHaveLength(1);
    await endRecordedAgain('running', 'Scans');
    expect([await stack.items(), stack.published().length]).toEqual([before, published]);
  });

  test('names nobody for a watch', async () => {
    const input = { email: 'Bo@Example.com', cadenceSeconds: [864_000] };
    await stack.start(input, 'watching', stack.watchStateMachineArn);
    await until(async () => Number((await stack.watchOf('Bo'))?.scanCount) >= 1);
    expect((await stack.forget('bo@example.com --yes')).code).toBe(0);
    const [before, published] = [await stack.atRest(), stack.published().length];
    expect(before.filter(isKeptId).map(({ pk }) => pk)).toContain('WATCH#watching');
    await endRecordedAgain('watching', 'Watches');
    expect(await stack.items()).toEqual(before);
    const late = stack.published().slice(published);
    expect(late.map(({ detail }) => [detail.watchId, detail.email])).toEqual([['watching', undefined]]);
    expect(tracesOf('Bo', late as unknown as Item[])).toEqual([]);
  });
});
