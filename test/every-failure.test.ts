import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { UnknownReason } from '../lib/access';
import { ScanErrorName, WatchErrorName } from '../lib/contract/names';
import { PersonalData } from './support/personal-data';
import { anchorOf, sectionsOf } from './support/runbook';
import { stateMachineLogs } from './support/state-machine-logs';
import { removeAssembly, runStack, synthesize } from './support/whole-scan';

/**
 * A company in which everything goes wrong: each app fails in another way, AppFabric fails in each way that ends a scan,
 * somebody stops a scan and a watch, and deletes the record of another watch. What needs hours, such as an event bus that refuses events, is in the simulator.
 */
const ZOE = 'Zoe.Quill@Example.com';
const PROFILE = {
  userId: 'U-7Q2',
  userFullName: 'Zoe Quill-Marsh',
  userFirstName: 'Zoenia',
  userLastName: 'Quill-Marsh',
};
const failedWith = (errorMessage: string) => ({ resultStatus: 'FAILED', taskError: { errorCode: 'E1', errorMessage } });
const ACCESS = {
  SLACK: { result: { resultStatus: 'COMPLETED', email: ZOE, ...PROFILE, userStatus: 'ACTIVE' } },
  ZOOM: {
    result: failedWith('The authorization token was revoked. Connect the app authorization for the application.'),
  },
  ASANA: { result: failedWith("We couldn't call the application API due to insufficient permissions.") },
  JIRA: { result: failedWith('The application request limit was exceeded.') },
  OKTA: { result: { resultStatus: 'EXPIRED' } },
  DROPBOX: { seconds: 100_000 },
  ZENDESK: { startError: { errorCode: 'E2', errorMessage: `Something else about ${ZOE}` } },
  SMARTSHEET: { result: failedWith(`Nobody knows what ${PROFILE.userFullName} did`) },
};
const NOT_ASKED = { app: 'GOOGLE', tenantId: 'T1', status: 'PendingConnect' };
const company = (faults: object = {}) => ({
  authorizations: [...Object.keys(ACCESS).map((app) => ({ app, tenantId: 'T1' })), NOT_ASKED],
  defaultSeconds: 0.05,
  users: [{ email: ZOE, access: Object.entries(ACCESS).map(([app, rest]) => ({ app, tenantId: 'T1', ...rest })) }],
  faults,
});

let assemblyDir: string;
let stack: Awaited<ReturnType<typeof runStack>>;
let watches: string;
/** The executions, by the error that each should end with. */
const executions: { error: string; name: string; of: string }[] = [];

const arnOf = (name: string, of: string) => `${of.replace(':stateMachine:', ':execution:')}:${name}`;

async function scanWith(faults: object, error: string, input: object = { email: ZOE }): Promise<void> {
  stack.play(company(faults));
  const { scanId: name } = await stack.scan(input);
  executions.push({ error, name, of: stack.outputs.stateMachineArn });
}

async function stop(input: object, error: string, of: string, isRunning: (name: string) => Promise<unknown>) {
  const name = await stack.start(input, undefined, of);
  while (!(await isRunning(name))) await sleep(50);
  await stack.sfn.send(new StopExecutionCommand({ executionArn: arnOf(name, of) }));
  executions.push({ error, name, of });
}

/** Somebody deletes the record of a watch while it waits for its next scan. */
async function loseRecord(input: object, error: string): Promise<void> {
  const name = await stack.start(input, undefined, watches);
  const key = { TableName: stack.outputs.tableName, Key: marshall({ pk: `PERSON#${ZOE.toLowerCase()}`, sk: 'WATCH' }) };
  const hasScanned = async () => {
    const { Item = {} } = await stack.dynamodb.send(new GetItemCommand(key));
    const { watchId, scanCount } = unmarshall(Item);
    return watchId === name && scanCount > 0;
  };
  while (!(await hasScanned())) await sleep(50);
  await stack.dynamodb.send(new DeleteItemCommand(key));
  await stack.ended(name, watches);
  executions.push({ error, name, of: watches });
}

