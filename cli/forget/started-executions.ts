import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  type ExecutionStatus,
  paginateListExecutions,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { forEachLimited } from '../../lambda/common/concurrency';
import { type Person, personOf } from '../../lib/contract/person';
import {
  type ExecutionIdentity,
  executionArn,
  isSameStart,
  MAX_CALLS_AT_ONCE,
  MAX_END_MS,
  type StateMachineArns,
} from './execution';

/** Those whose end could still be recorded. */
const UNSUCCESSFUL: readonly ExecutionStatus[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

export interface ListedExecution extends ExecutionIdentity {
  readonly isRunning: boolean;
}

/** An execution whose input names the person. */
export interface OwnExecution extends ExecutionIdentity {
  readonly triggerId?: string;
}

/** What the inputs of executions say. The table may not know these executions yet. */
export interface StartedByInput {
  /** About the person, also those that an earlier look found. */
  readonly own: readonly OwnExecution[];
  /** Scans of task ids that run. Their input does not say whose the tasks are. */
  readonly shared: readonly ExecutionIdentity[];
}

/** What an input is about. `undefined` is somebody else. */
type Subject = { readonly triggerId?: string } | 'shared' | undefined;

/** Finds the executions of a person that have not recorded anything, by their input. */
export class StartedExecutions {
  /** The input of an execution never changes, so each one is read once. */
  readonly #subjects = new Map<string, Subject>();
  readonly #own = new Map<string, OwnExecution>();

  constructor(
    private readonly stepFunctions: SFNClient,
    private readonly arns: StateMachineArns,
    private readonly person: Person,
  ) {}

  /**
   * Lists the executions that run and, unless the look is quick, those that ended without success. Read the table after
   * that: what ends in the meantime is recorded there.
   */
  async list(isQuick: boolean): Promise<ListedExecution[]> {
    const listed: ListedExecution[] = [];
    // Watches before scans, because they start them. And what runs first, because it can end in the meantime.
    for (const kind of ['watch', 'scan'] as const) {
      for (const status of ['RUNNING' as const, ...(isQuick ? [] : UNSUCCESSFUL)]) {
        listed.push(...(await this.ofStatus(kind, status)));
      }
    }
    return listed;
  }

  /** @param known the scans of which the table says whom they are about, with their start in milliseconds */
  async identify(listed: readonly ListedExecution[], known: ReadonlyMap<string, number>): Promise<StartedByInput> {
    const isKnown = ({ of, name, startedAt }: ListedExecution) =>
      of === 'scan' && isSameStart(known.get(name) ?? Number.NaN, Date.parse(startedAt));
    const unknown = listed.filter((execution) => !isKnown(execution));
    await forEachLimited(unknown, MAX_CALLS_AT_ONCE, async (execution) => {
      const key = keyOf(execution);
      if (!this.#subjects.has(key)) this.#subjects.set(key, await this.subjectOf(execution));
      const subject = this.#subjects.get(key);
      if (typeof subject === 'object') this.#own.set(key, { ...execution, ...subject });
    });
    const isShared = (execution: ListedExecution) =>
      execution.isRunning && this.#subjects.get(keyOf(execution)) === 'shared';
    return { own: [...this.#own.values()], shared: unknown.filter(isShared) };
  }

  private async ofStatus(of: ExecutionIdentity['of'], status: ExecutionStatus): Promise<ListedExecution[]> {
    const oldest = status === 'RUNNING' ? 0 : Date.now() - MAX_END_MS;
    const listed: ListedExecution[] = [];
    const question = { stateMachineArn: this.arns[of], statusFilter: status };
    for await (const { executions = [] } of paginateListExecutions({ client: this.stepFunctions }, question)) {
      const recent = executions.filter(({ startDate }) => Number(startDate) >= oldest);
      listed.push(...recent.map((item) => ({ of, ...identityOf(item), isRunning: status === 'RUNNING' })));
      // The newest come first.
      if (recent.length < executions.length) break;
    }
    return listed;
  }

  private async subjectOf(execution: ListedExecution): Promise<Subject> {
    try {
      const { input } = await this.stepFunctions.send(
        new DescribeExecutionCommand({ executionArn: executionArn(this.arns, execution) }),
      );
      const { email, taskIds, trigger } = asObject(JSON.parse(input ?? 'null'));
      if (typeof email === 'string' && personOf(email).key === this.person.key) {
        const { id } = asObject(trigger);
        return typeof id === 'string' ? { triggerId: id.toWellFormed() } : {};
      }
      return execution.of === 'scan' && email === undefined && taskIds !== undefined ? 'shared' : undefined;
    } catch (failed) {
      if ((failed as Error).name === 'ExecutionDoesNotExist') return undefined;
      throw failed;
    }
  }
}

const identityOf = ({ name = '', startDate }: ExecutionListItem) => ({
  name,
  startedAt: new Date(Number(startDate)).toISOString(),
});

const keyOf = ({ of, name, startedAt }: ExecutionIdentity): string => `${of} ${name} ${startedAt}`;

/** Inputs are valid JSON, and can be anything. */
const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
