import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS } from '../../cli/commands';
import { userAccess } from '../support/command';
import { TABLE_NAME, tableInMemory } from '../support/table-in-memory';

let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'user-access-'));
  const outputs = { Prod: { ScannerTableName: 't', ScannerStateMachineArn: 'nonsense' }, Test: { TableName: 't' } };
  const files = {
    'half.json': '{ "UserAccess": { "TableNa',
    'list.json': '["UserAccess"]',
    'none.json': '{ "Web": { "Url": "https://example.com" } }',
    'two.json': JSON.stringify(outputs),
    'twice.json': '{ "App": { "OneTableName": "a", "TwoTableName": "b" } }',
    'windows.json': '\uFEFF{ "App": { "TableName": "t" } }',
    'scenario.json': '{ "appBundleArn": 1 }',
    'nobody.json': JSON.stringify({
      appBundleArn: 'arn:aws:appfabric:us-east-1:111122223333:appbundle/5f0c1a7e-3b9d-4c52-8e61-9a4d2f7b6c10',
      authorizations: [{ app: 'SLACK', tenantId: 'T1' }],
      defaultSeconds: 1,
      users: [],
    }),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
});
afterAll(() => rmSync(cwd, { recursive: true }));

const ARN = 'arn:aws:states:us-east-1:111122223333:stateMachine:Scan';
const ID = '0f1e2d3c-4b5a-4678-9abc-def012345678';

