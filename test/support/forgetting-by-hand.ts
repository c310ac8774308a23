import { BatchWriteItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { chunksOf } from '../../lambda/common/concurrency';
import { type Surroundings, userAccess } from './command';
import { useEndpoint } from './command-table';
import { ServiceError, type ServiceRequest, servicesByHand } from './services-by-hand';
import { TABLE_NAME, tableInMemory } from './table-in-memory';

const SCANS = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Scans';
const WATCHES = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Watches';
const FLAGS = ['--state-machine', SCANS, '--watch-state-machine', WATCHES];

export const ANA = 'ana@example.com';
/** In seconds. */
export const LONG_AGO = 1_700_000_000;
/** When the executions began that can still be there, in milliseconds. */
export const JUST_NOW = Date.now();

export interface Execution {
  status: string;
  /** In seconds. @default - just now */
  startDate?: number;
  stopDate?: number;
  /** What it was started with. @default - nothing that says a person */
  input?: object;
}

/** `forget` with a table in memory, and with executions that the test defines. */
export async function forgettingByHand() {
  const table = await tableInMemory();
  const state = {
    /** By the name of the state machine and their own, as in `Scans s-1`. */
    executions: {} as Record<string, Execution>,
    stopped: [] as string[],
    requests: [] as ServiceRequest[],
    /** What the test answers itself. */
    onRequest: (_request: ServiceRequest): Record<string, unknown> | ServiceError | undefined => undefined,
    pageSize: 100,
    /** When an execution ends that is stopped, in seconds. */
    stopDate: LONG_AGO,
  };
  const services = await servicesByHand(table.endpoint, (request) => {
    state.requests.push(request);
    const answer = state.onRequest(request);
    if (answer !== undefined || request.service === 'dynamodb') return answer;
    if (request.operation === 'ListExecutions') return listed(state, request);
    const arn = String(request.input.executionArn);
    const name = `${arn.split(':').at(-2)} ${arn.split(':').at(-1)}`;
    const execution = state.executions[name];
    if (!execution) return new ServiceError('ExecutionDoesNotExist');
    if (request.operation === 'StopExecution') {
      state.stopped.push(name);
      Object.assign(execution, { status: 'ABORTED', stopDate: state.stopDate });
      return { stopDate: state.stopDate };
    }
    return {
      startDate: JUST_NOW / 1000,
      ...execution,
      input: JSON.stringify(execution.input === undefined ? {} : execution.input),
    };
  });
  useEndpoint(services.endpoint);
  return {
    ...table,
    state,
    forget: (surroundings?: Surroundings, ...more: string[]) =>
      userAccess(['forget', ANA, '--yes', ...more, ...FLAGS, '--table', TABLE_NAME], surroundings),
    command: (words: readonly string[], tableName = TABLE_NAME) =>
      userAccess([...words, ...FLAGS, '--table', tableName]),
    async putMany(items: readonly Record<string, unknown>[]): Promise<void> {
      const requests = items.map((item) => ({ PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) } }));
      for (const batch of chunksOf(requests, 25)) {
        await table.client.send(new BatchWriteItemCommand({ RequestItems: { [TABLE_NAME]: batch } }));
      }
    },
    async items(): Promise<Record<string, unknown>[]> {
      const items: Record<string, unknown>[] = [];
      for await (const { Items = [] } of paginateScan({ client: table.client }, { TableName: TABLE_NAME })) {
        items.push(...Items.map((item) => unmarshall(item)));
      }
      return items;
    },
    async stop(): Promise<void> {
      await services.stop();
      await table.stop();
    },
  };
}

/** The newest come first. */
function listed(
  { executions, pageSize }: { executions: Record<string, Execution>; pageSize: number },
  request: ServiceRequest,
) {
  const { stateMachineArn, statusFilter, nextToken = '0' } = request.input as Record<string, string>;
  const machine = `${stateMachineArn?.split(':').at(-1)} `;
  const all = Object.entries(executions)
    .filter(([name, { status }]) => name.startsWith(machine) && status === statusFilter)
    .map(([name, { status, startDate = JUST_NOW / 1000 }]) => ({ name: name.slice(machine.length), status, startDate }))
    .sort((a, b) => b.startDate - a.startDate);
  const end = Number(nextToken) + pageSize;
  const page = all.slice(Number(nextToken), end).map((each) => ({ ...each, executionArn: each.name, stateMachineArn }));
  return { executions: page, ...(end < all.length && { nextToken: String(end) }) };
}
