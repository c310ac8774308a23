import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { LocalStack } from '../../../local/stack';
import type { JsonObject } from '../../../local/stack/json';
import { type NestedExecution, startNested } from '../../../local/stack/nested-execution';
import { ended, startFixture } from '../../fixtures/local-stack/started-stack';

let stack: LocalStack;
let sfn: SFNClient;
let machineArn: string;

beforeAll(async () => {
  ({ stack, sfn } = await startFixture());
  machineArn = stack.outputs.stateMachineArn;
});
afterAll(() => stack.stop());

const childArn = (name: string) => `${machineArn.replace('stateMachine', 'execution')}:${name}`;

/** Starts an execution whose Task starts another one, with this name and this input. */
async function nest(name: string, input: object | string, kind = 'plain'): Promise<string> {
  const stateMachineArn = machineArn.replace('Fixture-Machine', 'Fixture-Parent');
  const request = { stateMachineArn, input: JSON.stringify({ kind, name, input }) };
  return (await sfn.send(new StartExecutionCommand(request))).executionArn ?? '';
}

async function historyOf(executionArn: string): Promise<HistoryEvent[]> {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  return events;
}

const describe1 = (executionArn: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));

/** Resolves when the parent waits for its child. */
async function waitsForChild(parent: string): Promise<void> {
  while (!(await historyOf(parent)).some(({ type }) => type === 'TaskSubmitted')) {
    await new Promise((done) => setTimeout(done, 10));
  }
}

const integration = { resourceType: 'states', resource: 'startExecution.sync:2' };

test('a Task starts an execution, waits for it, and has its description as its result', async () => {
  const parent = await nest('child', { does: 'wait', seconds: 1 });
  const { status, output } = await ended(sfn, parent);
  expect(status).toBe('SUCCEEDED');
  const child = await describe1(childArn('child'));
  const { nested } = JSON.parse(output ?? '');
  expect(nested).toEqual({
    ExecutionArn: childArn('child'),
    Input: { does: 'wait', seconds: 1 },
    InputDetails: { Included: true },
    Name: 'child',
    Output: JSON.parse(child.output ?? ''),
    OutputDetails: { Included: true },
    RedriveCount: 0,
    RedriveStatus: 'NOT_REDRIVABLE',
    RedriveStatusReason: expect.stringContaining('SUCCEEDED'),
    StartDate: child.startDate?.getTime(),
    StateMachineArn: machineArn,
    Status: 'SUCCEEDED',
    StopDate: child.stopDate?.getTime(),
  });
  expect(nested.Output).toMatchObject({ does: 'wait', state: 'Work', execution: { Name: 'child' } });
  expect(nested.StopDate - nested.StartDate).toBeGreaterThanOrEqual(1000);
});

test('the history has the events of the Task, with their details', async () => {
  const parent = await nest('in-history', { does: 'echo' });
  await ended(sfn, parent);
  const events = await historyOf(parent);
  expect(events.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'ChoiceStateEntered',
    'ChoiceStateExited',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
    'TaskStateExited',
    'SucceedStateEntered',
    'SucceedStateExited',
    'ExecutionSucceeded',
  ]);
  const [scheduled, started, submitted, succeeded] = events.slice(4, 8);
  expect(scheduled?.taskScheduledEventDetails).toEqual({
    ...integration,
    region: 'us-east-1',
    parameters: JSON.stringify({ StateMachineArn: machineArn, Name: 'in-history', Input: { does: 'echo' } }),
  });
  expect(started?.taskStartedEventDetails).toEqual(integration);
  const { startDate } = await describe1(childArn('in-history'));
  expect(submitted?.taskSubmittedEventDetails).toEqual({
    ...integration,
    output: JSON.stringify({ ExecutionArn: childArn('in-history'), StartDate: startDate?.getTime() }),
    outputDetails: { truncated: false },
  });
  expect(succeeded?.taskSucceededEventDetails).toMatchObject({ ...integration, outputDetails: { truncated: false } });
  const result = JSON.parse(succeeded?.taskSucceededEventDetails?.output ?? '');
  expect(result).toMatchObject({ Name: 'in-history', Output: { does: 'echo' } });
});

test('the Task fails when the execution fails, with its description as the cause', async () => {
  const parent = await nest('fails', { does: 'throw' });
  const { status, error, cause } = await ended(sfn, parent);
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.TaskFailed' });
  const described = JSON.parse(cause ?? '');
  expect(described).toMatchObject({
    ExecutionArn: childArn('fails'),
    Input: '{"does":"throw"}',
    Status: 'FAILED',
    Error: 'Thrown',
    RedriveStatus: 'REDRIVABLE',
  });
  expect(JSON.parse(described.Cause)).toMatchObject({ errorType: 'Thrown' });
  expect(Object.keys(described)).toEqual(Object.keys(described).sort());
  const failed = (await historyOf(parent)).at(-2);
  expect(failed?.taskFailedEventDetails).toEqual({ ...integration, error, cause });
});

