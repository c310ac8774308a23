import { StateMachine } from 'aws-local-stepfunctions';
import { startTimer, systemClock } from '../../../local/stack/clock';
import { Execution } from '../../../local/stack/execution';
import type { JsonObject } from '../../../local/stack/json';
import { VirtualClock } from '../../../simulator/world/clock';

const DAY = 24 * 60 * 60 * 1000;
const BEGIN = Date.parse('2026-01-05T08:00:00.000Z');
const later = (milliseconds: number) => new Date(BEGIN + milliseconds).toISOString();

/** An execution of one Wait and what follows it. */
function waiting(wait: JsonObject, input: JsonObject, definition: JsonObject = {}, clock = new VirtualClock()) {
  const arn = 'arn:aws:states:us-east-1:111122223333:execution:Machine:it';
  const states: JsonObject = {
    Pause: { Type: 'Wait', Next: 'Done', ...wait },
    Done: { Type: 'Succeed' },
  };
  const execution = new Execution({
    arn,
    name: 'it',
    input: JSON.stringify(input),
    stateMachine: {
      name: 'Machine',
      arn: arn.replace(':execution:', ':stateMachine:').replace(/:it$/, ''),
      roleArn: '',
      definition: { StartAt: 'Pause', States: states, ...definition },
    },
    runTask: async () => null,
    Interpreter: StateMachine,
    clock,
  });
  return { execution, clock };
}

/** Runs it, and does something meanwhile. */
async function run({ execution, clock }: ReturnType<typeof waiting>, meanwhile?: () => Promise<void>) {
  await clock.run(async () => {
    execution.start();
    await meanwhile?.();
    await execution.ended;
  });
  const { status, error, cause, output, startTime, stopTime = Number.NaN } = execution;
  return { status, error, cause, output: JSON.parse(output ?? 'null'), took: stopTime - startTime };
}

const input = { seconds: 7, until: later(9000), kept: { a: 1 }, part: { until: later(5000), kept: [2] } };

test.each<[string, JsonObject, number]>([
  ['Seconds', { Seconds: 3 }, 3000],
  ['Seconds of 0', { Seconds: 0 }, 0],
  ['SecondsPath', { SecondsPath: '$.seconds' }, 7000],
  ['Timestamp', { Timestamp: later(4500) }, 4500],
  ['Timestamp with an offset', { Timestamp: '2026-01-05T10:00:08+02:00' }, 8000],
  ['Timestamp of the past', { Timestamp: later(-DAY) }, 0],
  ['TimestampPath', { TimestampPath: '$.until' }, 9000],
  ['TimestampPath of the context', { TimestampPath: '$$.Execution.StartTime' }, 0],
])('a Wait ends at its time: %s', async (_what, wait, milliseconds) => {
  const { status, took, output } = await run(waiting(wait, input));
  expect({ status, took }).toEqual({ status: 'SUCCEEDED', took: milliseconds });
  expect(output).toEqual(input);
});

test('a Wait reads its time from its input, and passes on its output', async () => {
  const wait = { InputPath: '$.part', TimestampPath: '$.until', OutputPath: '$.kept' };
  expect(await run(waiting(wait, input))).toMatchObject({ took: 5000, output: [2] });
  expect(await run(waiting({ Seconds: 1, OutputPath: null }, input))).toMatchObject({ took: 1000, output: {} });
});

test('a Wait can be the last state', async () => {
  const wait: JsonObject = { StartAt: 'Last', States: { Last: { Type: 'Wait', Seconds: 2, End: true } } };
  const last = waiting({}, input, wait);
  expect(await run(last)).toMatchObject({ status: 'SUCCEEDED', took: 2000, output: input });
  expect(last.execution.history.events.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'WaitStateEntered',
    'WaitStateExited',
    'ExecutionSucceeded',
  ]);
  expect(last.execution.transitions).toBe(1);
});

