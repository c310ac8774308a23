import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type ListExecutionsCommandInput,
  ListStateMachinesCommand,
  RedriveExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { LocalStack } from '../../../local/stack';
import { ended, startFixture } from '../../fixtures/local-stack/started-stack';

let stack: LocalStack;
let sfn: SFNClient;
let stateMachineArn: string;

beforeAll(async () => {
  ({ stack, sfn } = await startFixture());
  stateMachineArn = stack.outputs.stateMachineArn;
});
afterAll(() => stack.stop());

async function start(input: object, name?: string): Promise<string> {
  const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
  return (await sfn.send(command)).executionArn ?? '';
}

async function historyTypes(executionArn: string, reverseOrder = false): Promise<(string | undefined)[]> {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder }));
  return events.map(({ type }) => type);
}

test('runs an execution through its states', async () => {
  const executionArn = await start({ does: 'wait', seconds: 1 }, 'straight');
  expect(executionArn).toBe('arn:aws:states:us-east-1:111122223333:execution:Fixture-Machine:straight');
  expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'RUNNING',
    redriveStatus: 'NOT_REDRIVABLE',
  });
  const execution = await ended(sfn, executionArn);
  expect(execution).toMatchObject({ status: 'SUCCEEDED', name: 'straight', stateMachineArn, redriveCount: 0 });
  expect(JSON.parse(execution.output ?? '')).toMatchObject({
    state: 'Work',
    execution: { Id: executionArn, Name: 'straight', RedriveCount: 0, StartTime: execution.startDate?.toISOString() },
  });
  const lived = Number(execution.stopDate) - Number(execution.startDate);
  expect(lived).toBeGreaterThanOrEqual(1000);
  expect(await historyTypes(executionArn)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionSucceeded',
    'TaskStateExited',
    'ChoiceStateEntered',
    'ChoiceStateExited',
    'WaitStateEntered',
    'WaitStateExited',
    'SucceedStateEntered',
    'SucceedStateExited',
    'ExecutionSucceeded',
  ]);
});

test('fails an execution with the name and the words of what the function threw', async () => {
  const executionArn = await start({ does: 'throw' }, 'thrown');
  const execution = await ended(sfn, executionArn);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'Thrown', redriveStatus: 'REDRIVABLE' });
  expect(JSON.parse(execution.cause ?? '')).toEqual({
    errorType: 'Thrown',
    errorMessage: 'nothing to be done',
    trace: expect.arrayContaining(['Thrown: nothing to be done']),
  });
  const { events } = await sfn.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 2 }),
  );
  expect(events).toMatchObject([
    { id: 6, previousEventId: 5, type: 'ExecutionFailed', executionFailedEventDetails: { error: 'Thrown' } },
    { id: 5, previousEventId: 4, type: 'LambdaFunctionFailed', lambdaFunctionFailedEventDetails: { error: 'Thrown' } },
  ]);
});

test('redrives an execution from the state that failed', async () => {
  const executionArn = await start({ does: 'throw' }, 'redriven');
  const failed = await ended(sfn, executionArn);
  await sfn.send(new RedriveExecutionCommand({ executionArn }));
  const execution = await ended(sfn, executionArn);
  expect(execution).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1, startDate: failed.startDate });
  expect(execution.error).toBeUndefined();
  expect(JSON.parse(execution.output ?? '')).toMatchObject({
    does: 'throw',
    execution: { RedriveCount: 1, StartTime: failed.startDate?.toISOString() },
  });
  expect((await historyTypes(executionArn)).slice(5, 11)).toEqual([
    'ExecutionFailed',
    'ExecutionRedriven',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionSucceeded',
    'TaskStateExited',
  ]);
  await expect(sfn.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: 'ExecutionNotRedrivable',
  });
});

test('retries and catches by the name of the error', async () => {
  const flaky = await ended(sfn, await start({ does: 'flaky' }));
  expect(JSON.parse(flaky.output ?? '')).toMatchObject({ attempt: 2 });
  const caught = await ended(sfn, await start({ does: 'caught' }));
  expect(JSON.parse(caught.output ?? '')).toEqual({ Error: 'Expected', Cause: expect.stringContaining('go round it') });
});

test('ends an invocation at its timeout, and one that leaves its runtime', async () => {
  const slow = await ended(sfn, await start({ does: 'sleep' }));
  expect(slow).toMatchObject({ status: 'FAILED', error: 'Sandbox.Timedout' });
  expect(JSON.parse(slow.cause ?? '').errorMessage).toMatch(
    /^RequestId: \S+ Error: Task timed out after 1.00 seconds$/,
  );
  expect(await ended(sfn, await start({ does: 'exit' }))).toMatchObject({
    status: 'FAILED',
    error: 'Runtime.ExitError',
  });
});

test('runs many invocations at once', async () => {
  const executions = await Promise.all(Array.from({ length: 40 }, () => start({ does: 'echo' })));
  const statuses = await Promise.all(executions.map(async (arn) => (await ended(sfn, arn)).status));
  expect(new Set(statuses)).toEqual(new Set(['SUCCEEDED']));
});

test('stops an execution, which a redrive takes up again', async () => {
  const executionArn = await start({ does: 'wait', seconds: 2 }, 'stopped');
  while (!(await historyTypes(executionArn)).includes('WaitStateEntered'))
    await new Promise((resolve) => setTimeout(resolve, 20));
  await sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'because' }));
  const stopped = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  expect(stopped).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'because' });
  expect((await historyTypes(executionArn, true))[0]).toBe('ExecutionAborted');
  await sfn.send(new RedriveExecutionCommand({ executionArn }));
  expect(await ended(sfn, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  expect((await historyTypes(executionArn)).filter((type) => type === 'LambdaFunctionScheduled')).toHaveLength(1);
});