describe('a mistake in the command prints one line and exits with 2', () => {
  test.each([
    [
      '',
      'Give a command (scan, results, people, scan-report, explain, who, changes, history, scans, watch, unwatch, watches, forget, doctor, serve, completion), or --help.',
    ],
    ['reslts a@b.c', 'Unknown command reslts. Did you mean results?'],
    ['scna a@b.c', 'Unknown command scna. Did you mean scan?'],
    ['hwo SLACK', 'Unknown command hwo. Did you mean who?'],
    ['frobnicate', 'Unknown command frobnicate. See user-access --help.'],
    ['help frobnicate', 'Unknown command frobnicate. See user-access --help.'],
    ['results a@b.c --jsn', 'Unknown option --jsn. Did you mean --json?'],
    ['results a@b.c -x', 'Unknown option -x. See user-access results --help.'],
    ['results a@b.c --json --json', '--json is given twice.'],
    ['results a@b.c --json=yes', 'Unknown option --json=yes. See user-access results --help.'],
    ['results a@b.c --table', '--table needs a value.'],
    ['results a@b.c --outputs --json', '--outputs needs a value.'],
    ['results a@b.c --json --csv', 'Give --json or --csv, not both.'],
    ['results a@b.c --output table --csv', 'Give --output or --csv, not both.'],
    ['results a@b.c --json -o json', 'Give --output or --json, not both.'],
    ['results a@b.c --json --csv --output=markdown', 'Give --output or --json, not both.'],
    ['results a@b.c --tenant x', 'results does not take --tenant. See user-access results --help.'],
    ['results', 'Give the email address of a person, such as `user-access results ana@example.com`.'],
    ['who --table t', 'Give the name of an app, such as `user-access who SLACK`.'],
    ['explain', 'Give the id of a scan, such as `user-access explain SCAN_ID`.'],
    ['scans SLACK', 'scans takes no argument, and got SLACK. See user-access scans --help.'],
    ['help scan results', 'help takes 1 argument, and got 2: scan, results. See user-access --help.'],
    ['a@b.c results --local', 'scan takes 1 argument, and got 2: a@b.c, results. See user-access scan --help.'],
    ['results a@b.c d@e.f', 'results takes 1 argument, and got 2: a@b.c, d@e.f. See user-access results --help.'],
    ['results a@b.c --output text', '--output must be table, json, csv or markdown, not text.'],
    ['results a@b.c -o jsn', '--output must be table, json, csv or markdown, not jsn. Did you mean json?'],
    ['results a@b.c -o', '--output needs a value.'],
    ['results a@b.c -o json --output json', '--output is given twice.'],
    ['watch a@b.c --output csv --local', '--output must be table or json, not csv.'],
    ['forget a@b.c --csv --local', 'forget does not take --csv. See user-access forget --help.'],
    ['serve --output json', 'serve does not take --output. See user-access serve --help.'],
    ['people --watch --table t', '--watch needs a terminal: leave it out.'],
    ['people --watch --json --table t', '--watch shows a table: give no other --output.'],
    ['people --watch -o markdown --table t', '--watch shows a table: give no other --output.'],
    [
      'people --watch --local',
      'With --local, nobody else uses the table, and --watch would show no change: use `user-access serve`.',
    ],
    ['people --interval 2 --table t', '--interval is for --watch: give --watch too.'],
    ['people --watch --interval 0 --table t', '--interval must be a whole number from 1 to 3600.'],
    ['scan a@b.c --watch --local', 'scan does not take --watch. See user-access scan --help.'],
    ['doctor --watch --table t', 'doctor does not take --watch. See user-access doctor --help.'],
    ['completion', 'Give your shell, such as `user-access completion bash`.'],
    ['completion tcsh', 'The shell must be bash, zsh or fish, not tcsh.'],
    ['completion fis', 'The shell must be bash, zsh or fish, not fis. Did you mean fish?'],
    ['help complation', 'Unknown command complation. Did you mean completion?'],
    ['results ana --table t', 'ana is not an email address: write it as person@example.com.'],
    [
      'results a@b.c',
      'The scanner is not specified: give --local, --outputs <file>, or --table <name> (or set USER_ACCESS_TABLE).',
    ],
    [
      'scan a@b.c --table t',
      'The scanner is not specified: give --local, --outputs <file>, or --state-machine <arn> (or set USER_ACCESS_STATE_MACHINE_ARN).',
    ],
    ['results a@b.c --local --outputs two.json', 'Give --local or --outputs, not both.'],
    ['results a@b.c --local --region us-east-1', 'Give --local or --region, not both.'],
    ['results a@b.c --data d --table t', '--data is for the stack on this machine: give --local too.'],
    ['results a@b.c --table t --stack Prod', '--stack chooses a stack in an outputs file: give --outputs too.'],
    ['results a@b.c --outputs half.json', 'half.json is not valid JSON. Run `cdk deploy --outputs-file` again.'],
    [
      'results a@b.c --outputs list.json',
      'list.json does not contain stack outputs. Run `cdk deploy --outputs-file` again.',
    ],
    [
      'scan a@b.c --outputs windows.json',
      'App in windows.json has no output whose name ends in StateMachineArn: give --table and --state-machine instead.',
    ],
    ['results a@b.c --outputs gone.json', 'gone.json does not exist: check the path.'],
    ['results a@b.c --outputs .', '. is a folder, not a file: check the path.'],
    [
      'results a@b.c --outputs none.json',
      'none.json has no output whose name ends in TableName: add the outputs StateMachineArn, WatchStateMachineArn and TableName to the stack (docs/command.md), and deploy it.',
    ],
    ['results a@b.c --outputs two.json', 'two.json has several scanners: choose one with --stack Prod or Test.'],
    ['results a@b.c --outputs two.json --stack Live', 'two.json has no stack Live: choose Prod or Test.'],
    [
      'results a@b.c --outputs two.json --stack Tst',
      'two.json has no stack Tst: choose Prod or Test. Did you mean Test?',
    ],
    [
      'scan --local --scenario leaving-employe',
      'leaving-employe does not exist: check the path. Did you mean leaving-employee?',
    ],
    [
      'scan a@b.c --outputs two.json --stack Test',
      'Test in two.json has no output whose name ends in StateMachineArn: give --table and --state-machine instead.',
    ],
    [
      'results a@b.c --outputs twice.json',
      'App in twice.json has several outputs whose names end in TableName: give --table and --state-machine instead.',
    ],
    [
      'results a@b.c --outputs two.json --stack Prod',
      'The state machine is not an ARN: give arn:aws:states:REGION:ACCOUNT:stateMachine:NAME, as in the outputs of the stack.',
    ],
    ['who SLACK --limit 0 --table t', '--limit must be a whole number from 1.'],
    ['who SLACK --limit -1 --table t', '--limit must be a whole number from 1.'],
    ['who SLACK --limit --json --table t', '--limit needs a value.'],
    ['scans --status don --table t', '--status must be running, completed or failed, not don.'],
    [
      'scans --status faild --table t',
      '--status must be running, completed or failed, not faild. Did you mean failed?',
    ],
    [
      'people --verdict opn --table t',
      '--verdict must be open, unknown, clear or not-found, not opn. Did you mean open?',
    ],
    ['people --verdict x --table t', '--verdict must be open, unknown, clear or not-found, not x.'],
    ['people --verdict=OPEN,CLEAR --table t', '--verdict must be open, unknown, clear or not-found, not OPEN,CLEAR.'],
    ['scan a@b.c --local --fail-on clear', '--fail-on must be open, unknown or not-found, not clear.'],
    [
      'scan a@b.c --local --fail-on open,unkown',
      '--fail-on must be open, unknown or not-found, not unkown. Did you mean unknown?',
    ],
    ['scan a@b.c --local --fail-on open,', '--fail-on must be open, unknown or not-found, not nothing.'],
    [
      `scan --local --fail-on open --task-ids ${ID}`,
      '--fail-on is for a scan of a person: a scan of --task-ids has no verdict.',
    ],
    ['results a@b.c --fail-on open --table t', 'results does not take --fail-on. See user-access results --help.'],
    [
      'changes --table t',
      'Give the email address of a person, such as `user-access changes ana@example.com`, or --app.',
    ],
    ['changes a@b.c --app SLACK --table t', 'Give an email address or --app, not both.'],
    ['changes a@b.c --tenant T1 --table t', '--tenant is a tenant of an app: give --app too.'],
    ['changes ana --table t', 'ana is not an email address: write it as person@example.com.'],
    ...['yesterday', '7w', '2026-11-01T09:00', '99999999d', '2026-13-01'].map((time) => [
      `changes a@b.c --since ${time} --table t`,
      `--since takes a time such as 2026-11-01, 2026-11-01T09:00Z, or 7d (7 days ago), not ${time}.`,
    ]),
    ['watch ana --local', 'ana is not an email address: write it as person@example.com.'],
    [
      'watch ana@exämple.com --local',
      'ana@exämple.com is not an email address that AppFabric accepts: write it as person@example.com.',
    ],
    [
      'watch a@b.c --table t',
      'The scanner is not specified: give --local, --outputs <file>, or --watch-state-machine <arn> (or set USER_ACCESS_WATCH_STATE_MACHINE_ARN).',
    ],
    [
      `watch --watch-state-machine ${ARN} --table t`,
      'Give the email address of a person, such as `user-access watch ana@example.com`.',
    ],
    [
      'watch a@b.c --outputs two.json --stack Prod',
      'Prod in two.json has no output whose name ends in WatchStateMachineArn: add it as in docs/command.md, and deploy the stack with this version. Or give --table and --watch-state-machine instead.',
    ],
    ['watch a@b.c --due-in tomorrow --local', '--due-in takes durations such as 90s, 15m, 24h or 30d, not tomorrow.'],
    ['watch a@b.c --cadence 1h,, --local', '--cadence takes durations such as 90s, 15m, 24h or 30d, not nothing.'],
    ['watch a@b.c --due-in 59s --local', '--due-in must be from 1m to 364d.'],
    ['watch a@b.c --cadence 1h,30s --local', '--cadence[1] must be from 1m to 364d.'],
    [
      'watch a@b.c --due-in 2d --give-up-after 1d --local',
      '--due-in must be at most --give-up-after, which is 1d: set a smaller value, or a greater --give-up-after.',
    ],
    [
      'watch a@b.c --cadence 1m --local',
      '--cadence and --give-up-after result in 43201 scans, but the maximum is 933: set longer waits, or a smaller --give-up-after.',
    ],
    [
      `watch a@b.c --speed 10 --watch-state-machine ${ARN} --table t`,
      '--speed is for the stack on this machine: give --local too.',
    ],
    ['watch a@b.c --speed 0 --local', '--speed must be a whole number from 1 to 1000000.'],
    ['unwatch ana --table t', 'ana is not an email address: write it as person@example.com.'],
    [
      'unwatch a@b.c --table t',
      'The scanner is not specified: give --local, --outputs <file>, or --watch-state-machine <arn> (or set USER_ACCESS_WATCH_STATE_MACHINE_ARN).',
    ],
    ['watches ana --table t', 'ana is not an email address: write it as person@example.com.'],
    ['watches a@b.c --overdue --table t', 'Give an email address or --overdue, not both.'],
    ['watches --overdue --status cleared --table t', '--overdue is for watches that go on: leave --status out.'],
    ['watches --status runing --table t', '--status must be watching, cleared, given-up or stopped, not runing.'],
    [
      'watches --status given-upp --table t',
      '--status must be watching, cleared, given-up or stopped, not given-upp. Did you mean given-up?',
    ],
    ['serve --port http', '--port must be a whole number from 0 to 65535.'],
    ['serve --port 65536', '--port must be a whole number from 0 to 65535.'],
    ...['0', '1.5', '-2', '1000001', 'fast'].map((speed) => [
      `serve --speed=${speed}`,
      '--speed must be a whole number from 1 to 1000000.',
    ]),
    [
      `scan --state-machine ${ARN} --table t`,
      'Give the email address of a person, such as `user-access scan ana@example.com`, or --task-ids.',
    ],
    [`scan a@b.c --task-ids ${ID} --local`, 'Give an email address or --task-ids, not both.'],
    ['scan ana --local', 'ana is not an email address: write it as person@example.com.'],
    [
      'scan ana@exämple.com --local',
      'ana@exämple.com is not an email address that AppFabric accepts: write it as person@example.com.',
    ],
    [`scan ${'a'.repeat(315)}@b.com --local`, 'email must have at most 320 characters.'],
    ['scan --local --task-ids 7,8', '--task-ids takes task ids, which are UUIDs in lower case, not 7.'],
    [`scan --local --task-ids ${ID},`, '--task-ids takes task ids, which are UUIDs in lower case, not nothing.'],
    [
      `scan --local --task-ids ${Array(2001).fill(ID).join()}`,
      '--task-ids has 2001 ids, but the maximum is 2000: start several scans.',
    ],
    ['scan a@b.c --local --scan-id a/b', '--scan-id must be 1 to 80 letters, digits, hyphens (-) or underscores (_).'],
    // A value after = can begin with a hyphen, so this value is accepted, and the next one is the mistake.
    ['scan a@b.c --local --scan-id=-x --scenario gone.json', 'gone.json does not exist: check the path.'],
    ['scan a@b.c --local --scan-timeout soon', '--scan-timeout must be a whole number from 1 to 86400.'],
    ['--local --scenario gone.json', 'gone.json does not exist: check the path.'],
    [
      '--local --scenario nobody.json',
      'The scenario has no users: give the email address of a person, such as `user-access scan ana@example.com --local`.',
    ],
    [
      `scan a@b.c --scenario nobody.json --table t --state-machine ${ARN}`,
      '--scenario is for the stack on this machine: give --local too.',
    ],
  ])('%s', async (line, message) => {
    const ran = await userAccess(line.split(' ').filter(Boolean), { cwd });
    expect(ran).toEqual({ code: 2, stdout: '', stderr: `user-access: ${message}\n` });
  });

  test('an empty argument is rejected', async () => {
    const { code, stderr } = await userAccess(['who', '', '--table', 't'], { cwd });
    expect([code, stderr]).toEqual([
      2,
      'user-access: who does not take an empty argument. See user-access who --help.\n',
    ]);
  });

  test('a mistake in a scenario names the file and the field', async () => {
    const { code, stderr } = await userAccess(['--local', '--scenario', 'scenario.json'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^user-access: scenario\.json: appBundleArn .*\n$/);
  });
});

describe('an error of AWS prints one line and exits with 1', () => {
  const kept = { ...process.env };
  const nothing = Object.keys(kept).filter((name) => name.startsWith('AWS_'));

  beforeEach(() => {
    for (const name of nothing) delete process.env[name];
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(cwd, 'no-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(cwd, 'no-credentials'),
    });
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, kept);
  });

  const refused = async (line: string) => {
    const { code, stdout, stderr } = await userAccess(line.split(' '), { env: process.env as Record<string, string> });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^user-access: [^\n]+\n$/);
    return stderr;
  };

  test('no Region', async () => {
    expect(await refused('results a@b.co --table some-table')).toContain('No AWS Region is set: give --region');
  });

  test('a Region that is not valid', async () => {
    const line = 'results a@b.co --table some-table --region us_east_1';
    expect(await refused(line)).toContain('The AWS Region is not valid');
    process.env.AWS_REGION = '';
    expect(await refused('results a@b.co --table some-table')).toContain('No AWS Region is set');
  });

  test('no credentials', async () => {
    expect(await refused('results a@b.co --table some-table --region us-east-1')).toContain(
      'There are no AWS credentials',
    );
  });

  test('nobody to scan, although there is a scanner: the example on this machine is no answer', async () => {
    const env = { USER_ACCESS_STATE_MACHINE_ARN: ARN, USER_ACCESS_TABLE: 'some-table' };
    const line =
      'user-access: Give the email address of a person, such as `user-access scan ana@example.com`, or --task-ids.\n';
    expect(await userAccess(['scan'], { env })).toEqual({ code: 2, stdout: '', stderr: line });
    expect(await userAccess(['scan', '--region', 'us-east-1'])).toEqual({ code: 2, stdout: '', stderr: line });
  });

  test('a profile that does not exist', async () => {
    writeFileSync(
      join(cwd, 'config'),
      '[profile production]\nregion = us-east-1\n[sso-session prodution]\nsso_region = us-east-1\n',
    );
    writeFileSync(join(cwd, 'credentials'), '[staging]\naws_access_key_id = test\naws_secret_access_key = test\n');
    process.env.AWS_CONFIG_FILE = join(cwd, 'config');
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(cwd, 'credentials');
    const ran = (...flags: string[]) =>
      userAccess(['results', 'a@b.co', '--table', 't', '--region', 'us-east-1', ...flags], {
        env: process.env as Record<string, string>,
      });
    const mistake = (line: string) => ({ code: 2, stdout: '', stderr: `user-access: ${line}\n` });
    expect(await ran('--profile', 'prodution')).toEqual(
      mistake('Your AWS configuration has no profile prodution. Did you mean production?'),
    );
    // A profile can be in the file of credentials alone.
    expect(await ran('--profile', 'stagin')).toEqual(
      mistake('Your AWS configuration has no profile stagin. Did you mean staging?'),
    );
    expect(await ran('--profile', 'x')).toEqual(
      mistake('Your AWS configuration has no profile x. Choose another with --profile.'),
    );
    process.env.AWS_PROFILE = 'y';
    expect(await ran()).toEqual(mistake('Your AWS configuration has no profile y. Choose another with AWS_PROFILE.'));
  });

  test('an endpoint that does not respond', async () => {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    });
    expect(await refused('results a@b.co --table some-table --region us-east-1')).toContain(
      'http://127.0.0.1:1 does not respond (ECONNREFUSED)',
    );
  });

  test('an endpoint that is not a URL', async () => {
    Object.assign(process.env, { AWS_ENDPOINT_URL: 'nonsense', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
    expect(await refused('results a@b.co --table some-table --region us-east-1')).toContain(
      'AWS_ENDPOINT_URL is not a URL',
    );
  });

  test("a table name that doesn't exist", async () => {
    const table = await tableInMemory();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: table.endpoint,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    });
    expect(await refused(`results a@b.co --table not-${TABLE_NAME} --region us-east-1`)).toContain(
      'There is no such table',
    );
    expect(await refused('results a@b.co --table a,b,c --region us-east-1')).toContain('The table name is not valid');
    // The scan could not be followed, so it is not started. A request to a state machine would fail here.
    expect(await refused(`scan a@b.co --table not-${TABLE_NAME} --state-machine ${ARN}`)).toContain(
      'There is no such table',
    );
    await table.stop();
  });
});