test('the name of an execution that has ended cannot be used again, as a redrive of the parent finds out', async () => {
  const parent = await nest('taken', { does: 'throw' });
  await ended(sfn, parent);
  await sfn.send(new RedriveExecutionCommand({ executionArn: parent }));
  const redriven = await ended(sfn, parent);
  expect(redriven).toMatchObject({
    status: 'FAILED',
    error: 'StepFunctions.ExecutionAlreadyExistsException',
    cause: expect.stringContaining(`Execution Already Exists: '${childArn('taken')}'`),
    redriveCount: 1,
  });
  expect((await historyOf(parent)).slice(-5).map(({ type }) => type)).toEqual([
    'ExecutionRedriven',
    'TaskScheduled',
    'TaskStarted',
    'TaskFailed',
    'ExecutionFailed',
  ]);
});

test('a redriven child does not change its parent', async () => {
  const parent = await nest('redriven', { does: 'throw' });
  await ended(sfn, parent);
  await sfn.send(new RedriveExecutionCommand({ executionArn: childArn('redriven') }));
  expect(await ended(sfn, childArn('redriven'))).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  expect(await describe1(parent)).toMatchObject({ status: 'FAILED' });
});

test('an execution that runs already, with the same input, is waited for', async () => {
  const input = { does: 'wait', seconds: 1 };
  const request = { stateMachineArn: machineArn, name: 'shared', input: JSON.stringify(input) };
  await sfn.send(new StartExecutionCommand(request));
  const { output } = await ended(sfn, await nest('shared', input));
  const { startDate } = await describe1(childArn('shared'));
  expect(JSON.parse(output ?? '').nested).toMatchObject({ Status: 'SUCCEEDED', StartDate: startDate?.getTime() });
});

test('the Task fails when there is no such state machine, which States.TaskFailed catches', async () => {
  const { output } = await ended(sfn, await nest('stray', {}, 'stray'));
  expect(JSON.parse(output ?? '').failure).toEqual({
    Error: 'StepFunctions.StateMachineDoesNotExistException',
    Cause: expect.stringContaining(`State Machine Does Not Exist: '${machineArn}-that-is-gone'`),
  });
});

test('the Task fails when an execution cannot have that name', async () => {
  expect(await ended(sfn, await nest('no name', {}))).toMatchObject({ error: 'StepFunctions.InvalidNameException' });
});

test('an input that is text is passed on as it is', async () => {
  const { output } = await ended(sfn, await nest('text', '{ "does": "echo" }'));
  expect(JSON.parse(output ?? '').nested.Input).toEqual({ does: 'echo' });
  expect((await describe1(childArn('text'))).input).toBe('{ "does": "echo" }');
  expect(await ended(sfn, await nest('no-json', 'echo'))).toMatchObject({
    error: 'StepFunctions.InvalidExecutionInputException',
  });
});

test('a Task may leave out the name and the input', async () => {
  const requests: JsonObject[] = [];
  const start = (request: JsonObject) => {
    requests.push(request);
    return {} as NestedExecution;
  };
  await startNested(start, { StateMachineArn: machineArn });
  expect(requests).toEqual([{ stateMachineArn: machineArn, input: '{}' }]);
});

test('an error that is not of Step Functions stays what it is', async () => {
  const start = () => {
    throw new RangeError('broken');
  };
  await expect(startNested(start, {})).rejects.toThrow(new RangeError('broken'));
  await expect(startNested(undefined, {})).rejects.toMatchObject({ name: 'States.Runtime', isCatchable: false });
});

test('stopping the parent stops the execution that it waits for', async () => {
  const parent = await nest('stopped', { does: 'wait', seconds: 3600 });
  await waitsForChild(parent);
  await sfn.send(new StopExecutionCommand({ executionArn: parent, error: 'Enough' }));
  expect(await describe1(childArn('stopped'))).toMatchObject({
    status: 'ABORTED',
    cause: expect.stringContaining(parent),
  });
  const types = (await historyOf(parent)).map(({ type }) => type);
  expect(types.slice(-2)).toEqual(['TaskSubmitted', 'ExecutionAborted']);
});

test('the timeout of the Task stops the execution, and States.TaskFailed does not match it', async () => {
  const parent = await nest('too-long', { does: 'wait', seconds: 3600 }, 'short');
  const { output } = await ended(sfn, parent);
  expect(JSON.parse(output ?? '').failure).toMatchObject({ Error: 'States.Timeout' });
  expect(await describe1(childArn('too-long'))).toMatchObject({ status: 'ABORTED' });
  const timedOut = (await historyOf(parent)).filter(({ type }) => /^Task(?!State)/.test(type ?? ''));
  expect(timedOut.map(({ type }) => type)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskTimedOut']);
  expect(timedOut[0]?.taskScheduledEventDetails).toMatchObject({ timeoutInSeconds: 1 });
  expect(timedOut[3]?.taskTimedOutEventDetails).toEqual({ ...integration, error: 'States.Timeout' });
});

test('an execution that a Task started is listed with the others of its state machine', async () => {
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn }));
  expect(executions.map(({ name }) => name)).toEqual(expect.arrayContaining(['child', 'too-long']));
});
