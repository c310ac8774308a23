import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type ExecutionListItem, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { AppFabricEndpoint } from '../../../local/appfabric/endpoint';
import { parseScenario } from '../../../local/scenario';
import { LocalStack, type PublishedEvent } from '../../../local/stack';

const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;

const root = process.cwd();
const FILE = 'local/scenarios/leaving-employee.json';
const scenario = parseScenario(readFileSync(join(root, FILE), 'utf8'), FILE);
const email = 'noor.haddad@example.com';

let stack: LocalStack;
let watch: ExecutionListItem;
let tookOnTheWall: number;
const logs: string[] = [];

/** The stack that the build synthesized watches the employee, who leaves now, until the watch ends. */
beforeAll(async () => {
  stack = await LocalStack.start({
    assemblyDir: join(root, 'cdk.out'),
    workerFile: join(root, 'cli', 'dist', 'lambda-worker.mjs'),
    appFabric: (now) => new AppFabricEndpoint(scenario, { now, randomUUID }),
    appBundleArn: scenario.appBundleArn,
    speed: 100_000,
    onLog: (_name, line) => logs.push(line),
  });
  const { endpoint, outputs } = stack;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = { endpoint, region: outputs.region, credentials };
  const [events, sfn] = [new EventBridgeClient(client), new SFNClient(client)];
  const begin = Date.now();
  const left = { Source: 'com.example.hr', DetailType: 'Employee Left', Detail: JSON.stringify({ email }) };
  await events.send(new PutEventsCommand({ Entries: [{ ...left, EventBusName: outputs.eventBusName }] }));
  const list = new ListExecutionsCommand({ stateMachineArn: outputs.watchStateMachineArn });
  for (let newest: ExecutionListItem | undefined; newest?.status !== 'SUCCEEDED'; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    [newest] = (await sfn.send(list)).executions ?? [];
    if (newest?.status === 'SUCCEEDED') watch = newest;
  }
  tookOnTheWall = Date.now() - begin;
  events.destroy();
  sfn.destroy();
});
afterAll(() => stack.stop());

const ofType = (detailType: string): PublishedEvent[] =>
  stack.published.filter((event) => event.detailType === `User Access ${detailType}`);

/** How long after the watch began, in milliseconds. */
const sinceBegin = (time: string) => Date.parse(time) - Number(watch.startDate);

/** Each scan takes a second or two, and the waits follow one after the other. */
function isAbout(milliseconds: number, expected: number): void {
  expect(milliseconds).toBeGreaterThanOrEqual(expected);
  expect(milliseconds).toBeLessThan(expected + 60 * SECOND);
}

test('41 hours pass in less than half a minute', () => {
  isAbout(Number(watch.stopDate) - Number(watch.startDate), 41 * HOUR);
  expect(tookOnTheWall).toBeLessThan(30 * SECOND);
});

test('the event starts a watch, which says so', () => {
  const [started, ...others] = ofType('Watch Started');
  expect(others).toEqual([]);
  expect(started?.detail).toMatchObject({ email, requests: [{ trigger: { source: 'com.example.hr' } }] });
  expect(sinceBegin(String(started?.detail.startedAt))).toBeLessThan(10 * SECOND);
});

test('it scans at once, and again after each wait', () => {
  const scans = ofType('Scan Completed').map(({ detail }) => sinceBegin(String(detail.startedAt)));
  expect(scans).toHaveLength(5);
  for (const [index, hours] of [0, 1, 5, 17, 41].entries()) isAbout(scans[index] ?? Number.NaN, hours * HOUR);
  const verdicts = ofType('Scan Completed').map(({ detail }) => detail.verdict);
  expect(verdicts).toEqual(['OPEN', 'OPEN', 'OPEN', 'OPEN', 'CLEAR']);
});

test('the accounts in Slack and in Zoom are blocked, one after the other', () => {
  const changes = ofType('Changed');
  expect(changes.map(({ detail }) => [detail.app, detail.kind])).toEqual([
    ['SLACK', 'BLOCKED'],
    ['ZOOM', 'BLOCKED'],
  ]);
  const [slack, zoom] = changes.map(({ time }) => sinceBegin(time));
  isAbout(slack ?? Number.NaN, 5 * HOUR);
  isAbout(zoom ?? Number.NaN, 41 * HOUR);
});

test('the watch is overdue once, after 24 hours to the second, and only Zoom is open then', () => {
  const [overdue, ...others] = ofType('Watch Overdue');
  expect(others).toEqual([]);
  expect(overdue?.detail).toMatchObject({ open: [{ app: 'ZOOM', tenantId: 'zm-4471' }], unknown: [] });
  const due = Date.parse(String(overdue?.detail.startedAt)) + 24 * HOUR;
  expect(Date.parse(String(overdue?.detail.overdueAt))).toBeGreaterThanOrEqual(due);
  expect(Date.parse(String(overdue?.detail.overdueAt))).toBeLessThan(due + 5 * SECOND);
});

test('the watch is cleared after the scan that follows, and tells what happened', () => {
  const [cleared, ...others] = ofType('Watch Cleared');
  expect(others).toEqual([]);
  expect(cleared?.detail).toMatchObject({
    ...{ email, scanCount: 5, failedScanCount: 0 },
    scans: ['OPEN', 'OPEN', 'OPEN', 'OPEN', 'CLEAR'].map((verdict) => ({ status: 'COMPLETED', verdict })),
    changes: [
      { app: 'SLACK', kind: 'BLOCKED' },
      { app: 'ZOOM', kind: 'BLOCKED' },
    ],
  });
  isAbout(sinceBegin(cleared?.time ?? ''), 41 * HOUR);
  const last = stack.published.at(-1);
  expect(last).toBe(cleared);
  expect([...ofType('Watch Given Up'), ...ofType('Watch Stopped')]).toEqual([]);
});

test('no function failed or was refused because of its clock', () => {
  const lines = logs.filter((line) => !line.startsWith('{"_aws"'));
  expect(lines.filter((line) => !line.includes('"level":"INFO"'))).toEqual([]);
});
