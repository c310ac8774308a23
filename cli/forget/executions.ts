import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { forEachLimited } from '../../lambda/common/concurrency';
import { ScanErrorName, WatchErrorName } from '../../lib/contract/names';
import { MAX_FUNCTION_TIMEOUT } from '../../lib/contract/time-budgets';
import type { PersonExecution } from './person-data';

/** Scans end within a day or two, and can be redriven for two weeks. Watches can take a year. */
const MAX_AGE_MS = { scan: 30 * 86_400_000, watch: 366 * 86_400_000 } as const;

/**
 * How long after its end an execution that did not succeed can still be written about. EndedScans and EndedWatches wait
 * for the timeout of the longest function, and then take moments. Some minutes are for the clocks.
 */
const SETTLING_MS = (MAX_FUNCTION_TIMEOUT + 180) * 1000;

/** The answer could have the start of the execution in whole seconds. */
const START_DIFFERENCE_MS = 1000;

const MAX_CALLS_AT_ONCE = 5;

export type StateMachineArns = Readonly<Record<PersonExecution['of'], string>>;

export interface Looked {
  /** Running, or ended but not yet recorded as such. */
  readonly unsettled: readonly PersonExecution[];
  readonly running: readonly PersonExecution[];
  /** Recorded as running, but the state machine has no such execution. */
  readonly lost: readonly PersonExecution[];
}

/** The executions that can write about a person. */
export class Executions {
  /** When an execution was first seen to have ended, by name. The clock of AWS can be ahead of this one. */
  readonly #seen = new Map<string, number>();

  constructor(
    private readonly stepFunctions: SFNClient,
    private readonly arns: StateMachineArns,
  ) {}

  async look(executions: readonly PersonExecution[], now: number): Promise<Looked> {
    const [unsettled, running, lost]: PersonExecution[][] = [[], [], []];
    await forEachLimited(executions.filter(canRun(now)), MAX_CALLS_AT_ONCE, async (execution) => {
      const described = await this.describe(execution);
      if (described === undefined) {
        if (execution.isOpen) lost?.push(execution);
        return;
      }
      if (described.status === 'RUNNING' || described.status === 'PENDING_REDRIVE') running?.push(execution);
      if (!this.isSettled(execution, described, now)) unsettled?.push(execution);
    });
    return { unsettled: unsettled ?? [], running: running ?? [], lost: lost ?? [] };
  }

  async stop(executions: readonly PersonExecution[]): Promise<void> {
    await forEachLimited(executions, MAX_CALLS_AT_ONCE, async (execution) => {
      const error = execution.of === 'scan' ? ScanErrorName.STOPPED : WatchErrorName.STOPPED;
      const cause = 'Stopped with user-access forget.';
      try {
        await this.stepFunctions.send(new StopExecutionCommand({ executionArn: this.arnOf(execution), error, cause }));
      } catch (failed) {
        if ((failed as Error).name !== 'ExecutionDoesNotExist') throw failed;
      }
    });
  }

  private async describe(execution: PersonExecution): Promise<DescribeExecutionCommandOutput | undefined> {
    try {
      const described = await this.stepFunctions.send(
        new DescribeExecutionCommand({ executionArn: this.arnOf(execution) }),
      );
      // Step Functions frees a name after 90 days. The execution that has it now can be about somebody else.
      const difference = Math.abs(Number(described.startDate) - Date.parse(execution.startedAt));
      return difference < START_DIFFERENCE_MS ? described : undefined;
    } catch (failed) {
      if ((failed as Error).name === 'ExecutionDoesNotExist') return undefined;
      throw failed;
    }
  }

  /** Whether nothing will be written any more about an execution. */
  private isSettled(
    { name, settledAt }: PersonExecution,
    { status, stopDate }: DescribeExecutionCommandOutput,
    now: number,
  ): boolean {
    if (status === 'SUCCEEDED') return true;
    if (stopDate === undefined) return false;
    if (settledAt !== undefined && Date.parse(settledAt) >= stopDate.getTime()) return true;
    const seen = this.#seen.get(name) ?? now;
    this.#seen.set(name, seen);
    return now > Math.min(stopDate.getTime(), seen) + SETTLING_MS;
  }

  private arnOf({ of, name }: PersonExecution): string {
    return `${this.arns[of].replace(':stateMachine:', ':execution:')}:${name}`;
  }
}

const canRun =
  (now: number) =>
  ({ of, startedAt, isOpen }: PersonExecution): boolean =>
    isOpen || Date.parse(startedAt) > now - MAX_AGE_MS[of];
