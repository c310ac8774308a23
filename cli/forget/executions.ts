import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { forEachLimited } from '../../lambda/common/concurrency';
import { ScanErrorName, WatchErrorName } from '../../lib/contract/names';
import { functionTimeouts, MAX_FUNCTION_TIMEOUT, MAX_POLL_WINDOW } from '../../lib/contract/time-budgets';
import {
  executionArn,
  isSameStart,
  MAX_AGE_MS,
  MAX_CALLS_AT_ONCE,
  MAX_END_MS,
  type PersonExecution,
  type StateMachineArns,
} from './execution';

/**
 * How long after its end an execution that did not succeed is usually written about. EndedScans and EndedWatches wait for
 * the timeout of the longest function, and then take moments. Some minutes are for the clocks.
 */
const SETTLING_MS = {
  scan: (MAX_FUNCTION_TIMEOUT + 180) * 1000,
  watch: (functionTimeouts(MAX_POLL_WINDOW).watch + 180) * 1000,
} as const;

export interface Looked {
  /** Running, or ended but not yet recorded as such. */
  readonly unsettled: readonly PersonExecution[];
  readonly running: readonly PersonExecution[];
  /** Recorded as running, but the state machine has no such execution. */
  readonly lost: readonly PersonExecution[];
  /** Ended without success, and their end can be recorded again as long as nothing says that they are forgotten. */
  readonly ended: readonly PersonExecution[];
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
    const [unsettled, running, lost, ended]: PersonExecution[][] = [[], [], [], []];
    await forEachLimited(executions.filter(canRun(now)), MAX_CALLS_AT_ONCE, async (execution) => {
      const described = await this.describe(execution);
      if (described === undefined) {
        if (execution.isOpen) lost?.push(execution);
        return;
      }
      const { status, stopDate } = described;
      if (status === 'SUCCEEDED' || (status !== 'RUNNING' && execution.isForgotten)) return;
      if (status === 'RUNNING') running?.push(execution);
      if (!this.isSettled(execution, stopDate, now)) unsettled?.push(execution);
      else if (Number(stopDate) > now - MAX_END_MS) ended?.push(execution);
    });
    return { unsettled: unsettled ?? [], running: running ?? [], lost: lost ?? [], ended: ended ?? [] };
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
      return isSameStart(Number(described.startDate), Date.parse(execution.startedAt)) ? described : undefined;
    } catch (failed) {
      if ((failed as Error).name === 'ExecutionDoesNotExist') return undefined;
      throw failed;
    }
  }

  /** Whether nothing will be written any more about an execution that did not succeed, as long as all goes well. */
  private isSettled(
    { of, name, settledAt, isNotBegun }: PersonExecution,
    stopDate: Date | undefined,
    now: number,
  ): boolean {
    if (stopDate === undefined) return false;
    if (isNotBegun || (settledAt !== undefined && Date.parse(settledAt) >= stopDate.getTime())) return true;
    const seen = this.#seen.get(name) ?? now;
    this.#seen.set(name, seen);
    return now > Math.min(stopDate.getTime(), seen) + SETTLING_MS[of];
  }

  private arnOf(execution: PersonExecution): string {
    return executionArn(this.arns, execution);
  }
}

const canRun =
  (now: number) =>
  ({ of, startedAt, isOpen }: PersonExecution): boolean =>
    isOpen || Date.parse(startedAt) > now - MAX_AGE_MS[of];
