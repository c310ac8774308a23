import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Env } from '../../lib/contract/names';
import { APP_BUNDLE_ARN } from '../workloads';

const run = promisify(execFile);

export interface Probe {
  readonly initMilliseconds: number;
  readonly initCpuMilliseconds: number;
  readonly firstMilliseconds: number;
  readonly firstCpuMilliseconds: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly modules: number;
  readonly cpuMilliseconds: number;
  readonly milliseconds: number;
}

const SETTINGS: Record<(typeof Env)[keyof typeof Env], string> = {
  TABLE_NAME: 'Table',
  EVENT_BUS_NAME: 'default',
  APP_BUNDLE_ARN,
  RESULT_RETENTION_SECONDS: '31536000',
  SCAN_TIMEOUT_SECONDS: '1800',
  POLL_WINDOW_SECONDS: '60',
  FIRST_WAIT_SECONDS: '5',
  BACKOFF_RATE: '2',
  LONGEST_WAIT_SECONDS: '60',
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
  const { stdout } = await run(program, words, { env: environment(endpoint), cwd: folder });
  return JSON.parse(stdout);
}

const environment = (endpoint: string): NodeJS.ProcessEnv => ({
  ...SETTINGS,
  PATH: process.env.PATH,
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_RETRY_MODE: 'adaptive',
  AWS_MAX_ATTEMPTS: '5',
});

let taskset: Promise<boolean> | undefined;
/** Only Linux keeps a process on one core. */
const hasTaskset = () => {
  taskset ??= run('taskset', ['-c', '0', 'true']).then(
    () => true,
    () => false,
  );
  return taskset;
};
