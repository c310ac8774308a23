import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { marshall } from '@aws-sdk/util-dynamodb';
import { scanRecordKey } from '../../lib/contract/keys';
import type { Env } from '../../lib/contract/names';
import { APP_BUNDLE_ARN } from '../workloads';

/** A request with this header belongs to the preparation. */
export const UNCOUNTED = 'x-uncounted';

const run = promisify(execFile);

type Times = 'initMilliseconds' | 'initCpuMilliseconds' | 'firstMilliseconds' | 'firstCpuMilliseconds';

/** What bench/functions/probe.mjs prints. */
export type Probe = Readonly<
  Record<Times | 'milliseconds' | 'cpuMilliseconds' | 'rss' | 'heapUsed' | 'modules', number>
>;

const SETTINGS: Partial<Record<(typeof Env)[keyof typeof Env], string>> = {
  TABLE_NAME: 'Table',
  TABLE_ARN: 'arn:aws:dynamodb:us-east-1:111122223333:table/Table',
  EVENT_BUS_ARN: 'arn:aws:events:us-east-1:111122223333:event-bus/default',
  APP_BUNDLE_ARN,
  RESULT_RETENTION_SECONDS: '31536000',
  SCAN_TIMEOUT_SECONDS: '1800',
  POLL_WINDOW_SECONDS: '60',
  FIRST_WAIT_SECONDS: '5',
  BACKOFF_RATE: '2',
  LONGEST_WAIT_SECONDS: '60',
  SCANNER: 'Stack/Scanner',
};

const AWS = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_RETRY_MODE: 'adaptive',
  AWS_MAX_ATTEMPTS: '5',
};

/** Loads a bundle and invokes it with these events, in a fresh process on one core. */
export async function probe(
  root: string,
  file: string,
  endpoint: string,
  events: object[],
  warmUp = 1,
): Promise<Probe> {
  await recordScans(endpoint, events);
  const folder = mkdtempSync(join(tmpdir(), 'user-access-bench-'));
  const eventsFile = join(folder, 'events.json');
  writeFileSync(eventsFile, JSON.stringify(events));
  const command = [process.execPath, join(root, 'bench', 'functions', 'probe.mjs'), file, eventsFile, String(warmUp)];
  const [program = '', ...words] = (await hasTaskset()) ? ['taskset', '-c', '0', ...command] : command;
  const env = { ...SETTINGS, ...AWS, PATH: process.env.PATH, AWS_ENDPOINT_URL: endpoint };
  const { stdout } = await run(program, words, { env, cwd: folder });
  return JSON.parse(stdout);
}

/** Only Linux keeps a process on one core. */
const hasTaskset = () =>
  run('taskset', ['-c', '0', 'true']).then(
    () => true,
    () => false,
  );

/** Now, because no function goes on with a scan whose records expire. */
const STARTED_AT = new Date().toISOString();
const FAR_AWAY = '2099-01-01T00:00:00.000Z';

export const pollEvent = (taskCount: number) => {
  const execution = { Input: {}, Name: randomUUID(), StartTime: STARTED_AT };
  const pending = Array.from({ length: taskCount }, () => randomUUID());
  const state = { scanId: execution.Name, startedAt: STARTED_AT, redriveCount: 0, deadline: FAR_AWAY, pending };
  return { execution, state: { ...state, turn: 0, done: false } };
};

type PollEvent = ReturnType<typeof pollEvent>;

/** StartScan has recorded the scans that PollTasks goes on with. */
async function recordScans(endpoint: string, events: readonly object[]): Promise<void> {
  const polls = events.filter((event): event is PollEvent => 'state' in event);
  for (const { state } of polls) {
    const { scanId, startedAt, pending } = state;
    const Item = marshall({
      ...scanRecordKey(scanId),
      type: 'SCAN',
      scanId,
      startedAt,
      status: 'RUNNING',
      taskCount: pending.length,
    });
    const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem', [UNCOUNTED]: 'true' };
    await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify({ Item }) });
  }
}

/** A valid event for each function. */
export function eventFor(entry: string): object {
  if (entry === 'poll-tasks') return pollEvent(1);
  const Input = { email: 'person@example.com' };
  const execution = { Input, Name: randomUUID(), StartTime: STARTED_AT, RedriveCount: 0 };
  return entry === 'start-scan' ? { execution } : { execution, failure: { Error: 'ScanInterrupted', Cause: '{}' } };
}
