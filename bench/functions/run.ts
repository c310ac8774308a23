import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Env } from '../../lib/contract/names';
import { APP_BUNDLE_ARN } from '../workloads';

const run = promisify(execFile);

type Times = 'initMilliseconds' | 'initCpuMilliseconds' | 'firstMilliseconds' | 'firstCpuMilliseconds';

/** What bench/functions/probe.mjs prints. */
export type Probe = Readonly<
  Record<Times | 'milliseconds' | 'cpuMilliseconds' | 'rss' | 'heapUsed' | 'modules', number>
>;

const SETTINGS: Record<(typeof Env)[keyof typeof Env], string> = {
  TABLE_NAME: 'Table',
  EVENT_BUS_ARN: 'arn:aws:events:us-east-1:111122223333:event-bus/default',
  APP_BUNDLE_ARN,
  RESULT_RETENTION_SECONDS: '31536000',
  SCAN_TIMEOUT_SECONDS: '1800',
  POLL_WINDOW_SECONDS: '60',
  FIRST_WAIT_SECONDS: '5',
  BACKOFF_RATE: '2',
  LONGEST_WAIT_SECONDS: '60',
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

const STARTED_AT = '2026-01-05T08:00:00.000Z';
const FAR_AWAY = '2099-01-01T00:00:00.000Z';

export const pollEvent = (taskCount: number) => ({
  ...{ scanId: randomUUID(), startedAt: STARTED_AT, deadline: FAR_AWAY, turn: 0, done: false },
  pending: Array.from({ length: taskCount }, () => randomUUID()),
});

/** A valid event for each function. */
export function eventFor(entry: string): object {
  if (entry === 'poll-tasks') return pollEvent(1);
  const Input = { email: 'person@example.com' };
  const execution = { Input, Name: randomUUID(), StartTime: STARTED_AT, RedriveCount: 0 };
  return entry === 'start-scan' ? { execution } : { execution, failure: { Error: 'ScanInterrupted', Cause: '{}' } };
}
