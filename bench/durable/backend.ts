import { randomUUID } from 'node:crypto';
import type { DurableExecutionClient } from '@aws/durable-execution-sdk-js';
import type { VirtualClock } from '../../simulator/world';

type Checkpoint = Parameters<DurableExecutionClient['checkpoint']>[0];
type Update = NonNullable<Checkpoint['Updates']>[number];
type Operation = NonNullable<Awaited<ReturnType<DurableExecutionClient['getExecutionState']>>['Operations']>[number];

/**
 * Lambda's side of durable executions: keeps checkpoints, and invokes the function again when a wait is over. The SDK's
 * own testing package skips time, so latencies mean nothing in it. test/bench/durable.test.ts checks that both count the
 * same operations.
 */
export class DurableBackend implements DurableExecutionClient {
  /** What Lambda charges for, in addition to invocations. */
  durableOperations = 0;
  durableBytesWritten = 0;
  readonly #operations = new Map<string, Map<string, Operation>>();

  constructor(
    private readonly clock: Pick<VirtualClock, 'now' | 'sleep'>,
    private readonly checkpointMilliseconds: () => number,
  ) {}

  /** Runs an execution to its end; `invoke` is one invocation of the function. */
  async run(name: string, input: object, invoke: (event: object) => Promise<unknown>): Promise<void> {
    const operations = new Map<string, Operation>();
    this.#operations.set(name, operations);
    const InputPayload = JSON.stringify(input);
    this.#count(InputPayload);
    operations.set(name, {
      ...{ Id: name, Type: 'EXECUTION', Status: 'STARTED', StartTimestamp: new Date(this.clock.now()) },
      ExecutionDetails: { InputPayload },
    });
    for (;;) {
      const event = {
        DurableExecutionArn: name,
        CheckpointToken: randomUUID(),
        InitialExecutionState: { Operations: [...operations.values()] },
      };
      // After a crash, Lambda invokes the function again, which continues from the last checkpoint.
      const outcome = await invoke(event).catch(() => ({ Status: 'PENDING' }));
      const { Status, Error: error } = outcome as { Status: string; Error?: unknown };
      if (Status === 'SUCCEEDED') break;
      if (Status === 'FAILED') throw new Error(`The durable execution failed: ${JSON.stringify(error)}`);
      await this.#untilDue(operations);
    }
    this.#operations.delete(name);
  }

  async checkpoint({ DurableExecutionArn = '', Updates = [] }: Checkpoint) {
    await this.clock.sleep(this.checkpointMilliseconds());
    const operations = this.#operations.get(DurableExecutionArn) ?? new Map<string, Operation>();
    const Operations = Updates.map((update) => this.#apply(update, operations));
    return { CheckpointToken: randomUUID(), NewExecutionState: { Operations } };
  }

  async getExecutionState({ DurableExecutionArn = '' }: { DurableExecutionArn?: string | undefined }) {
    return { Operations: [...(this.#operations.get(DurableExecutionArn)?.values() ?? [])] };
  }

  #apply(update: Update, operations: Map<string, Operation>): Operation {
    const { Id = '', ParentId, Name, Type, SubType, Action, Payload } = update;
    const now = new Date(this.clock.now());
    const before = operations.get(Id);
    const StartTimestamp = before?.StartTimestamp ?? now;
    const started: Operation = { Id, ParentId, Name, Type, SubType, StartTimestamp, Status: 'STARTED' };
    const operation = { ...started, ...outcome(update, before?.StepDetails?.Attempt ?? 0, now) };
    if (Action !== 'START') this.#count(Payload);
    operations.set(Id, operation);
    return operation;
  }

  /** Each started execution, finished step, and attempt of a wait for a condition is one operation. */
  #count(payload: string | undefined): void {
    this.durableOperations++;
    this.durableBytesWritten += Buffer.byteLength(payload ?? '');
  }

  async #untilDue(operations: Map<string, Operation>): Promise<void> {
    const waiting = [...operations.values()].filter(({ Status }) => Status === 'PENDING');
    const due = Math.min(...waiting.map((operation) => Number(operation.StepDetails?.NextAttemptTimestamp ?? 0)));
    if (Number.isFinite(due)) await this.clock.sleep(Math.max(0, due - this.clock.now()));
    for (const operation of waiting) {
      if (Number(operation.StepDetails?.NextAttemptTimestamp) <= this.clock.now() && operation.Id) {
        operations.set(operation.Id, { ...operation, Status: 'READY' });
      }
    }
  }
}

function outcome({ Action, Payload: Result, StepOptions }: Update, Attempt: number, now: Date): Partial<Operation> {
  if (Action === 'START') return { StepDetails: { Attempt: Attempt + 1 } };
  if (Action === 'SUCCEED') return { Status: 'SUCCEEDED', EndTimestamp: now, StepDetails: { Attempt, Result } };
  if (Action !== 'RETRY') return { Status: 'FAILED', EndTimestamp: now, StepDetails: { Attempt } };
  const NextAttemptTimestamp = new Date(now.getTime() + (StepOptions?.NextAttemptDelaySeconds ?? 0) * 1000);
  return { Status: 'PENDING', StepDetails: { Attempt, Result, NextAttemptTimestamp } };
}
