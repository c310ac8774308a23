import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { doctorClients } from '../../cli/doctor/clients';
import { problem } from '../../cli/doctor/problem';
import {
  type Asked,
  cleanUp,
  deploy,
  doctor,
  type Instead,
  json,
  nameOf,
  notOk,
  prepare,
  replace,
  standBetween,
} from '../support/doctor';

beforeEach(prepare);
afterEach(cleanUp);

const FAIL_SCAN = nameOf('ScannerFailScanFunction');
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1';

/** Changes the answers to one action, of those whose request contains a text. */
const to =
  (action: string, instead: Instead, about = '') =>
  (asked: Asked) =>
    asked.action === action && `${decodeURIComponent(asked.url)} ${decodeURIComponent(asked.body)}`.includes(about)
      ? instead
      : undefined;

const tableWith = (change: object) =>
  to(
    'dynamodb:DescribeTable',
    json(({ Table }) => Object.assign(Table, change)),
  );
const keyWith = (state: object) => (asked: Asked) =>
  tableWith({ SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: KEY } })(asked) ??
  (asked.action === 'kms:DescribeKey' ? { answer: { KeyMetadata: { KeyId: '1', ...state } } } : undefined);

const stackIs = (status: string) => to('cloudformation:DescribeStacks', replace('CREATE_COMPLETE', status));
const ttlIs = (TimeToLiveDescription: object) =>
  to('dynamodb:DescribeTimeToLive', { answer: { TimeToLiveDescription } });
const indexIs = (IndexStatus: string) =>
  to(
    'dynamodb:DescribeTable',
    json(({ Table }) => {
      Table.GlobalSecondaryIndexes[0].IndexStatus = IndexStatus;
    }),
  );
const functionWith = (change: object, about = FAIL_SCAN) =>
  to(
    'lambda:GetFunctionConfiguration',
    json((answer) => Object.assign(answer, change)),
    about,
  );

const KEPT = 'Results are kept longer than resultRetention says.';
const REVERT = 'Run cdk deploy --revert-drift.';
const UNDONE =
  'The last deployment failed and was undone. Find the reason in the events of the stack, and deploy again.';
const FAILED = 'The last deployment failed. Find the reason in the events of the stack, and deploy again.';
const CHANGES = 'What is below can change. Wait until the deployment has ended, and run the command again.';
const GONE = 'The scanner is not there, or not for long. Deploy the stack if you need it.';
const NOTHING_WORKS = 'Nothing can be scanned or read without it.';
const NO_RUN =
  'It may not run. Correct what the code says, such as a subnet, a security group or the role, and deploy the stack again.';
const USED = 'Watches, and the ends of scans that were stopped, use it.';