test('starts an execution once, however often it is asked to', async () => {
  const first = await start({ does: 'wait', seconds: 1 }, 'once');
  expect(await start({ does: 'wait', seconds: 1 }, 'once')).toBe(first);
  await expect(start({ does: 'wait', seconds: 2 }, 'once')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  await ended(sfn, first);
  await expect(start({ does: 'wait', seconds: 1 }, 'once')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
});

test('lists executions, newest first, page by page, by status', async () => {
  const names: (string | undefined)[] = [];
  let nextToken: string | undefined;
  do {
    const command = new ListExecutionsCommand({ stateMachineArn, maxResults: 7, nextToken });
    const page = await sfn.send(command);
    expect(page.executions?.length).toBeLessThanOrEqual(7);
    names.push(...(page.executions ?? []).map(({ name }) => name));
    nextToken = page.nextToken;
  } while (nextToken);
  expect(new Set(names).size).toBe(names.length);
  expect(names[0]).toBe('once');
  expect(names.at(-1)).toBe('straight');
  const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'FAILED' }));
  expect(new Set(executions?.map(({ status }) => status))).toEqual(new Set(['FAILED']));
  const forged = new ListExecutionsCommand({ stateMachineArn, nextToken: 'forged' });
  await expect(sfn.send(forged)).rejects.toMatchObject({ name: 'InvalidToken' });
});

test('lists the executions of one state machine', async () => {
  const watcher = stateMachineArn.replace('Fixture-Machine', 'Fixture-Watcher');
  await sfn.send(new StartExecutionCommand({ stateMachineArn: watcher, name: 'other' }));
  const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: watcher }));
  const names = executions?.map(({ name }) => name);
  expect([names?.includes('other'), names?.includes('straight')]).toEqual([true, false]);
});

test('lists the executions that were redriven, and the others', async () => {
  const list = async (redriveFilter: 'REDRIVEN' | 'NOT_REDRIVEN') => {
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, redriveFilter }));
    return executions.map(({ name, redriveCount }) => ({ name, redriveCount }));
  };
  expect((await list('REDRIVEN')).map(({ name }) => name)).toEqual(['stopped', 'redriven']);
  const others = await list('NOT_REDRIVEN');
  expect(others).toContainEqual({ name: 'straight', redriveCount: 0 });
  expect(new Set(others.map(({ redriveCount }) => redriveCount))).toEqual(new Set([0]));
});

const enumOf = (member: string, values: string) =>
  new RegExp(`^1 validation error detected: Value 'Running' at '${member}' failed .* enum value set: \\[${values}\\]$`);
test.each([
  [
    { statusFilter: 'Running' },
    'ValidationException',
    enumOf('statusFilter', 'RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE'),
  ],
  [{ redriveFilter: 'Running' }, 'ValidationException', enumOf('redriveFilter', 'REDRIVEN, NOT_REDRIVEN')],
  [{ statusFilter: 'PENDING_REDRIVE' }, 'ValidationException', /Map Run/],
  [{ maxResults: 1001 }, 'ValidationException', /less than or equal to 1000$/],
  [{ maxResults: -1 }, 'ValidationException', /greater than or equal to 0$/],
  [{ stateMachineArn: undefined }, 'ValidationException', /Must provide a StateMachine ARN or MapRun ARN$/],
  [{ mapRunArn: 'arn' }, 'ValidationException', /Must provide a StateMachine ARN or MapRun ARN$/],
  [{ stateMachineArn: undefined, mapRunArn: 'arn' }, 'ResourceNotFound', /^Resource not found: 'arn'$/],
])('does not list executions by %p', async (request, name, message) => {
  const command = new ListExecutionsCommand({ stateMachineArn, ...request } as ListExecutionsCommandInput);
  await expect(sfn.send(command)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
});
test('lists the state machines, page by page', async () => {
  const { stateMachines: all = [] } = await sfn.send(new ListStateMachinesCommand({}));
  expect(all).toContainEqual({
    ...{ stateMachineArn, name: 'Fixture-Machine', type: 'STANDARD', creationDate: expect.any(Date) },
  });
  const paged: typeof all = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(new ListStateMachinesCommand({ maxResults: 1, nextToken }));
    expect(page.stateMachines).toHaveLength(1);
    paged.push(...(page.stateMachines ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(paged).toEqual(all);
});

test('describes the state machine with the ARNs filled in', async () => {
  const { definition, type } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect(type).toBe('STANDARD');
  expect(JSON.parse(definition ?? '').States.Work).toMatchObject({
    Resource: 'arn:aws:lambda:us-east-1:111122223333:function:Fixture-Worker',
    Catch: [{ ResultPath: '$' }],
  });
});

const other = 'arn:aws:states:us-east-1:111122223333:stateMachine:Other';
test.each([
  ['InvalidName', { name: 'a b' }],
  ['ValidationException', { name: 'x'.repeat(81) }],
  ['InvalidExecutionInput', { input: '{' }],
  ['ValidationException', { input: JSON.stringify('x'.repeat(256 * 1024)) }],
  ['StateMachineDoesNotExist', { stateMachineArn: other }],
  ['InvalidArn', { stateMachineArn: 'arn:nothing' }],
])('refuses to start with %s', async (name, request) => {
  const command = new StartExecutionCommand({ stateMachineArn, ...request });
  await expect(sfn.send(command)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
});

test('knows no execution that was not started', async () => {
  const executionArn = 'arn:aws:states:us-east-1:111122223333:execution:Fixture-Machine:never';
  const command = new DescribeExecutionCommand({ executionArn });
  await expect(sfn.send(command)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
});
