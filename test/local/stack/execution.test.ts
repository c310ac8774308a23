import { StateMachine } from 'aws-local-stepfunctions';
import type { Clock } from '../../../local/stack/clock';
import { Execution, type ExecutionSettings } from '../../../local/stack/execution';
import type { JsonObject } from '../../../local/stack/json';
import { StackClock } from '../../../local/stack/stack-clock';
import { VirtualClock } from '../../../simulator/world/clock';

const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;
const DAY = 24 * HOUR;
const ARN = 'arn:aws:states:us-east-1:111122223333:execution:Machine:it';
const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:It';
const NESTED = 'arn:aws:states:::states:startExecution.sync:2';

const onTheWall = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** An execution of these states, in this order. */
function executionOf(states: JsonObject, clock: Clock, rest: Partial<ExecutionSettings> = {}, TimeoutSeconds?: number) {
  const names = Object.keys(states);
  const definition: JsonObject = { StartAt: names[0] ?? '', States: {} };
  if (TimeoutSeconds !== undefined) definition.TimeoutSeconds = TimeoutSeconds;
  for (const [index, name] of names.entries()) {
    const next = names[index + 1];
    const step = next === undefined ? { End: true } : { Next: next };
    Object.assign(definition.States as JsonObject, { [name]: { ...(states[name] as JsonObject), ...step } });
  }
  return new Execution({
    arn: ARN,
    name: 'it',
    input: '{"seconds":1}',
    stateMachine: { name: 'Machine', arn: ARN.replace(':execution:', ':stateMachine:'), roleArn: '', definition },
    runTask: async () => null,
    Interpreter: StateMachine,
    clock,
    ...rest,
  });
}

const typesOf = ({ history }: Execution) => history.events.map(({ type }) => type);
const lifeOf = ({ startTime, stopTime = Number.NaN }: Execution) => stopTime - startTime;
const wait = (seconds: number): JsonObject => ({ Type: 'Wait', Seconds: seconds });
const task = (rest: JsonObject = {}): JsonObject => ({ Type: 'Task', Resource: FUNCTION, ...rest });
const nested = (rest: JsonObject = {}): JsonObject => ({ Type: 'Task', Resource: NESTED, ...rest });

async function run(execution: Execution, clock: VirtualClock): Promise<Execution> {
  await clock.run(() => {
    execution.start();
    return execution.ended;
  });
  return execution;
}

describe('a Task', () => {
  const clock = new VirtualClock();
  const aDay = async () => {
    await clock.sleep(DAY);
    return 'done';
  };

  test('without a timeout runs as long as its function runs', async () => {
    const execution = await run(executionOf({ Work: task() }, clock, { runTask: aDay }), clock);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
    expect(lifeOf(execution)).toBe(DAY);
  });

  test('without a timeout waits as long as the execution runs that it has started', async () => {
    const startExecution = () => {
      const child = executionOf({ Pause: wait(20 * 24 * 60 * 60) }, clock, { arn: `${ARN}-child` });
      child.start();
      return child;
    };
    const execution = await run(executionOf({ Nest: nested() }, clock, { startExecution }), clock);
    expect(execution.status).toBe('SUCCEEDED');
    expect(lifeOf(execution)).toBe(20 * DAY);
  });

  test('can have its timeout in its input', async () => {
    const work = { Work: task({ TimeoutSecondsPath: '$.seconds' }) };
    const execution = await run(executionOf(work, clock, { runTask: aDay }), clock);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(lifeOf(execution)).toBe(SECOND);
  });

  test('that starts an execution stops it at its timeout', async () => {
    const child = executionOf({ Pause: wait(2 * 24 * 60 * 60) }, clock, { arn: `${ARN}-child` });
    const startExecution = () => {
      child.start();
      return child;
    };
    const nest = { Nest: nested({ TimeoutSeconds: 24 * 60 * 60 }) };
    const execution = await run(executionOf(nest, clock, { startExecution }), clock);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(lifeOf(execution) - DAY).toBeLessThan(10);
    expect(lifeOf(child)).toBe(DAY);
    expect(child.status).toBe('ABORTED');
  });
});

