import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { violations } from '../../simulator/checkers/event-schemas';

/** The built command in its own process, as `npm start` runs it. */
const command = join(process.cwd(), 'cli', 'dist', 'user-access.mjs');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'user-access-local-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const task = (app: string, rest: object) => ({ app, tenantId: `${app}-1`, seconds: 0.3, ...rest });
const account = (userStatus: string) => ({ result: { resultStatus: 'COMPLETED', userId: 'U1', userStatus } });
const scenario = {
  appBundleArn: 'arn:aws:appfabric:us-east-1:111122223333:appbundle/5f0c1a7e-3b9d-4c52-8e61-9a4d2f7b6c10',
  authorizations: ['ASANA', 'SLACK', 'ZOOM', 'OKTA'].map((app) => ({ app, tenantId: `${app}-1` })),
  defaultSeconds: 0.2,
  users: [
    {
      email: 'Ana@Example.com',
      access: [
        task('ASANA', { startError: { errorCode: 'NOT_CONNECTED', errorMessage: 'Connect it.' } }),
        task('SLACK', account('ACTIVE')),
        task('ZOOM', { result: { resultStatus: 'EXPIRED' } }),
      ],
    },
    { email: 'ben@example.com', access: [task('SLACK', account('SUSPENDED'))] },
  ],
};

function arrange(changes: object = {}): string {
  const file = join(folder, 'scenario.json');
  writeFileSync(file, JSON.stringify({ ...scenario, ...changes }));
  return file;
}

interface Ran {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** In a different folder than the package, and with a profile that would select another account. */
function userAccess(args: readonly string[], env: Record<string, string> = { AWS_PROFILE: 'elsewhere' }): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } };
    execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}

const local = (args: readonly string[]) => userAccess(['--local', ...args]);

/** The output of `scan --json`. Each event in it is checked against its schema. */
function scanIn(stdout: string) {
  const scan = JSON.parse(stdout);
  expect(scan.events.flatMap(violations)).toEqual([]);
  return scan;
}

