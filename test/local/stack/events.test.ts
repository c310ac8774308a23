import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { LocalStack, PublishedEvent } from '../../../local/stack';
import { type Clock, systemClock } from '../../../local/stack/clock';
import { EventBus } from '../../../local/stack/event-bus';
import { startFixture } from '../../fixtures/local-stack/started-stack';

let stack: LocalStack;
let events: EventBridgeClient;
let sfn: SFNClient;
const heard: PublishedEvent[] = [];

beforeAll(async () => {
  ({ stack, events, sfn } = await startFixture({ onEvent: (event) => heard.push(event) }));
});
afterAll(() => stack.stop());

function put(...Entries: PutEventsRequestEntry[]) {
  return events.send(new PutEventsCommand({ Entries }));
}

async function until<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const answer = { Source: 'mine', DetailType: 'Answer', Detail: '{"n":1}', EventBusName: 'default' };

test('a rule starts an execution with the input that its transformer makes', async () => {
  const Detail = JSON.stringify({ email: 'ana."quoted"@example.com' });
  const Time = new Date('2026-11-22T10:20:30.456Z');
  const put1 = await put({ Source: 'com.example.hr', DetailType: 'Employee Offboarded', Detail, Time });
  const id = put1.Entries?.[0]?.EventId;
  const { stateMachineArn } = stack.outputs;
  const executionArn = await until(async () => {
    const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions?.[0]?.executionArn;
  });
  expect(executionArn).toContain(id);
  const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  expect(JSON.parse(input ?? '')).toEqual({
    email: 'ana."quoted"@example.com',
    trigger: { id, source: 'com.example.hr', time: '2026-11-22T10:20:30Z' },
  });
});

test('a rule starts an execution with the event of another execution that was stopped', async () => {
  const { stateMachineArn } = stack.outputs;
  const input = '{"does":"wait","seconds":3600}';
  const { executionArn, startDate } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: 'stopped', input }),
  );
  await sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough' }));
  const watcherArn = stateMachineArn.replace('Fixture-Machine', 'Fixture-Watcher');
  const started = await until(async () => {
    const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: watcherArn }));
    return executions?.[0];
  });
  const execution = await sfn.send(new DescribeExecutionCommand({ executionArn: started.executionArn }));
  expect(JSON.parse(execution.input ?? '')).toMatchObject({
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    detail: {
      ...{ executionArn, stateMachineArn, name: 'stopped', status: 'ABORTED', error: 'Enough', input },
      ...{ startDate: startDate?.getTime(), stopDate: expect.any(Number), redriveCount: 0 },
    },
  });
  expect(stack.published.filter(({ source }) => source === 'aws.states')).toEqual([]);
});

test('the event of an execution leaves out an input that is too long for it', async () => {
  const { stateMachineArn } = stack.outputs;
  const input = JSON.stringify({ does: 'wait', seconds: 3600, more: 'x'.repeat(254_000) });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'long', input }));
  await sfn.send(new StopExecutionCommand({ executionArn }));
  const watcherArn = stateMachineArn.replace('Fixture-Machine', 'Fixture-Watcher');
  const detail = await until(async () => {
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: watcherArn }));
    const inputs = await Promise.all(executions.map((each) => sfn.send(new DescribeExecutionCommand(each))));
    return inputs.map((each) => JSON.parse(each.input ?? '').detail).find(({ name }) => name === 'long');
  });
  expect(detail).toMatchObject({ executionArn, status: 'ABORTED', input: null, inputDetails: { included: false } });
});

test('keeps what was published, in order, and tells as it comes', async () => {
  const { Entries, FailedEntryCount } = await put(answer, { ...answer, Detail: '{"n":2}' });
  expect(FailedEntryCount).toBe(0);
  const published = stack.published.filter(({ source }) => source === 'mine');
  expect(published).toMatchObject([
    { id: Entries?.[0]?.EventId, detailType: 'Answer', detail: { n: 1 }, eventBusName: 'default' },
    { id: Entries?.[1]?.EventId, detailType: 'Answer', detail: { n: 2 }, eventBusName: 'default' },
  ]);
  expect(heard).toEqual(stack.published);
});

test('takes what it can of a request, and says entry by entry what it refuses', async () => {
  const { Entries, FailedEntryCount } = await put(
    { ...answer, Source: 'aws.mine' },
    { ...answer, Detail: 'no JSON' },
    { ...answer, Detail: '[1]' },
    { ...answer, Source: undefined },
    { ...answer, DetailType: '' },
    { ...answer, EventBusName: 'nowhere' },
    answer,
    { ...answer, EventBusName: 'arn:aws:events:us-east-1:111122223333:event-bus/default' },
  );
  expect(FailedEntryCount).toBe(6);
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    'NotAuthorizedForSourceException',
    'MalformedDetail',
    'MalformedDetail',
    'InvalidArgument',
    'InvalidArgument',
    'InvalidArgument',
    undefined,
    undefined,
  ]);
});

test('refuses a request of too many or too large entries', async () => {
  const eleven = Array.from({ length: 11 }, () => answer);
  await expect(put(...eleven)).rejects.toMatchObject({ name: 'ValidationException' });
  const large = { ...answer, Detail: JSON.stringify({ text: 'x'.repeat(256 * 1024) }) };
  await expect(put(large)).rejects.toThrow('Total size of the entries in the request is over the limit.');
});

describe('a delivery', () => {
  /** How often the clock was held at each attempt, and after the last one. */
  const held: number[] = [];

  /** Puts an event on a bus with one rule for it, and returns the names of the attempts. */
  async function deliver(inputTemplate: string, failures: number): Promise<string[]> {
    const names: string[] = [];
    held.length = 0;
    let holds = 0;
    const hold = () => {
      holds += 1;
      return () => {
        holds -= 1;
      };
    };
    const delivered = Promise.withResolvers<void>();
    const clock: Clock = { ...systemClock, hold, after: (_, work) => systemClock.after(0, work) };
    const bus = new EventBus({
      clock,
      deployment: { accountId: '111122223333', region: 'us-east-1' },
      buses: ['default'],
      eventId: () => 'event',
      rules: [
        {
          arn: 'rule',
          eventBusName: 'default',
          eventPattern: { source: ['mine'] },
          targets: [{ arn: 'machine', transformer: { inputPathsMap: {}, inputTemplate } }],
        },
      ],
      onEvent: () => setTimeout(delivered.resolve, 100),
      deliver: async (_arn, _input, name) => {
        names.push(name);
        held.push(holds);
        if (names.length <= failures) throw new Error('not now');
      },
    });
    bus.handle('PutEvents', { Entries: [answer] });
    await delivered.promise;
    await bus.stop();
    held.push(holds);
    return names;
  }

  test('is attempted again, under the same name', async () => {
    const names = await deliver('{}', 2);
    expect(names).toHaveLength(3);
    expect(new Set(names)).toEqual(new Set([expect.stringMatching(/^event_/)]));
    expect(held).toEqual([1, 1, 1, 0]);
  });

  test('ends after three attempts, or when the input is not JSON', async () => {
    expect(await deliver('{}', 9)).toHaveLength(3);
    expect(await deliver('{"a":<nothing>}', 0)).toEqual([]);
  });
});