describe('needs doing:', () => {
  test.each<[string, (asked: Asked) => Instead | undefined, string]>([
    ...(
      [
        ['UPDATE_IN_PROGRESS', CHANGES],
        ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', CHANGES],
        ['UPDATE_ROLLBACK_IN_PROGRESS', CHANGES],
        ['UPDATE_ROLLBACK_COMPLETE', UNDONE],
        ['ROLLBACK_COMPLETE', UNDONE],
        ['IMPORT_ROLLBACK_COMPLETE', UNDONE],
        ['UPDATE_ROLLBACK_FAILED', FAILED],
        ['UPDATE_FAILED', FAILED],
        ['CREATE_FAILED', FAILED],
        ['DELETE_IN_PROGRESS', GONE],
        ['DELETE_FAILED', GONE],
        ['DELETE_COMPLETE', GONE],
      ] as const
    ).map(([status, advice]): [string, (asked: Asked) => Instead | undefined, string] => [
      `a stack that is ${status}`,
      stackIs(status),
      `stack | UserAccess is ${status}. ${advice}`,
    ]),
    [
      'a table that is created',
      tableWith({ TableStatus: 'CREATING' }),
      'table | the table is CREATING. Wait until DynamoDB has created it, and run the command again.',
    ],
    [
      'a table that is deleted',
      tableWith({ TableStatus: 'DELETING' }),
      'table | the table is DELETING. All results are lost, unless you restore a backup: DynamoDB takes one when a table with ' +
        'point-in-time recovery is deleted.',
    ],
    [
      'a table in a state that nobody knows',
      tableWith({ TableStatus: 'ARCHIVED' }),
      'table | the table is ARCHIVED. Look at the table in DynamoDB.',
    ],
    [
      'an index that is created',
      indexIs('CREATING'),
      'table | ByApp is CREATING. Wait until DynamoDB has created the index.',
    ],
    [
      'an index that is deleted',
      indexIs('DELETING'),
      'table | ByApp is DELETING. Lists of apps, scans and watches fail. Deploy the stack with this version of the package. ' +
        `If that changes nothing: ${REVERT}`,
    ],
    [
      'time to live that is turned off',
      ttlIs({ TimeToLiveStatus: 'DISABLING', AttributeName: 'expiresAt' }),
      `time to live | time to live is DISABLING. ${KEPT} Wait until DynamoDB has turned it off, which takes up to an hour. ${REVERT}`,
    ],
    [
      'time to live by another attribute',
      ttlIs({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' }),
      `time to live | time to live is by ttl, not by expiresAt. ${KEPT} ${REVERT}`,
    ],
    [
      'a key that is deleted soon',
      keyWith({ KeyState: 'PendingDeletion', DeletionDate: 1_800_000_000 }),
      `key | ${KEY} is PendingDeletion until 2027-01-15T08:00:00.000Z. ${NOTHING_WORKS} Cancel the deletion now, then enable the ` +
        'key. When the key is deleted, all results are lost.',
    ],
    [
      'an imported key without its material',
      keyWith({ KeyState: 'PendingImport' }),
      `key | ${KEY} is PendingImport. ${NOTHING_WORKS} Its key material is missing or has expired. Import it again.`,
    ],
    [
      'a key in a key store that is disconnected',
      keyWith({ KeyState: 'Unavailable' }),
      `key | ${KEY} is Unavailable. ${NOTHING_WORKS} Its key store is disconnected. Connect it again.`,
    ],
    [
      'a key that the table may not use',
      tableWith({
        SSEDescription: { SSEType: 'KMS', KMSMasterKeyArn: KEY, InaccessibleEncryptionDateTime: 1_800_000_000 },
      }),
      `key | DynamoDB has no access to ${KEY} since 2027-01-15T08:00:00.000Z. ${NOTHING_WORKS} Enable the key, and let its policy ` +
        'allow IAM policies. Without access for 7 days, DynamoDB archives the table.',
    ],
    [
      'a key that does not exist',
      (asked) => (asked.action === 'kms:DescribeKey' ? { error: 'NotFoundException' } : keyWith({})(asked)),
      `key | ${KEY} does not exist. ${NOTHING_WORKS} A deleted key can't be restored. Restore the table from a backup with another key.`,
    ],
    [
      'a function that failed',
      functionWith({ State: 'Failed', StateReasonCode: 'InvalidSecurityGroup' }),
      `functions | ${FAIL_SCAN}:1 is Failed (InvalidSecurityGroup). ${NO_RUN}`,
    ],
    [
      'a function that is created',
      functionWith({ State: 'Pending', StateReasonCode: 'Creating' }),
      `functions | ${FAIL_SCAN}:1 is Pending (Creating). Wait until Lambda has finished, and run the command again.`,
    ],
    [
      'a function whose update failed',
      functionWith({ LastUpdateStatus: 'Failed', LastUpdateStatusReasonCode: 'SubnetOutOfIPAddresses' }),
      `functions | the last update of ${FAIL_SCAN}:1 is Failed (SubnetOutOfIPAddresses). ${NO_RUN}`,
    ],
    [
      'a function that was deleted',
      to('lambda:GetFunctionConfiguration', { error: 'ResourceNotFoundException' }, FAIL_SCAN),
      `functions | ${FAIL_SCAN} does not exist. Scans and watches fail without it. ${REVERT}`,
    ],
    [
      'a version that was deleted',
      to('lambda:GetFunctionConfiguration', { error: 'ResourceNotFoundException' }, `${FAIL_SCAN}:1`),
      `functions | the version ${FAIL_SCAN}:1 does not exist. The state machines invoke it. ${REVERT}`,
    ],
    [
      'an alias that was deleted',
      to('lambda:GetAlias', { error: 'ResourceNotFoundException' }, FAIL_SCAN),
      `functions | ${FAIL_SCAN} has no alias live. ${USED} Deploy the stack with this version of the package. If that changes nothing: ${REVERT}`,
    ],
    [
      'an alias at $LATEST',
      to('lambda:GetAlias', { answer: { FunctionVersion: '$LATEST' } }, FAIL_SCAN),
      `functions | the alias live of ${FAIL_SCAN} is at $LATEST, not at version 1, which was deployed. ${USED} ${REVERT}`,
    ],
    [
      'an alias at another version',
      to('lambda:GetAlias', { answer: { FunctionVersion: '7' } }, FAIL_SCAN),
      `functions | the alias live of ${FAIL_SCAN} is at 7, not at version 1, which was deployed. ${USED} ${REVERT}`,
    ],
    [
      'a state machine that is deleted',
      to(
        'states:DescribeStateMachine',
        json((answer) => {
          answer.status = 'DELETING';
        }),
        'EndedScans',
      ),
      `state machines | ${nameOf('ScannerEndedScansStateMachine')} is DELETING. Nobody records that a scan was stopped. When it is deleted: ${REVERT}`,
    ],
    [
      'a state machine that was deleted',
      to('states:DescribeStateMachine', { error: 'StateMachineDoesNotExist' }, 'ScannerWorkflow'),
      `state machines | ${nameOf('ScannerWorkflowStateMachine')} does not exist. No scan can start. ${REVERT}`,
    ],
    [
      'a queue that was deleted',
      to('sqs:GetQueueAttributes', { error: 'QueueDoesNotExist' }, 'EmployeeLeft'),
      `dead letters | the queue ${nameOf('ScannerEmployeeLeftDeadLetterQueue')} does not exist. What can't be delivered is lost. ${REVERT}`,
    ],
    [
      'a queue that was deleted, by the name of the error in the Query protocol',
      to('sqs:GetQueueAttributes', { error: 'AWS.SimpleQueueService.NonExistentQueue' }, 'EmployeeLeft'),
      `dead letters | the queue ${nameOf('ScannerEmployeeLeftDeadLetterQueue')} does not exist. What can't be delivered is lost. ${REVERT}`,
    ],
    [
      'a message that somebody reads at the moment',
      to(
        'sqs:GetQueueAttributes',
        json(({ Attributes }) =>
          Object.assign(Attributes, { ApproximateNumberOfMessagesNotVisible: '1', MessageRetentionPeriod: '1209600' }),
        ),
        'EmployeeLeft',
      ),
      `dead letters | 1 message in ${nameOf('ScannerEmployeeLeftDeadLetterQueue')}. What EventBridge could not deliver was not ` +
        'done. Fix the cause, then do it now (docs/operations.md#deadletters). The queue keeps a message for 14 days.',
    ],
    [
      'a quota of 10',
      to('lambda:GetAccountSettings', {
        answer: { AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 } },
      }),
      'Lambda concurrency | 10 in the account, 10 not reserved. All functions of the account share 10. Scans wait if they are in ' +
        'use. Ask for a higher quota in Service Quotas, or reserve some with reservedConcurrentExecutions.',
    ],
  ])('%s', async (_what, change, line) => {
    await deploy();
    await standBetween(change);
    const { code, stdout } = await doctor();
    expect(notOk(stdout)).toEqual([`✗ to do | ${line}`]);
    expect(code).toBe(1);
  });
});

describe('is fine:', () => {
  test.each<[string, (asked: Asked) => Instead | undefined]>([
    ['a stack that was updated', stackIs('UPDATE_COMPLETE')],
    ['a stack that has imported resources', stackIs('IMPORT_COMPLETE')],
    ['a table that is updated', tableWith({ TableStatus: 'UPDATING' })],
    ['an index that is updated', indexIs('UPDATING')],
    ['time to live that is turned on', ttlIs({ TimeToLiveStatus: 'ENABLING', AttributeName: 'expiresAt' })],
    ['a key whose replicas are updated', keyWith({ KeyState: 'Updating' })],
    ['the key of AWS', keyWith({ KeyState: 'Enabled', KeyManager: 'AWS' })],
    ['a function that was idle', functionWith({ State: 'Inactive', StateReasonCode: 'Idle' })],
  ])('%s', async (_what, change) => {
    await deploy();
    await standBetween(change);
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([0, []]);
  });
});

test('an alias at $LATEST needs doing, also if the stack has no version', async () => {
  await deploy();
  const withoutVersion = to('cloudformation:ListStackResources', replace('FailScanFunctionCurrentVersion', 'Other'));
  const latest = to('lambda:GetAlias', { answer: { FunctionVersion: '$LATEST' } }, FAIL_SCAN);
  await standBetween((asked) => withoutVersion(asked) ?? latest(asked));
  expect(notOk((await doctor()).stdout)).toEqual([
    `✗ to do | functions | the alias live of ${FAIL_SCAN} is at $LATEST, not at a published version. ${USED} ${REVERT}`,
  ]);
});

test('resources that the last update has deleted are not looked at', async () => {
  await deploy();
  const gone = (id: string) =>
    `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>gone</PhysicalResourceId>` +
    '<ResourceType>AWS::Events::Rule</ResourceType><ResourceStatus>DELETE_COMPLETE</ResourceStatus>' +
    '<LastUpdatedTimestamp>2026-11-28T00:00:00Z</LastUpdatedTimestamp></member>';
  const add = replace('</StackResourceSummaries>', `${gone('ScannerOldRule89ABCDEF')}</StackResourceSummaries>`);
  await standBetween(to('cloudformation:ListStackResources', add));
  expect((await doctor()).code).toBe(0);
});

test('a table whose stack was deleted', async () => {
  await deploy();
  await standBetween(to('cloudformation:DescribeStackResources', { error: 'ValidationError' }));
  const { code, stdout } = await doctor();
  expect(code).toBe(1);
  expect(notOk(stdout).slice(0, 2)).toEqual([
    '✗ to do | stack | no stack in this account and Region has the table UserAccess-ScannerTable5DD81694. Most checks need the ' +
      'stack. If it was deleted, the table was kept, and nothing scans any more. Deploy a scanner.',
    '? unchecked | app bundle | could not be checked. No stack in this account and Region has the table.',
  ]);
});

describe('lists of several pages:', () => {
  /** Answers with the first half of a list, and then with the rest. */
  const split = (action: string, list: string, token = 'NextToken') => {
    let rest: unknown[] = [];
    return (asked: Asked): Instead | undefined => {
      if (asked.action !== action) return undefined;
      if (`${asked.url} ${asked.body}`.includes('page-2')) return { answer: { [list]: rest } };
      return json((answer) => {
        rest = answer[list].splice(Math.floor(answer[list].length / 2));
        answer[token] = 'page-2';
      });
    };
  };

  test.each([
    ['event buses', 'events:ListEventBuses', 'EventBuses'],
    ['rules', 'events:ListRules', 'Rules'],
    ['rules of a target', 'events:ListRuleNamesByTarget', 'RuleNames'],
    ['targets, of which the first page has none', 'events:ListTargetsByRule', 'Targets'],
  ])('%s', async (_what, action, list) => {
    await deploy();
    const seen = await standBetween(split(action, list));
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([0, []]);
    expect(stdout).toContain('4 rules, enabled and with targets');
    expect(seen.filter((each) => each === action).length % 2).toBe(0);
  });

  test('app authorizations', async () => {
    await deploy();
    await standBetween(split('appfabric:ListAppAuthorizations', 'appAuthorizationSummaryList', 'nextToken'));
    expect((await doctor()).stdout).toContain('app authorizations  2 Connected');
  });

  test('resources of the stack, with the table on the second page', async () => {
    await deploy();
    await standBetween((asked) => {
      if (asked.action === 'cloudformation:DescribeStackResources') {
        // CloudFormation describes the first 100 only.
        return { edit: (text) => text.replace(/(<StackResources>.*?<\/member>).*(<\/StackResources>)/s, '$1$2') };
      }
      if (asked.action !== 'cloudformation:ListStackResources') return undefined;
      const isSecond = asked.body.includes('NextToken=page-2');
      return {
        edit: (text) => {
          const members = text.match(/<member>.*?<\/member>/gs) ?? [];
          const page = isSecond ? members.slice(1) : members.slice(0, 1);
          const token = isSecond ? '' : '<NextToken>page-2</NextToken>';
          const list = `<StackResourceSummaries>${page.join('')}</StackResourceSummaries>${token}`;
          return text.replace(/<StackResourceSummaries>.*<\/StackResourceSummaries>/s, list);
        },
      };
    });
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([0, []]);
  });
});

test('an answer without what was asked for is not an all-clear', async () => {
  await deploy();
  await standBetween(
    (asked) =>
      to('sqs:GetQueueAttributes', { answer: {} })(asked) ?? to('lambda:GetAccountSettings', { answer: {} })(asked),
  );
  const { code, stdout } = await doctor();
  expect([code, notOk(stdout)]).toEqual([
    1,
    [
      '? unchecked | Lambda concurrency | could not be checked. AWS did not say what the quota is.',
      '? unchecked | dead letters | could not be checked. AWS did not say how many messages there are.',
    ],
  ]);
});

test('a call that is throttled is repeated, and one that stays throttled is a line', async () => {
  await deploy();
  let failures = 3;
  await standBetween(({ action }) => {
    if (action === 'events:ListRules' && failures-- > 0) return { error: 'ThrottlingException' };
    return action === 'kms:DescribeKey' || action === 'sqs:GetQueueAttributes'
      ? { error: 'RequestThrottled' }
      : undefined;
  });
  const { code, stdout } = await doctor();
  expect([code, notOk(stdout)]).toEqual([
    1,
    [
      '? unchecked | dead letters | could not be checked. AWS throttled sqs:GetQueueAttributes. Run the command again later.',
    ],
  ]);
});

test('queues are asked for where all other requests go, whatever their URL is', async () => {
  await deploy();
  await standBetween(
    to('cloudformation:ListStackResources', replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1:1')),
  );
  expect((await doctor()).code).toBe(0);
});

test('a service that takes the request and never answers is a line', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const patience = { maxAttempts: 1, connectionTimeout: 200, requestTimeout: 200 };
  const { sqs } = doctorClients({ endpoint, region: 'us-east-1' }, patience);
  const error = await sqs.send(new GetQueueUrlCommand({ QueueName: 'q' })).catch((reason: unknown) => reason);
  expect(problem(error, { env: {} })).toEqual({
    status: 'UNCHECKED',
    found: 'could not be checked',
    advice: 'AWS did not answer sqs:GetQueueUrl in time. Check the network, and run the command again.',
  });
  sqs.destroy();
  silent.closeAllConnections();
  silent.close();
});

test('the table can be an ARN', async () => {
  const { outputs } = await deploy();
  const arn = `arn:aws:dynamodb:us-east-1:111122223333:table/${outputs.tableName}`;
  expect((await doctor('--table', arn)).code).toBe(0);
});
