import { readFileSync } from 'node:fs';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { UserAccessScanner } from 'cdk-appfabric-user-access';
import { type Ran, userAccess } from '../support/command';
import { useEndpoint } from '../support/command-table';
import { granted } from '../support/granted';
import type { Wanted } from '../support/policy';
import { ServiceError, servicesByHand } from '../support/services-by-hand';
import { TABLE_NAME, tableInMemory } from '../support/table-in-memory';
import { scanItem, taskItem, watchItem } from '../support/table-items';

const ANA = 'ana@example.com';

type Name = Extract<keyof UserAccessScanner, `grant${string}`>;

const grants =
  (...names: Name[]) =>
  (scanner: UserAccessScanner, role: IRole) => {
    for (const name of names) scanner[name](role);
  };

/** Runs a command with the permissions of some grants, and tells what these did not allow. */
async function ran(command: string[], ...names: Name[]): Promise<Ran & { refused: string[]; unused: string[] }> {
  const stack = granted(grants(...names));
  const table = await tableInMemory();
  const id = 's-1';
  await table.put(watchItem(ANA, 1));
  const refused: string[] = [];
  const services = await servicesByHand(table.endpoint, async ({ service, operation, input }) => {
    const index = input.IndexName === undefined ? '' : `/index/${input.IndexName}`;
    const { executionArn, stateMachineArn } = input;
    const resource = service === 'dynamodb' ? `${stack.table.arn}${index}` : String(executionArn ?? stateMachineArn);
    const wanted: Wanted = { action: `${service}:${operation}`, resource };
    if (!stack.policy.allows(wanted)) {
      refused.push(`${wanted.action} on ${resource.split(':').slice(5).join(':')}`);
      return new ServiceError('AccessDeniedException');
    }
    if (service === 'dynamodb') return undefined;
    if (operation === 'StartExecution') {
      const arn = String(stateMachineArn).replace(':stateMachine:', ':execution:');
      if (stateMachineArn === stack.watches) {
        await table.put(
          watchItem(ANA, 2, { watchId: input.name, status: 'CLEARED', endedAt: '2026-11-02T10:00:00.000Z' }),
        );
      }
      return { executionArn: `${arn}:${input.name}`, startDate: 0 };
    }
    if (operation === 'StopExecution') {
      await table.put(watchItem(ANA, 1, { status: 'STOPPED', endedAt: '2026-11-01T10:00:00.000Z' }));
      return { stopDate: 0 };
    }
    await table.put(scanItem(id, 1), taskItem(id, 'id-1', 'SLACK'));
    return { status: 'SUCCEEDED', startDate: 0, stopDate: 4, output: `{"scanId":"${id}"}` };
  });
  useEndpoint(services.endpoint);
  const where = ['--state-machine', stack.scans, '--watch-state-machine', stack.watches, '--table', TABLE_NAME];
  const result = await userAccess([...command, ...where]);
  await services.stop();
  await table.stop();
  return { ...result, refused, unused: stack.policy.unused.filter((grant) => grant.startsWith('states:')) };
}

describe('the grants that docs/command.md names for a command allow all that it does, and no other use of executions', () => {
  test.each<[string, string[], Name[]]>([
    ['scan', ['scan', ANA, '--scan-id', 's-1'], ['grantStartScan', 'grantFollowScan', 'grantReadResults']],
    ['watch', ['watch', ANA], ['grantWatch', 'grantFollowWatch', 'grantReadResults']],
    ['watch --follow', ['watch', ANA, '--follow'], ['grantWatch', 'grantFollowWatch', 'grantReadResults']],
    ['unwatch', ['unwatch', ANA], ['grantStopWatch', 'grantReadResults']],
    ['watches', ['watches', ANA], ['grantReadResults']],
  ])('%s', async (_name, command, names) => {
    const { code, stderr, refused, unused } = await ran(command, ...names);
    expect([refused, unused]).toEqual([[], []]);
    expect([code, stderr.includes('denied')]).toEqual([0, false]);
    const page = readFileSync('docs/command.md', 'utf8');
    const [, row = ''] =
      page.match(new RegExp(`\\n\\| \`${command[0]}\` \\| (.*grant.*) \\|\\n`)) ??
      page.match(/\| all others \| (.*) \|/) ??
      [];
    const documented = [...row.matchAll(/`(grant\w+)`/g)].map(([, grant]) => grant);
    expect(documented.sort()).toEqual([...names].sort());
  });
});

test('to start a scan is not enough: the command also follows it', async () => {
  const { code, stderr, refused } = await ran(['scan', ANA, '--scan-id', 's-1'], 'grantStartScan', 'grantReadResults');
  expect(refused).toEqual([expect.stringMatching(/^states:DescribeExecution on execution:.*:s-1$/)]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('AWS denied the request')]);
});

test('without grantFollowWatch, a watch still begins, but nobody can say why one does not', async () => {
  const { code, refused } = await ran(['watch', ANA], 'grantWatch', 'grantReadResults');
  expect(refused).toEqual([expect.stringMatching(/^states:DescribeExecution on execution:/)]);
  expect(code).toBe(0);
});

test('grantDoctor allows what docs/command.md lists, of DynamoDB only for the table', () => {
  const { policy, table } = granted(grants('grantDoctor'));
  const [, list = ''] = readFileSync('docs/command.md', 'utf8').match(/"Action": \[([^\]]*)\]/) ?? [];
  const actions = [...list.matchAll(/"([a-z]+:\w+)"/g)].map(([, action = '']) => action);
  expect(actions.length).toBeGreaterThan(10);
  for (const action of actions) {
    const isOfTable = action.startsWith('dynamodb:');
    expect([action, policy.allows({ action, resource: `${table.arn}2` })]).toEqual([action, !isOfTable]);
    expect([action, policy.allows({ action, resource: table.arn })]).toEqual([action, true]);
  }
  expect(policy.unused).toEqual([]);
});

describe.each([
  ['without a key', false],
  ['with a key', true],
])('%s', (_what, withKey) => {
  test.each<[Name, string, 'scans' | 'watches']>([
    ['grantFollowScan', 'states:DescribeExecution', 'scans'],
    ['grantFollowWatch', 'states:DescribeExecution', 'watches'],
    ['grantRedrive', 'states:RedriveExecution', 'scans'],
    ['grantStopWatch', 'states:StopExecution', 'watches'],
  ])('%s allows %s on the executions of one state machine, and nothing else', (name, action, of) => {
    const stack = granted(grants(name), withKey);
    const execution = (stateMachine: string) => `${stateMachine.replace(':stateMachine:', ':execution:')}:x`;
    const others = { scans: stack.watches, watches: stack.scans };
    expect(stack.policy.allows({ action, resource: execution(others[of]) })).toBe(false);
    expect(stack.policy.allows({ action, resource: execution(stack[of]) })).toBe(true);
    for (const use of ['kms:Decrypt', 'kms:GenerateDataKey']) {
      const allows = (stateMachine: string) =>
        stack.policy.allows({
          action: use,
          resource: stack.key,
          context: { 'kms:EncryptionContext:aws:states:stateMachineArn': stateMachine },
        });
      expect(allows(others[of])).toBe(false);
      expect(allows(stack[of])).toBe(withKey && (use === 'kms:Decrypt' || !name.startsWith('grantFollow')));
    }
    expect(stack.policy.unused).toEqual([]);
  });
});
