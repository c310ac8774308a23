import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userAccess } from '../support/command';
import { cleanUp, deploy, doctor, notOk, prepare, replace, standBetween } from '../support/doctor';

const NAMES = [
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'],
  'AWS_EC2_METADATA_DISABLED',
];
let home: string;
let before: [string, string | undefined][];

beforeEach(() => {
  before = NAMES.map((name) => [name, process.env[name]]);
  prepare();
  home = mkdtempSync(join(tmpdir(), 'aws-'));
  writeFileSync(
    join(home, 'config'),
    '[profile production]\nregion = us-east-1\n[sso-session company]\nsso_region = us-east-1\n',
  );
  Object.assign(process.env, {
    AWS_CONFIG_FILE: join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
  });
  process.env.AWS_EC2_METADATA_DISABLED = 'true';
});
afterEach(async () => {
  await cleanUp();
  rmSync(home, { recursive: true });
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const REFUSED = 'AWS refused the credentials: sign in again, or choose another profile with --profile.';
const NONE =
  'There are no AWS credentials: sign in (`aws sso login`, `aws configure`), choose a --profile, or use --local.';
const AFTER = /^\? unchecked \| [\w ]+ \| could not be checked\. Correct what is above, and run the command again\.$/;

describe('if AWS refuses the credentials, nothing else is asked, and every check has a line:', () => {
  test.each(['InvalidClientTokenId', 'ExpiredToken', 'SignatureDoesNotMatch', 'IncompleteSignature'])(
    '%s',
    async (error) => {
      await deploy();
      const asked = await standBetween(() => ({ error }));
      const { code, stdout, stderr } = await doctor();
      const [first, ...others] = notOk(stdout);
      expect([code, stderr, first]).toEqual([1, '', `✗ to do | credentials | nothing can be checked. ${REFUSED}`]);
      expect(asked).toEqual(['sts:GetCallerIdentity']);
      expect(others).toHaveLength(13);
      expect(others.filter((line) => !AFTER.test(line))).toEqual([]);
      expect(stdout).toMatch(/\n1 thing needs to be done, and 13 could not be checked\.\n$/);
    },
  );

  test('that expire halfway', async () => {
    await deploy();
    await standBetween(({ action }) => (action.startsWith('lambda:') ? { error: 'ExpiredTokenException' } : undefined));
    const { stdout } = await doctor();
    expect(notOk(stdout)[0]).toBe(`✗ to do | app bundle | nothing can be checked. ${REFUSED}`);
    expect(
      notOk(stdout)
        .slice(1)
        .filter((line) => !AFTER.test(line)),
    ).toEqual([]);
  });

  test('there are none', async () => {
    await deploy();
    delete process.env.AWS_ACCESS_KEY_ID;
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)[0]]).toEqual([1, `✗ to do | credentials | nothing can be checked. ${NONE}`]);
  });

  test('a profile without any', async () => {
    await deploy();
    delete process.env.AWS_ACCESS_KEY_ID;
    const { code, stdout } = await doctor('--profile', 'production');
    expect([code, notOk(stdout)[0]]).toEqual([1, `✗ to do | credentials | nothing can be checked. ${NONE}`]);
  });
});

test('a profile that does not exist is a mistake', async () => {
  await deploy();
  const { code, stdout, stderr } = await doctor('--profile', 'prodution');
  const line = 'user-access: Your AWS configuration has no profile prodution. Did you mean production?\n';
  expect([code, stdout, stderr]).toEqual([2, '', line]);
});

test('no Region, or one that is none', async () => {
  const { outputs } = await deploy();
  delete process.env.AWS_REGION;
  const lines = async (...flags: string[]) => {
    const { code, stdout } = await userAccess(['doctor', '--table', outputs.tableName, ...flags]);
    return [code, notOk(stdout)[0], notOk(stdout).length];
  };
  const found = '✗ to do | Region | nothing can be checked.';
  expect(await lines()).toEqual([1, `${found} No AWS Region is set: give --region, or set AWS_REGION.`, 15]);
  expect(await lines('--region', 'us_east')).toEqual([
    1,
    `${found} The AWS Region is not valid: write --region or AWS_REGION as in us-east-1.`,
    15,
  ]);
});

test('a state machine in another Region, or in another account', async () => {
  const { outputs } = await deploy();
  const elsewhere = await doctor('--region', 'eu-west-1');
  expect(notOk(elsewhere.stdout)[0]).toBe(
    '✗ to do | Region | eu-west-1. The state machine is in us-east-1. Leave --region out, or check the ARN.',
  );
  const other = outputs.stateMachineArn.replace('111122223333', '444455556666');
  const { code, stdout } = await doctor('--state-machine', other);
  expect([code, notOk(stdout)[0]]).toEqual([
    1,
    '✗ to do | credentials | arn:aws:iam::111122223333:user/local is in account 111122223333. The state machine is in ' +
      'account 444455556666. Choose another profile with --profile, or check the ARN.',
  ]);
});

test('a Region that AppFabric was not in is no all-clear', async () => {
  const { outputs } = await deploy();
  const there = outputs.stateMachineArn.replace('us-east-1', 'eu-central-1');
  expect(notOk((await doctor('--state-machine', there)).stdout)[0]).toMatch(
    /^\? unchecked \| Region \| eu-central-1\. When/,
  );
});

test.each([
  ['sts::111122223333:assumed-role/Operator/ana@example.com', 'sts::111122223333:assumed-role/Operator'],
  ['sts::111122223333:federated-user/ana@example.com', 'sts::111122223333:federated-user'],
  ['iam::111122223333:user/local', 'iam::111122223333:user/local'],
  ['iam::111122223333:root', 'iam::111122223333:root'],
])('the name of a session is not printed: %s', async (arn, printed) => {
  await deploy();
  await standBetween(({ action }) =>
    action === 'sts:GetCallerIdentity' ? replace(/<Arn>.*<\/Arn>/, `<Arn>arn:aws:${arn}</Arn>`) : undefined,
  );
  const { code, stdout } = await doctor();
  expect(code).toBe(0);
  expect(stdout).toContain(`credentials         arn:aws:${printed}, in account 111122223333\n`);
});