beforeAll(async () => {
  assemblyDir = synthesize({
    scanTimeoutSeconds: '4',
    pollWindowSeconds: '1',
    longestWaitSeconds: '1',
  });
  stack = await runStack(assemblyDir, undefined, 2_000);
  watches = String(stack.outputs.watchStateMachineArn);
  await scanWith({}, '');
  await scanWith({ deny: true }, ScanErrorName.ACCESS_DENIED);
  await scanWith({ appBundleMissing: true }, ScanErrorName.APP_BUNDLE_NOT_FOUND);
  await scanWith({}, ScanErrorName.INVALID_SCAN_REQUEST, { email: ZOE, [ZOE]: PROFILE.userFullName });
  await scanWith({ internalError: { first: 3, operations: ['StartUserAccessTasks'] } }, '');
  const appFabric = stack.play(company());
  appFabric.handle = async (_request, response) => {
    response.writeHead(400, { 'x-amzn-errortype': 'ValidationException', 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: `${ZOE} is not valid`, reason: 'other', fieldList: [{ name: ZOE }] }));
  };
  const { scanId: name } = await stack.scan({ email: ZOE });
  executions.push({ error: ScanErrorName.REQUEST_REJECTED, name, of: stack.outputs.stateMachineArn });

  stack.play(company({ deny: true }));
  const hasFailed = async (id: string) => (await stack.history(id, watches)).some(({ type }) => type === 'TaskFailed');
  await stop({ email: ZOE, cadenceSeconds: [864_000] }, WatchErrorName.STOPPED, watches, hasFailed);
  // The next request would join a watch whose end is not recorded.
  while (!failures().some(({ name }) => name === WatchErrorName.STOPPED)) await sleep(50);
  stack.play(company());
  await stop({ email: ZOE }, ScanErrorName.STOPPED, stack.outputs.stateMachineArn, stack.record);
  const isWatched = async (id: string) => stack.published().some(({ detail }) => detail.watchId === id);
  await loseRecord({ email: ZOE, cadenceSeconds: [3_600] }, WatchErrorName.INTERRUPTED);
  await stop({ email: ZOE, cadenceSeconds: [864_000] }, WatchErrorName.STOPPED, watches, isWatched);
  const { watchId } = await stack.watch({ email: ZOE, [ZOE]: 1 });
  executions.push({ error: WatchErrorName.INVALID_WATCH_REQUEST, name: watchId, of: watches });
  // The ends are published when they are recorded, which is later.
  while (failures().length < executions.length - 2) await sleep(100);
});

afterAll(async () => {
  await stack?.stop();
  removeAssembly(assemblyDir);
});

const errorOf = (detail: Record<string, unknown>) => detail.error as { name: string; message: string } | undefined;
const failures = () => {
  const ours = new Set(executions.map(({ name }) => name));
  return stack.published().flatMap(({ detail }) => {
    const { name, message } = errorOf(detail) ?? {};
    const id = String(detail.watchId ?? detail.scanId);
    return name && ours.has(id) ? [{ id, name, message }] : [];
  });
};

it('ends each scan and watch with its error', () => {
  const expected = executions.filter(({ error }) => error !== '').map(({ error, name }) => [name, error]);
  expect(Object.fromEntries(failures().map(({ id, name }) => [id, name]))).toEqual(Object.fromEntries(expected));
});

it('tells the reason for each result without an answer', async () => {
  const record = await stack.record(String(executions[0]?.name));
  const unknown = (record?.unknown ?? []) as { reason: string }[];
  const reasons = unknown.map(({ reason }) => reason);
  expect(new Set(reasons)).toEqual(new Set(Object.values(UnknownReason)));
});

it('leads from each error and reason to its section of the runbook', () => {
  const logged = stack.logs.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const names = [
    ...logged.filter(({ level }) => level !== 'DEBUG').flatMap(({ errorName }) => errorName ?? []),
    ...failures().map(({ name }) => name),
    ...stack.published().flatMap(({ detail }) => (detail.reason as string) ?? []),
  ];
  expect(new Set(names).size).toBeGreaterThan(15);
  const sections = sectionsOf();
  expect(names.filter((name) => !sections.get(anchorOf(name)))).toEqual([]);
});

it('has no personal data in any line, metric, error or name of an execution', async () => {
  const personal = new PersonalData();
  personal.add({ email: ZOE, ...PROFILE });
  expect(personal.size).toBe(5);
  const ended = await Promise.all(
    executions.map(({ name, of }) => stack.sfn.send(new DescribeExecutionCommand({ executionArn: arnOf(name, of) }))),
  );
  const ofStateMachines = await stateMachineLogs(stack.sfn);
  expect(ofStateMachines.length).toBeGreaterThan(executions.length);
  const written = [
    ...stack.logs,
    ...ofStateMachines,
    ...failures().map((failure) => JSON.stringify(failure)),
    ...ended.map(({ executionArn, error, cause }) => `${executionArn} ${error} ${cause}`),
  ];
  expect(stack.logs.filter((line) => line.includes('"CloudWatchMetrics"')).length).toBeGreaterThan(10);
  expect(written.flatMap((text) => personal.in(text).map((value) => `${value}: ${text}`))).toEqual([]);
});