test('a scan of the first person prints a JSON object with results and events, and other commands then read the same results', async () => {
  const { code, stdout, stderr } = await local(['--scenario', arrange(), '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const scan = scanIn(stdout);
  expect(scan).toMatchObject({
    email: 'ana@example.com',
    status: 'COMPLETED',
    counts: { COMPLETED: 2, FAILED: 1, EXPIRED: 1, TIMED_OUT: 0 },
  });
  const verdict = {
    verdict: 'OPEN',
    confirmed: true,
    coverage: { counted: 4, asked: 4, answered: 2 },
    accessCounts: { OPEN: 1, BLOCKED: 0, NONE: 1, UNKNOWN: 2 },
    open: [{ app: 'SLACK', tenantId: 'SLACK-1', userStatus: 'ACTIVE', confirmed: true }],
    unknown: [
      { app: 'ASANA', reason: 'NOT_STARTED' },
      { app: 'ZOOM', reason: 'EXPIRED' },
    ],
    authorizationsError: null,
  };
  expect(scan).toMatchObject(verdict);
  const unknown = { access: 'UNKNOWN', accountFound: null, userStatus: null };
  expect(scan.results).toEqual([
    expect.objectContaining({
      ...unknown,
      app: 'ASANA',
      status: 'FAILED',
      reason: 'NOT_STARTED',
      error: { errorCode: 'NOT_CONNECTED', errorMessage: 'Connect it.' },
    }),
    expect.objectContaining({ app: 'OKTA', tenantId: 'OKTA-1', access: 'NONE', accountFound: false, error: null }),
    expect.objectContaining({ app: 'SLACK', access: 'OPEN', accountFound: true, userStatus: 'ACTIVE' }),
    expect.objectContaining({ ...unknown, app: 'ZOOM', status: 'EXPIRED', reason: 'EXPIRED' }),
  ]);
  const types = scan.events.map(({ detailType }: { detailType: string }) => detailType);
  expect(types.filter((type: string) => type === 'User Access Result')).toHaveLength(4);
  expect(types.at(-1)).toBe('User Access Scan Completed');
  expect(scan.events[0]).toMatchObject({
    source: 'cdk-appfabric-user-access',
    detail: { scanId: scan.scanId },
    time: expect.stringMatching(/^\d{4}-/),
  });

  const read = async (...args: string[]) => JSON.parse((await local([...args, '--json'])).stdout);
  expect(await read('scan-report', scan.scanId)).toMatchObject({
    ...verdict,
    counts: scan.counts,
    results: scan.results,
  });
  expect((await read('results', 'ana@example.com')).map(({ app }: { app: string }) => app)).toEqual([
    'ASANA',
    'OKTA',
    'SLACK',
    'ZOOM',
  ]);
  expect(await read('who', 'SLACK')).toMatchObject([
    { email: 'ana@example.com', lastAnswer: { userStatus: 'ACTIVE' } },
  ]);
  expect(await read('history', 'ANA@example.com')).toMatchObject([{ scanId: scan.scanId, counts: scan.counts }]);
  expect(await read('scans', '--status', 'completed')).toMatchObject([{ scanId: scan.scanId, verdict: 'OPEN' }]);
  expect(await read('people')).toMatchObject([{ email: 'ana@example.com', verdict: 'OPEN', scanId: scan.scanId }]);
});

test('prints a table of results, the published events, and what to do next', async () => {
  const ran = await userAccess(['--local', 'ben@example.com', '--scenario', arrange()], {
    npm_lifecycle_event: 'start',
  });
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(/◐ BLOCKED +SLACK {2}SLACK-1 {2}SUSPENDED +✓ completed/);
  expect(ran.stdout).toContain('Published: 4 × User Access Result, 1 × User Access Scan Completed.\n');
  expect(ran.stderr).toContain('To see where this person stands now, run: npm start -- results ben@example.com\n');
  expect(ran.stdout + ran.stderr).not.toContain('\u001b');
});

test('task ids are the ids of tasks that are already started, one person after the other', async () => {
  const ids = [1, 2, 3, 4].map((n) => `0f1e2d3c-4b5a-4678-9abc-00000000000${n}`);
  const { code, stdout } = await local(['--scenario', arrange(), '--task-ids', ids.join(','), '--json']);
  expect(code).toBe(0);
  const { email, verdict, results } = scanIn(stdout);
  expect([email, verdict]).toEqual([null, null]);
  expect(results.map((result: { taskId: string }) => result.taskId).sort()).toEqual(ids);
  expect(new Set(results.map((result: { email: string }) => result.email))).toEqual(
    new Set(['ana@example.com', 'ben@example.com']),
  );
});

test('a scan timeout can be set', async () => {
  const slow = {
    users: [{ email: 'ana@example.com', access: [task('SLACK', { ...account('ACTIVE'), seconds: 600 })] }],
  };
  const { code, stdout } = await local(['--scenario', arrange(slow), '--scan-timeout', '2', '--json']);
  expect(code).toBe(0);
  expect(scanIn(stdout).counts).toEqual({ COMPLETED: 3, FAILED: 0, EXPIRED: 0, TIMED_OUT: 1 });
});

test('a scan id that is already in the data folder is rejected', async () => {
  const once = ['--scenario', arrange(), '--scan-id', 'once', '--json'];
  expect((await local(once)).code).toBe(0);
  const { code, stdout, stderr } = await local(['ben@example.com', ...once]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('A scan with this id already exists');
});

test('a scan that fails exits with 1 and prints the reason', async () => {
  const { code, stdout } = await local(['--scenario', arrange({ faults: { deny: true } }), '--json']);
  expect(code).toBe(1);
  const scan = JSON.parse(stdout);
  expect(scan).toMatchObject({ status: 'FAILED', error: { name: 'AppFabricAccessDenied' }, results: [] });
  expect(scan.events).toMatchObject([{ detailType: 'User Access Scan Failed' }]);
});

test('an app that is no longer connected does not disappear, and --fail-on says so', async () => {
  expect((await local(['--scenario', arrange(), '--json'])).code).toBe(0);
  const authorizations = [
    { app: 'OKTA', tenantId: 'OKTA-1' },
    { app: 'JIRA', tenantId: 'JIRA-1', status: 'PendingConnect' },
  ];
  const later = ['--scenario', arrange({ authorizations, users: [{ email: 'ana@example.com', access: [] }] })];
  const { code, stdout, stderr } = await local([...later, '--scan-id', 'later', '--fail-on', 'open']);
  expect([code, stderr]).toEqual([3, expect.stringContaining('Exit code 3: the verdict is OPEN')]);
  expect(stdout).toMatch(
    /^ana@example\.com, \S+ \S+: OPEN\. 1 account can still be used by an earlier answer, not confirmed by this scan\. /,
  );
  expect(stdout).toContain('? JIRA JIRA-1: NOT_ASKED: the app authorization is PendingConnect.\n');
  expect(stdout).toMatch(
    /\? SLACK SLACK-1: NOT_ASKED: the app bundle has no such app authorization any more; the last answer was OPEN on /,
  );
  const results = await local(['results', 'ana@example.com']);
  expect(results.stdout).toMatch(/● OPEN +SLACK .* NOT_ASKED\n/);
  expect(results.stdout).toMatch(/\? UNKNOWN +JIRA .* NOT_ASKED\n/);
  expect((await local(['explain', 'later'])).stdout).toContain('Decided by: status COMPLETED without a user\n');
});

/** Runs the command with a reader that closes the pipe at once. Returns the exit code of the command. */
function closedPipe(args: readonly string[], redirect = ''): Promise<number | string | null | undefined> {
  const line = `"$@" ${redirect} | true; exit "\${PIPESTATUS[0]}"`;
  const options = { cwd: folder, env: { PATH: process.env.PATH } };
  return new Promise((resolve) => {
    const all = ['-c', line, 'bash', process.execPath, command, '--local', ...args];
    execFile('bash', all, options, (error) => resolve(error ? error.code : 0));
  });
}

test('the exit code is the same if the reader of the output has closed the pipe', async () => {
  const scan = ['--scenario', arrange(), '--fail-on', 'open'];
  expect(await closedPipe([...scan, '--scan-id', 'piped'])).toBe(3);
  expect(await closedPipe([...scan, '--scan-id', 'both'], '2>&1')).toBe(3);
  expect(JSON.parse((await local(['scans', '--status', 'completed', '--json'])).stdout)).toHaveLength(2);
  expect(await closedPipe(['scan-report', 'none'], '2>&1')).toBe(1);
  expect(await closedPipe(['scan-report', 'piped'])).toBe(0);
});

test('an output that cannot be written, as on a full disk, is an error of one line', () => {
  // This file cannot be written either, because it is open for reading.
  const output = openSync(command, 'r');
  const { status, stderr } = spawnSync(process.execPath, [command, '--help'], { stdio: ['ignore', output, 'pipe'] });
  closeSync(output);
  expect(String(stderr)).toMatch(/^user-access: The output could not be written: EBADF: [^\n]+\n$/);
  expect(status).toBe(1);
});

test('an address that nobody knows is not good news', async () => {
  const access: object[] = [];
  const nobody = ['nobody@example.com', '--scenario', arrange({ users: [{ email: 'nobody@example.com', access }] })];
  const { code, stdout } = await local([...nobody, '--fail-on', 'not-found']);
  expect(code).toBe(3);
  expect(stdout).toMatch(/: NOT_FOUND\. Nobody by that address in any app\. Is it right\?\n/);
});

describe('a watch', () => {
  const closed = { resultStatus: 'COMPLETED', userId: 'U1', userStatus: 'SUSPENDED' };
  const slack = { ...task('SLACK', account('ACTIVE')), later: [{ afterSeconds: 18_000, result: closed }] };
  const zoom = { ...task('ZOOM', account('ACTIVE')), later: [{ afterSeconds: 108_000, result: closed }] };
  const leaving = { users: [{ email: 'Ana@Example.com', access: [slack, zoom] }] };

  test('goes on until nothing is open, while time passes faster, and other commands read the same', async () => {
    const watch = ['watch', '--scenario', arrange(leaving), '--speed', '100000', '--data', '.user-access'];
    const { code, stdout, stderr } = await local(watch);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^To see where this person stands now, run: /)]);
    const times = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ {2}/;
    const said = stdout.split('\n').map((line) => line.replace(times, '').replace(/ on .*, now/, ', now'));
    expect(said.slice(1, -2)).toEqual([
      'Scan: OPEN. 2 accounts can still be used.',
      'Scan: OPEN. 2 accounts can still be used.',
      'Scan: OPEN. 1 account can still be used.',
      '  BLOCKED SLACK SLACK-1: OPEN (ACTIVE), now BLOCKED (SUSPENDED).',
      'Scan: OPEN. 1 account can still be used.',
      expect.stringMatching(/^OVERDUE after 1 d\./),
      'Scan: CLEAR. Nothing is open. 4 of 4 apps answered; 2 accounts are blocked.',
      '  BLOCKED ZOOM ZOOM-1: OPEN (ACTIVE), now BLOCKED (SUSPENDED).',
      expect.stringMatching(/^CLEARED after 1 d 17 h, with 5 scans\. It was overdue since /),
    ]);
    expect(stdout).toContain(
      '2 × User Access Changed, 1 × User Access Watch Overdue, 1 × User Access Watch Cleared.\n',
    );
    const read = async (...args: string[]) => JSON.parse((await local([...args, '--json'])).stdout);
    const cleared = { email: 'ana@example.com', status: 'CLEARED', verdict: 'CLEAR', scanCount: 5 };
    expect(await read('watches', '--status', 'cleared')).toMatchObject([cleared]);
    expect(await read('changes', 'ana@example.com')).toMatchObject([{ app: 'ZOOM' }, { app: 'SLACK' }]);
  });

  test('of which time passes faster keeps nothing, unless a folder is named', async () => {
    const watch = ['watch', '--scenario', arrange(leaving), '--speed', '100000', '--give-up-after', '2h'];
    const { code, stderr } = await local(watch);
    expect([code, stderr]).toEqual([3, 'Exit code 3: the watch has given up, and the person is not clear.\n']);
    expect(JSON.parse((await local(['watches', '--status', 'given-up', '--json'])).stdout)).toEqual([]);
  });

  test('that its local stack could not end is recorded as stopped before the next one begins', async () => {
    const args = ['--local', 'watch', '--scenario', arrange(leaving)];
    const child = spawn(process.execPath, [command, ...args], { cwd: folder, env: { PATH: process.env.PATH } });
    await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const again = await userAccess([
      ...[...args, '--speed', '100000', '--data', '.user-access'],
      ...['--give-up-after', '10h', '--json'],
    ]);
    expect([again.code, again.stderr]).toEqual([
      3,
      expect.stringMatching(/^The watch of ana@example\.com since .* ended with the local stack that it ran on\.\n/),
    ]);
    const report = JSON.parse(again.stdout);
    expect(report).toMatchObject({ status: 'GIVEN_UP', joined: false, open: [{ app: 'ZOOM' }] });
    const stopped = JSON.parse((await local(['watches', '--status', 'stopped', '--json'])).stdout);
    expect(stopped).toMatchObject([{ status: 'STOPPED', error: { name: 'WatchStopped' } }]);
  });
});