describe('help', () => {
  test('of the program lists all commands and all ways to specify the scanner', async () => {
    const { code, stdout } = await userAccess(['--help']);
    expect(code).toBe(0);
    const words = [
      'scan',
      'results',
      'people',
      'scan-report',
      'explain',
      'who',
      'changes',
      'history',
      'scans',
      'serve',
    ];
    for (const word of [...words, '--local', '--outputs', '--fail-on']) expect(stdout).toContain(word);
    expect((await userAccess(['help'])).stdout).toBe(stdout);
  });

  test('has the values that an option can have in the command', async () => {
    const help = async (name: string) => (await userAccess([name, '--help'], { terminal: { columns: 200 } })).stdout;
    expect(await help('scans')).toContain('a table by default: table, json, csv or markdown.');
    expect(await help('unwatch')).toContain('a table by default: table or json.');
    expect(await help('scans')).toContain('status: running, completed or failed.');
    expect(await help('watches')).toContain('status: watching, cleared, given-up or stopped.');
  });

  test.each([
    'scan',
    'results',
    'people',
    'scan-report',
    'explain',
    'who',
    'changes',
    'history',
    'scans',
    'watch',
    'unwatch',
    'watches',
    'serve',
    'completion',
  ])('of %s has examples', async (name) => {
    const { code, stdout } = await userAccess([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\\n  user-access ${name}`));
    expect((await userAccess(['help', name])).stdout).toBe(stdout);
  });

  test('names people of the example company in examples with --local', () => {
    const examples = COMMANDS.flatMap((command) => command.examples).filter((example) => / --local\b/.test(example));
    const company = readFileSync('local/scenarios/example-company.json', 'utf8');
    const people = examples.flatMap((example) => example.match(/\S+@\S+/g) ?? []);
    expect(people).toContain('mei.tanaka@example.com');
    expect(people.filter((person) => !company.includes(`"${person}"`))).toEqual([]);
  });

  test.each(['--version', '-V', '-v'])('%s', async (flag) => {
    expect((await userAccess([flag])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

test.each(['-v', '--verbose', '--debug'])('%s adds the stack trace', async (flag) => {
  const { stderr } = await userAccess(['results', 'ana', flag, '--table', 't']);
  expect(stderr).toMatch(/\n {4}at /);
});
