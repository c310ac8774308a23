import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Surroundings, userAccess } from '../support/command';
import { useEndpoint } from '../support/command-table';
import { ServiceError, type ServiceRequest, servicesByHand } from '../support/services-by-hand';
import { TABLE_NAME, type TableInMemory, tableInMemory } from '../support/table-in-memory';
import { at, personItem, personScanItem, scanItem, standingItem, taskItem, watchItem } from '../support/table-items';

jest.setTimeout(60_000);

const SCANS = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Scans';
const WATCHES = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Watches';
const ANA = 'ana@example.com';
const LONG_AGO = 1_700_000_000;
/** When the executions began that can still be there. */
const JUST_NOW = Date.now();

interface Execution {
  status: string;
  startDate?: number;
  stopDate?: number;
}

let table: TableInMemory;
let services: Awaited<ReturnType<typeof servicesByHand>>;
/** By name. */
let executions: Record<string, Execution>;
let stopped: string[];
/** What the test answers in place of the table. */
let onTable: (request: ServiceRequest) => Record<string, unknown> | undefined;

beforeEach(async () => {
  [executions, stopped, onTable] = [{}, [], () => undefined];
  table = await tableInMemory();
  services = await servicesByHand(table.endpoint, (request) => {
    if (request.service === 'dynamodb') return onTable(request);
    const arn = String(request.input.executionArn);
    const [machine, name = ''] = [arn.split(':').at(-2), arn.split(':').at(-1)];
    const execution = executions[`${machine} ${name}`];
    if (!execution) return new ServiceError('ExecutionDoesNotExist');
    if (request.operation === 'StopExecution') {
      stopped.push(`${machine} ${name}`);
      Object.assign(execution, { status: 'ABORTED', stopDate: LONG_AGO });
      return { stopDate: LONG_AGO };
    }
    return { startDate: JUST_NOW / 1000, ...execution };
  });
  useEndpoint(services.endpoint);
});
afterEach(async () => {
  await services.stop();
  await table.stop();
});

const flags = ['--state-machine', SCANS, '--watch-state-machine', WATCHES, '--table', TABLE_NAME];
const forget = (surroundings?: Surroundings, ...more: string[]) =>
  userAccess(['forget', ANA, '--yes', ...more, ...flags], surroundings);

async function items(): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: TABLE_NAME }));
  return Items.map((item) => unmarshall(item));
}

/** A scan that began just now, so that its execution can still be there. */
const recent = (rest: object = {}) => ({ startedAt: new Date(JUST_NOW).toISOString(), ...rest });

test('an execution that goes on although its scan is completed is stopped, too: it files what the scan found', async () => {
  await table.put(scanItem('s-1', 1, recent()), taskItem('s-1', 't-1', 'SLACK'), personScanItem(ANA, 's-1', 1));
  executions['Scans s-1'] = { status: 'RUNNING' };
  const { code } = await forget();
  expect([code, stopped, await items()]).toEqual([0, ['Scans s-1'], []]);
});

test('an execution that only has the name of an old one is not stopped: Step Functions frees names after 90 days', async () => {
  await table.put(scanItem('s-1', 1, recent()), personScanItem(ANA, 's-1', 1));
  executions['Scans s-1'] = { status: 'RUNNING', startDate: JUST_NOW / 1000 + 60 };
  const { code } = await forget();
  expect([code, stopped, await items()]).toEqual([0, [], []]);
});

test('what is written after a look that found nothing is deleted, because the table is looked at again', async () => {
  await table.put(personItem(ANA, 1));
  let [isDeleted, isWritten] = [false, false];
  onTable = ({ operation }) => {
    isDeleted ||= operation === 'BatchWriteItem';
    if (operation !== 'Query' || !isDeleted || isWritten) return undefined;
    isWritten = true;
    setTimeout(() => void table.put(standingItem(ANA, 'SLACK', 'T1')), 1000);
    return undefined;
  };
  const { code, stdout } = await forget(undefined, '--json');
  expect([code, await items()]).toEqual([0, []]);
  expect(JSON.parse(stdout).deleted).toMatchObject({ verdicts: 1, standings: 1 });
});