describe('serve', () => {
  let serving: ChildProcess | undefined;
  afterEach(() => serving?.kill('SIGKILL'));

  const written = (child: ChildProcess, until: RegExp, from: 'stdout' | 'stderr' = 'stdout') =>
    new Promise<string>((resolve) => {
      let text = '';
      child[from]?.on('data', (chunk) => {
        text += chunk;
        if (until.test(text)) resolve(text);
      });
    });
  const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));
  const start = (args: string[]) => {
    const options = { cwd: folder, env: { PATH: process.env.PATH } };
    return spawn(process.execPath, [command, ...args], options);
  };

  test('prints shell lines that configure any client and the commands', async () => {
    const child = start(['serve', '--port', '0', '--scenario', arrange()]);
    serving = child;
    const lines = (await written(child, /APP_BUNDLE=.*\n/)).trimEnd().split('\n');
    const variables = Object.fromEntries(
      lines.slice(1).map((line) => line.replace(/^export /, '').split('=') as [string, string]),
    );
    expect(Object.keys(variables)).toEqual([
      'AWS_ENDPOINT_URL',
      'AWS_REGION',
      'AWS_DEFAULT_REGION',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'USER_ACCESS_STATE_MACHINE_ARN',
      'USER_ACCESS_WATCH_STATE_MACHINE_ARN',
      'USER_ACCESS_TABLE',
      'USER_ACCESS_EVENT_BUS',
      'USER_ACCESS_APP_BUNDLE',
    ]);

    // The SDK prefers the profile of the shell to the credentials of the lines.
    const pasted = await new Promise<Ran>((resolve) => {
      const all = ['--norc', '-c', [...lines, 'exec "$@"'].join('\n'), 'bash', process.execPath, command, 'scans'];
      const env = { PATH: process.env.PATH, AWS_PROFILE: 'elsewhere' };
      execFile('bash', all, { cwd: folder, env }, (error, stdout, stderr) =>
        resolve({ code: error ? error.code : 0, stdout, stderr }),
      );
    });
    expect(pasted).toEqual({ code: 0, stdout: '', stderr: 'There are no scans yet.\n' });

    const scanned = await userAccess(['scan', 'ben@example.com', '--json'], variables);
    expect([scanned.code, JSON.parse(scanned.stdout).status]).toEqual([0, 'COMPLETED']);
    expect(JSON.parse(scanned.stdout)).not.toHaveProperty('events');

    const events = new EventBridgeClient({
      endpoint: variables.AWS_ENDPOINT_URL,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const Detail = JSON.stringify({ email: 'Ana@Example.com' });
    const EventBusName = variables.USER_ACCESS_EVENT_BUS;
    const offboarded = { Source: 'com.example.hr', DetailType: 'Employee Offboarded', Detail, EventBusName };
    await events.send(new PutEventsCommand({ Entries: [offboarded] }));
    events.destroy();
    await expectSoon(async () => {
      const { stdout } = await userAccess(['history', 'ana@example.com', '--json'], variables);
      expect(JSON.parse(stdout)).toMatchObject([{ status: 'COMPLETED', trigger: { source: 'com.example.hr' } }]);
    });

    const port = new URL(variables.AWS_ENDPOINT_URL ?? '').port;
    const second = await userAccess(['serve', '--port', port, '--data', join(folder, 'other')]);
    expect([second.code, second.stderr]).toEqual([1, expect.stringContaining(`Port ${port} is in use.`)]);
    const locked = await local(['scans']);
    expect([locked.code, locked.stderr]).toEqual([1, expect.stringContaining('The data folder is in use')]);

    child.kill('SIGINT');
    expect(await ended(child)).toBe(0);
    expect(JSON.parse((await local(['scans', '--json'])).stdout)).toHaveLength(2);
  });

  test('--speed makes time pass: a watch of two hours ends in seconds', async () => {
    const later = [
      { afterSeconds: 7200, result: { resultStatus: 'COMPLETED', userId: 'U1', userStatus: 'SUSPENDED' } },
    ];
    const users = [{ email: 'ana@example.com', access: [task('SLACK', { ...account('ACTIVE'), later })] }];
    const child = start(['serve', '--port', '0', '--speed', '1000000', '--scenario', arrange({ users })]);
    serving = child;
    const said = written(child, /Serving/, 'stderr');
    const [, endpoint = ''] = /AWS_ENDPOINT_URL=(.*)/.exec(await written(child, /APP_BUNDLE=.*\n/)) ?? [];
    expect(await said).toContain('While everything waits, time passes 1000000 times faster.\n');
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const sfn = new SFNClient({ endpoint, region: 'us-east-1', credentials });
    const input = JSON.stringify({ email: 'ana@example.com' });
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: watchStateMachineArn(), input }),
    );
    await expectSoon(async () => {
      const { status, startDate, stopDate } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      expect(status).toBe('SUCCEEDED');
      expect(Number(stopDate) - Number(startDate)).toBeGreaterThan(2 * 60 * 60 * 1000);
    });
    sfn.destroy();
  });

  test('Ctrl-C ends a local scan with exit code 130', async () => {
    const child = start(['--local', '--scenario', arrange({ defaultSeconds: 600 })]);
    serving = child;
    await written(child, /has started/, 'stderr');
    const rest = written(child, /\n/, 'stderr');
    child.kill('SIGINT');
    expect(await ended(child)).toBe(130);
    expect(await rest).toMatch(/^Stopped: scan \S+ ended with the local stack/);
  });
});

/** In the stack on this machine. */
function watchStateMachineArn(): string {
  const template = JSON.parse(readFileSync(join(process.cwd(), 'cdk.out', 'UserAccess.template.json'), 'utf8'));
  const resources = Object.entries<{ Type: string }>(template.Resources);
  const [logicalId] = resources.find(([id, { Type }]) => /Watch/.test(id) && /StateMachine$/.test(Type)) ?? [];
  return `arn:aws:states:us-east-1:111122223333:stateMachine:UserAccess-${logicalId}`;
}

async function expectSoon(check: () => Promise<void>): Promise<void> {
  for (let left = 20; ; left -= 1) {
    try {
      return await check();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
