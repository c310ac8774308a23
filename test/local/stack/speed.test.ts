import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ended, startFixture } from '../../fixtures/local-stack/started-stack';

const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;
const DAY = 24 * HOUR;
/** How late a wait may seem to end: what follows takes time, too. */
const LATE = 2 * SECOND;

const onTheWall = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

type Fixture = Awaited<ReturnType<typeof startFixture>>;
let fixture: Fixture;
/** The time of the stack when AppFabric was called. */
const appFabricCalls: number[] = [];

beforeAll(async () => {
  fixture = await startFixture({
    speed: 1_000_000,
    appFabric: (now) => ({
      async handle(_request, response) {
        appFabricCalls.push(now());
        response.end('{}');
      },
    }),
  });
});
afterAll(() => fixture.stack.stop());

function start(sfn: SFNClient, machine: 'Machine' | 'Parent', input: object) {
  const stateMachineArn = fixture.stack.outputs.stateMachineArn.replace(/Machine$/, machine);
  return sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
}

/** Starts an execution that waits, and then starts another one. */
function startLater(milliseconds: number, name: string, input: object) {
  const until = new Date(fixture.stack.now() + milliseconds).toISOString();
  return start(fixture.sfn, 'Parent', { kind: 'later', until, name, input });
}

const isWithin = (time: number | undefined, begin: number, late = LATE) => {
  expect(time).toBeGreaterThanOrEqual(begin);
  expect(time).toBeLessThan(begin + late);
};

test('a wait of 40 days takes seconds, and whatever follows sees that 40 days have passed', async () => {
  const { sfn, stack } = fixture;
  const wall = Date.now();
  const { executionArn, startDate } = await startLater(40 * DAY, 'after-40-days', { does: 'call' });
  const { stopDate, output } = await ended(sfn, executionArn);
  expect(Date.now() - wall).toBeLessThan(20 * SECOND);
  const then = Number(startDate) + 40 * DAY;
  isWithin(Number(stopDate), then);
  const { nested } = JSON.parse(output ?? '');
  isWithin(nested.StartDate, then - SECOND);
  // The function's clock, from when it was loaded.
  isWithin(Date.parse(nested.Output.loadedAt), nested.StartDate);
  isWithin(nested.Output.calledAt, nested.StartDate);
  expect(nested.Output.remaining).toBeLessThanOrEqual(1000);
  expect(nested.Output.remaining).toBeGreaterThan(0);
  isWithin(appFabricCalls.at(-1), nested.Output.calledAt);
  isWithin(stack.now(), Number(stopDate), 20 * SECOND);
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  const exited = events.find(({ type }) => type === 'WaitStateExited');
  isWithin(Number(exited?.timestamp), then - SECOND);
});

test('a function takes the time that it takes', async () => {
  const { executionArn } = await startLater(DAY, 'nap', { does: 'nap' });
  const { output } = await ended(fixture.sfn, executionArn);
  const { nested } = JSON.parse(output ?? '');
  const { calledAt, answeredAt } = nested.Output;
  isWithin(calledAt, nested.StartDate);
  expect(answeredAt - calledAt).toBeGreaterThanOrEqual(399);
  expect(answeredAt - calledAt).toBeLessThan(LATE);
});

test('a nested execution that waits lets time pass quickly, too', async () => {
  const { executionArn, startDate } = await startLater(0, 'waits', { does: 'wait', seconds: 20 * 60 * 60 });
  const { stopDate, status } = await ended(fixture.sfn, executionArn);
  expect(status).toBe('SUCCEEDED');
  isWithin(Number(stopDate), Number(startDate) + 20 * HOUR);
});

test('time passes as on the wall while one execution runs a function and another one waits', async () => {
  const { sfn } = fixture;
  const { executionArn } = await start(sfn, 'Machine', { does: 'nap' });
  // On its own, this would take less time than the function.
  await start(sfn, 'Machine', { does: 'wait', seconds: 24 * 60 * 60 });
  const { startDate, stopDate } = await ended(sfn, executionArn);
  expect(Number(stopDate) - Number(startDate)).toBeLessThan(LATE);
});

test('a function that outlives its execution still takes its time', async () => {
  const { sfn, stack } = fixture;
  const { executionArn } = await start(sfn, 'Machine', { does: 'nap' });
  await onTheWall(100);
  await sfn.send(new StopExecutionCommand({ executionArn }));
  const before = stack.now();
  const waits = await start(sfn, 'Parent', { kind: 'later', until: new Date(before + 300 * DAY).toISOString() });
  await onTheWall(100);
  expect(stack.now() - before).toBeLessThan(LATE);
  await sfn.send(new StopExecutionCommand({ executionArn: waits.executionArn }));
});

test('time passes as on the wall when everything has been stopped', async () => {
  const { sfn, stack } = fixture;
  const waits = await startLater(3000 * DAY, 'in-eight-years', {});
  await sfn.send(new StopExecutionCommand({ executionArn: waits.executionArn }));
  // Until the waits of other tests are over.
  await onTheWall(300);
  const before = stack.now();
  await onTheWall(200);
  expect(stack.now() - before).toBeLessThan(LATE);
});

test('time passes quickly again when an execution was stopped that waited for another one', async () => {
  const { sfn } = fixture;
  const parent = await startLater(0, 'stopped', { does: 'wait', seconds: 24 * 60 * 60 });
  await sfn.send(new StopExecutionCommand({ executionArn: parent.executionArn }));
  const stopped = await startLater(0, 'stopped-later', { does: 'nap' });
  await onTheWall(200);
  await sfn.send(new StopExecutionCommand({ executionArn: stopped.executionArn }));
  const wall = Date.now();
  const { executionArn } = await startLater(40 * DAY, 'after-that', { does: 'echo' });
  await ended(sfn, executionArn);
  expect(Date.now() - wall).toBeLessThan(20 * SECOND);
});

test('events have the time of the stack', async () => {
  const { stack, events } = fixture;
  const now = stack.now();
  expect(now - Date.now()).toBeGreaterThan(40 * DAY);
  const entry = { Source: 'mine', DetailType: 'Answer', Detail: '{}', EventBusName: 'default' };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
  isWithin(Date.parse(stack.published.at(-1)?.time ?? ''), now - SECOND);
  expect(stack.now() - now).toBeLessThan(LATE);
});

test('an event starts an execution at once, while another one waits', async () => {
  const { sfn, stack, events } = fixture;
  const waits = await startLater(3000 * DAY, 'in-sixteen-years', {});
  await onTheWall(100);
  const before = stack.now();
  const Detail = JSON.stringify({ email: 'ana@example.com' });
  const entry = { Source: 'com.example.hr', DetailType: 'Employee Offboarded', Detail };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
  const { stateMachineArn } = stack.outputs;
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }));
  const [started] = executions;
  const accepted = Date.parse(stack.published.at(-1)?.time ?? '');
  isWithin(Number(started?.startDate), accepted);
  expect(accepted).toBeGreaterThan(before - SECOND);
  await sfn.send(new StopExecutionCommand({ executionArn: waits.executionArn }));
});

test('a stack without a speed has the time on the wall', async () => {
  const { stack } = await startFixture();
  expect(Math.abs(stack.now() - Date.now())).toBeLessThanOrEqual(1);
  await stack.stop();
});