test.each([
  ['the path leads nowhere', { TimestampPath: '$.nothing' }, "'$.nothing' does not point to a value"],
  ['it is no time', { TimestampPath: '$.seconds' }, 'is not a timestamp in ISO 8601'],
  ['it has no time zone', { Timestamp: '2026-01-05T08:00:00' }, 'is not a timestamp in ISO 8601'],
  ['there is no such month', { Timestamp: '2026-13-05T08:00:00Z' }, 'is not a timestamp in ISO 8601'],
  ['it is no number', { SecondsPath: '$.until' }, 'is not a whole number of seconds'],
  ['it is less than 0', { Seconds: -1 }, 'is not a whole number of seconds'],
  ['it is too much', { Seconds: 100_000_000 }, 'is not a whole number of seconds'],
])('a Wait fails the execution if %s', async (_what, wait, cause) => {
  const failed = waiting(wait as JsonObject, input);
  expect(await run(failed)).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: expect.stringContaining(cause),
    took: 0,
  });
  expect(failed.execution.history.events.at(-1)).toMatchObject({
    type: 'ExecutionFailed',
    executionFailedEventDetails: { error: 'States.Runtime' },
  });
});

describe('a wait that is longer than a timer of Node can be', () => {
  test('ends at its time', async () => {
    const until = later(40 * DAY);
    const { status, took } = await run(waiting({ TimestampPath: '$.until' }, { until }));
    expect({ status, took }).toEqual({ status: 'SUCCEEDED', took: 40 * DAY });
  });

  test('does not end at once on the wall', async () => {
    const until = new Date(Date.now() + 40 * DAY).toISOString();
    const { execution } = waiting({ TimestampPath: '$.until' }, { until });
    const real = new Execution({ ...execution.settings, clock: systemClock });
    real.start();
    await new Promise((done) => setTimeout(done, 100));
    expect(real.status).toBe('RUNNING');
    await real.stop();
    expect(real.status).toBe('ABORTED');
  });

  test('can be canceled in each of its parts', async () => {
    const clock = new VirtualClock();
    let rang = false;
    await clock.run(async () => {
      const cancel = startTimer(60 * DAY, () => {
        rang = true;
      });
      await clock.sleep(20 * DAY);
      await clock.sleep(20 * DAY);
      cancel();
      await clock.sleep(20 * DAY);
      await clock.sleep(DAY);
    });
    expect(rang).toBe(false);
  });
});

test('an execution that is stopped while it waits ends then, and a redrive waits for what is left', async () => {
  const { execution, clock } = waiting({ TimestampPath: '$.until' }, { until: later(DAY) });
  const stopped = await run({ execution, clock }, async () => {
    await clock.sleep(5000);
    await execution.stop('Enough');
  });
  expect(stopped).toMatchObject({ status: 'ABORTED', error: 'Enough', took: 5000 });
  await clock.run(async () => {
    await clock.sleep(60_000);
    execution.redrive();
    await execution.ended;
  });
  expect(execution).toMatchObject({ status: 'SUCCEEDED', stopTime: BEGIN + DAY });
  expect(execution.history.events.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'WaitStateEntered',
    'ExecutionAborted',
    'ExecutionRedriven',
    'WaitStateEntered',
    'WaitStateExited',
    'SucceedStateEntered',
    'SucceedStateExited',
    'ExecutionSucceeded',
  ]);
});

test('an execution times out while it waits, counted again from a redrive', async () => {
  const { execution, clock } = waiting({ Seconds: 60 }, {}, { TimeoutSeconds: 40 });
  expect(await run({ execution, clock })).toMatchObject({ status: 'TIMED_OUT', took: 40_000 });
  await clock.run(async () => {
    execution.redrive();
    await execution.ended;
  });
  expect(execution).toMatchObject({ status: 'TIMED_OUT', stopTime: BEGIN + 80_000 });
  expect(execution.history.events.at(-1)?.type).toBe('ExecutionTimedOut');
});

test('an execution whose time is up when its wait ends has one end', async () => {
  const { execution, clock } = waiting({ Seconds: 40 }, {}, { TimeoutSeconds: 40 });
  expect(await run({ execution, clock })).toMatchObject({ status: 'TIMED_OUT', took: 40_000 });
  expect(execution.history.events.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'WaitStateEntered',
    'ExecutionTimedOut',
  ]);
});