test('an execution can have a timeout that is longer than a timer of Node', async () => {
  const clock = new VirtualClock();
  const runTask = async () => {
    await clock.sleep(HOUR);
    return null;
  };
  const execution = executionOf({ Work: task() }, clock, { runTask }, 40 * 24 * 60 * 60);
  expect((await run(execution, clock)).status).toBe('SUCCEEDED');
});

test('an execution that is stopped at once does nothing', async () => {
  const clock = new VirtualClock();
  let ran = false;
  const runTask = async () => {
    ran = true;
    return null;
  };
  const execution = executionOf({ Work: task() }, clock, { runTask });
  await clock.run(async () => {
    execution.start();
    await execution.stop();
    await clock.sleep(SECOND);
  });
  expect(typesOf(execution)).toEqual(['ExecutionStarted', 'ExecutionAborted']);
  expect(ran).toBe(false);
});

test('a wait and a timeout that are noticed at the same time make one end', async () => {
  const execution = executionOf({ Pause: { Type: 'Wait', SecondsPath: '$.seconds' } }, new StackClock(), {}, 1.001);
  execution.start();
  await onTheWall(100);
  for (const busyUntil = execution.startTime + 1100; Date.now() < busyUntil; );
  await onTheWall(50);
  expect(execution.status).toBe('TIMED_OUT');
  expect(typesOf(execution)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut']);
});

describe('an execution that a Task has started', () => {
  test('is stopped if its parent was stopped while it started', async () => {
    const clock = new VirtualClock();
    const child = executionOf({ Pause: wait(60) }, clock, { arn: `${ARN}-child` });
    const startExecution = async () => {
      await clock.sleep(SECOND);
      child.start();
      return child;
    };
    const parent = executionOf({ Nest: nested() }, clock, { startExecution });
    await clock.run(async () => {
      parent.start();
      await clock.sleep(500);
      await parent.stop();
      await clock.sleep(5 * SECOND);
    });
    expect(child.status).toBe('ABORTED');
    expect(typesOf(parent).at(-1)).toBe('ExecutionAborted');
  });

  test('runs on if somebody redrives it after its parent went on', async () => {
    const clock = new VirtualClock();
    let attempts = 0;
    const runTask = async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('not now');
      await clock.sleep(HOUR);
      return 'done';
    };
    const child = executionOf({ Work: task() }, clock, { arn: `${ARN}-child`, runTask });
    const startExecution = () => {
      child.start();
      return child;
    };
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Pause' }];
    const parent = executionOf({ Nest: nested({ Catch }), Pause: wait(60) }, clock, { startExecution });
    await clock.run(async () => {
      parent.start();
      await clock.sleep(30 * SECOND);
      child.redrive();
      await parent.ended;
      await child.ended;
    });
    expect([parent.status, child.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });
});

describe('on a clock that shortens waits', () => {
  test('the pause before a retry takes its time', async () => {
    const clock = new StackClock(1_000_000);
    let attempts = 0;
    const runTask = async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('not now');
      return null;
    };
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1 }];
    const states = { Pause: wait(60 * 60), Work: task({ Retry }) };
    const execution = executionOf(states, clock, { runTask }, 99_999_999);
    execution.start();
    await execution.ended;
    expect(execution.status).toBe('SUCCEEDED');
    expect(lifeOf(execution) - HOUR).toBeGreaterThanOrEqual(SECOND - 5);
    expect(lifeOf(execution) - HOUR).toBeLessThan(10 * SECOND);
  });

  test('nothing of an execution is left that makes time pass quickly', async () => {
    const clock = new StackClock(1_000_000);
    const startExecution = () => {
      const child = executionOf({ Pause: wait(1) }, clock, { arn: `${ARN}-child` });
      child.start();
      return child;
    };
    const nest = { Nest: nested({ TimeoutSeconds: 99_999_999 }) };
    const execution = executionOf(nest, clock, { startExecution }, 99_999_999);
    execution.start();
    await execution.ended;
    await onTheWall(20);
    const [before, wall] = [clock.now(), Date.now()];
    await onTheWall(100);
    expect(Math.abs(clock.now() - before - (Date.now() - wall))).toBeLessThan(5);
  });
});