test('what DynamoDB leaves undone in a batch is done again', async () => {
  await table.put(personItem(ANA, 1), standingItem(ANA, 'SLACK', 'T1'), standingItem(ANA, 'ZOOM', 'Z1'));
  let refusals = 3;
  onTable = ({ operation, input }) =>
    operation === 'BatchWriteItem' && refusals-- > 0 ? { UnprocessedItems: input.RequestItems } : undefined;
  const { code, stdout } = await forget(undefined, '--json');
  expect([code, refusals < 0, await items()]).toEqual([0, true, []]);
  expect(JSON.parse(stdout).deleted).toMatchObject({ verdicts: 1, standings: 2 });
});

test('the executions of all requests for a watch are stopped, those that the watch has no room for, too', async () => {
  const requested = (name: string) => ({ executionName: name, requestedAt: recent().startedAt, dueAt: at(2) });
  const requesters = [requested('w-1'), requested('joined')];
  const id = (name: string) => ({
    ...{ pk: `WATCH#${name}`, sk: 'WATCH_ID', type: 'WATCH_ID', watchId: name, email: ANA },
    ...{ startedAt: recent().startedAt, watchPk: `WATCH_IDS#${ANA}`, watchSk: `${at(1)}#${name}` },
  });
  await table.put(watchItem(ANA, 1, { requesters }), id('w-1'), id('joined'), id('no-room'));
  for (const name of ['w-1', 'joined', 'no-room']) executions[`Watches ${name}`] = { status: 'RUNNING' };
  const { code, stdout } = await forget(undefined, '--json');
  expect([code, await items()]).toEqual([0, []]);
  expect(stopped.sort()).toEqual(['Watches joined', 'Watches no-room', 'Watches w-1']);
  expect(JSON.parse(stdout)).toMatchObject({ deleted: { watches: 1, watchIds: 3 } });
});

test('a scan that is recorded as running and that the state machine does not have is reported', async () => {
  await table.put(scanItem('s-1', 1, { status: 'RUNNING', endedAt: undefined }), personScanItem(ANA, 's-1', 1));
  const { code, stdout, stderr } = await forget();
  expect([code, await items()]).toEqual([1, []]);
  expect(stdout).toContain('deleted 1 scan and 1 entry in the history of scans.');
  expect(stderr).toContain(
    'Recorded as running, but not in these state machines: s-1. If they run elsewhere, they record the person again.',
  );
});

test('a scan of the person that nothing but the index of scans leads to is found', async () => {
  await table.put(scanItem('s-1', 1), taskItem('s-1', 't-1', 'SLACK'), scanItem('s-2', 2, { email: 'bo@example.com' }));
  const { code } = await forget();
  expect([code, (await items()).map(({ pk }) => pk)]).toEqual([0, ['SCAN#s-2']]);
});

describe('while an execution has ended that did not succeed, and EndedScans may still record it', () => {
  beforeEach(async () => {
    const error = { name: 'ScanStopped', message: 'It was stopped.' };
    await table.put(scanItem('s-1', 1, recent({ status: 'FAILED', error })), personScanItem(ANA, 's-1', 1));
    executions['Scans s-1'] = { status: 'ABORTED', stopDate: Date.now() / 1000 - 60 };
  });

  test('nothing is deleted, and Ctrl-C ends the wait', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1500);
    const surroundings = { signal: controller.signal, terminal: { columns: 200 } };
    const { code, stdout, stderr } = await forget(surroundings);
    expect([code, stdout, (await items()).length]).toEqual([130, '', 2]);
    expect(stderr).toMatch(/Waiting until the ends of the executions are recorded, \d s/);
    expect(stderr).toContain(
      `Stopped. Deleted so far: nothing. To finish, run the command again: user-access forget ${ANA} `,
    );
  });

  test('nothing is deleted either if FailScan has published the failure before the execution ended', async () => {
    const failurePublishedAt = new Date(Date.now() - 120_000).toISOString();
    await table.put(scanItem('s-1', 1, recent({ status: 'FAILED', failurePublishedAt })));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1500);
    expect([(await forget({ signal: controller.signal })).code, (await items()).length]).toEqual([130, 2]);
  });

  test('everything is deleted as soon as it has', async () => {
    const failurePublishedAt = new Date().toISOString();
    const recorded = scanItem('s-1', 1, recent({ status: 'FAILED', failurePublishedAt }));
    setTimeout(() => void table.put(recorded), 800);
    const { code } = await forget();
    expect([code, await items()]).toEqual([0, []]);
  });
});
