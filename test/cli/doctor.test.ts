import { readFileSync } from 'node:fs';
import { concurrencyFindings } from '../../cli/doctor/concurrency-check';
import {
  APP_BUNDLE,
  CONNECTED,
  cleanUp,
  type Deployment,
  deploy,
  doctor,
  nameOf,
  notOk,
  prepare,
  propertiesOf,
  type Resources,
} from '../support/doctor';

beforeEach(prepare);
afterEach(cleanUp);

const CHECKS = [
  ...['Region', 'credentials', 'stack', 'table', 'time to live', 'backups', 'key', 'app bundle', 'app authorizations'],
  ...['functions', 'Lambda concurrency', 'state machines', 'rules', 'schedules', 'dead letters'],
];

const CONNECT =
  'Connect the app authorization in AppFabric. Until then, nobody knows whether people have access to it.';

test('all is well', async () => {
  await deploy();
  const { code, stdout, stderr } = await doctor();
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe(
    [
      'STATUS  CHECK               FOUND',
      '✓ ok    Region              us-east-1',
      '✓ ok    credentials         arn:aws:iam::111122223333:user/local, in account 111122223333',
      '✓ ok    stack               UserAccess is CREATE_COMPLETE',
      '✓ ok    table               ACTIVE, with the indexes ByApp, ByStatus, ByWatch',
      '✓ ok    time to live        expired items are deleted, by expiresAt',
      '✓ ok    backups             point-in-time recovery is on',
      '✓ ok    key                 the table has the key that AWS owns',
      `✓ ok    app bundle          ${APP_BUNDLE}`,
      '✓ ok    app authorizations  2 Connected',
      '✓ ok    functions           4 functions, active, with the alias live',
      '✓ ok    Lambda concurrency  1000 in the account, 1000 not reserved',
      '✓ ok    state machines      4 state machines, active, with logs',
      '✓ ok    rules               4 rules, enabled and with targets',
      '✓ ok    schedules           there are none',
      '✓ ok    dead letters        4 queues of the stack, without messages',
      'All is well.',
      '',
    ].join('\n'),
  );
});

test('--json and --csv have the same findings, and each check has one', async () => {
  await deploy({ edit: (resources) => delete propertiesOf(resources, 'ScannerTable').TimeToLiveSpecification });
  const json = await doctor('--json');
  expect(json.code).toBe(1);
  const findings: Record<string, string>[] = JSON.parse(json.stdout);
  expect(findings.map(({ check, status }) => `${check}: ${status}`)).toEqual(
    CHECKS.map((check) => `${check}: ${check === 'time to live' ? 'TO_DO' : 'OK'}`),
  );
  expect(findings.find(({ check }) => check === 'time to live')).toEqual({
    check: 'time to live',
    status: 'TO_DO',
    found: 'time to live is DISABLED',
    advice: 'Results are kept longer than resultRetention says. Run cdk deploy --revert-drift.',
  });
  expect((await doctor('--csv')).stdout).toMatch(/^status,check,found,advice\r\nOK,Region,/);
});

test('docs/command.md lists the names of the checks', () => {
  const [, names] = /The checks are ([^.]*)\./.exec(readFileSync('docs/command.md', 'utf8').replace(/\s+/g, ' ')) ?? [];
  expect(names).toBe(CHECKS.map((check) => `\`${check}\``).join(', '));
});

const key = (Enabled: boolean) => (resources: Resources) => {
  resources.Key = { Type: 'AWS::KMS::Key', Properties: { Enabled } };
  propertiesOf(resources, 'ScannerTable').SSESpecification = { KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } };
};

describe('what needs doing is a line with what to do, and the exit code is 1:', () => {
  test.each<[string, Deployment, string[]]>([
    [
      'app authorizations that are not connected',
      {
        scenario: {
          authorizations: [
            ...CONNECTED,
            { app: 'OKTA', tenantId: 'O1', status: 'TokenAutoRotationFailed' },
            { app: 'ASANA', tenantId: 'A1', tenantDisplayName: 'Example', status: 'PendingConnect' },
            { app: 'JIRA', tenantId: 'J1', status: 'ConnectionValidationFailed' },
          ],
        },
      },
      [
        `✗ to do | app authorizations | OKTA O1 is TokenAutoRotationFailed. ${CONNECT}`,
        `✗ to do | app authorizations | ASANA A1 (Example) is PendingConnect. ${CONNECT}`,
        `✗ to do | app authorizations | JIRA J1 is ConnectionValidationFailed. ${CONNECT}`,
      ],
    ],
    [
      'no app authorizations',
      { scenario: { authorizations: [] } },
      [
        '✗ to do | app authorizations | no app is connected. Every verdict is UNKNOWN. Add app authorizations to the app bundle.',
      ],
    ],
    [
      'only app authorizations that give audit logs',
      { scenario: { authorizations: [{ app: 'CONFLUENCE', tenantId: 'C1' }] } },
      [
        '✗ to do | app authorizations | no app that gives user access is connected. Every verdict is UNKNOWN. Add app authorizations to the app bundle.',
      ],
    ],
    [
      'no app bundle',
      { scenario: { faults: { appBundleMissing: true } } },
      [
        `✗ to do | app bundle | ${APP_BUNDLE} does not exist in AppFabric. Scans fail with AppBundleNotFound. Create the app ` +
          'bundle again, and deploy the scanner with it.',
        '? unchecked | app authorizations | could not be checked. There is no app bundle to look at.',
      ],
    ],
    [
      'no backups',
      { edit: (resources) => delete propertiesOf(resources, 'ScannerTable').PointInTimeRecoverySpecification },
      [
        "✗ to do | backups | point-in-time recovery is off. What is deleted or overwritten can't be restored. Run cdk deploy --revert-drift.",
      ],
    ],
    [
      'a key that is disabled',
      { edit: key(false) },
      [
        '✗ to do | key | arn:aws:kms:us-east-1:111122223333:key/UserAccess-Key is Disabled. Nothing can be scanned or read ' +
          'without it. Enable the key.',
      ],
    ],
    [
      'a function that can not run',
      {
        edit: (resources) => {
          propertiesOf(resources, 'ScannerFailScanFunction').ReservedConcurrentExecutions = 0;
        },
      },
      [
        `✗ to do | Lambda concurrency | ${nameOf('ScannerFailScanFunction')} has a reserved concurrency of 0. It can't run at ` +
          'all. If somebody has paused the scanner, end the pause (docs/operations.md#pause). If not, reserve more, or remove the reservation.',
      ],
    ],
    [
      'an index that is missing',
      {
        edit: (resources) => {
          const table = propertiesOf(resources, 'ScannerTable');
          table.GlobalSecondaryIndexes = table.GlobalSecondaryIndexes.filter(
            ({ IndexName }: { IndexName: string }) => IndexName !== 'ByWatch',
          );
          table.AttributeDefinitions = table.AttributeDefinitions.filter(
            ({ AttributeName }: { AttributeName: string }) => !AttributeName.startsWith('watch'),
          );
        },
      },
      [
        '✗ to do | table | ByWatch is missing. Lists of apps, scans and watches fail. Deploy the stack with this version of the ' +
          'package. If that changes nothing: Run cdk deploy --revert-drift.',
      ],
    ],
    [
      'a function that the stack does not have, because it was deployed before there were watches',
      {
        edit: (resources) => {
          for (const id of Object.keys(resources).filter((each) =>
            /^Scanner(EndedWatches|WatchWorkflow|EmployeeLeft)/.test(each),
          )) {
            delete resources[id];
          }
          for (const id of Object.keys(resources).filter((each) =>
            /^ScannerWatchFunction|^ScannerAlarms|^ScannerDashboard|^ScannerLogQueries|^ScannerPublishing/.test(each),
          )) {
            delete resources[id];
          }
        },
      },
      [
        '✗ to do | functions | the stack has no function Watch. Not everything can be scanned or watched. Deploy the stack with this version of the package.',
        '✗ to do | state machines | the stack has no state machine WatchWorkflow. No watch can start. Deploy the stack with this version of the package.',
        '✗ to do | state machines | the stack has no state machine EndedWatches. Nobody records that a watch was stopped. Deploy the stack with this version of the package.',
      ],
    ],
    [
      'a function that records elsewhere',
      {
        edit: (resources) => {
          propertiesOf(resources, 'ScannerPollTasksFunction').Environment.Variables.TABLE_NAME = 'other';
        },
      },
      [
        `✗ to do | functions | ${nameOf('ScannerPollTasksFunction')} uses the table other. It records elsewhere. Run cdk deploy --revert-drift.`,
      ],
    ],
    [
      'state machines without logs, and with personal data in them',
      {
        edit: (resources) => {
          delete propertiesOf(resources, 'ScannerWorkflowStateMachine').LoggingConfiguration;
          propertiesOf(resources, 'ScannerEndedScansStateMachine').LoggingConfiguration.IncludeExecutionData = true;
        },
      },
      [
        `✗ to do | state machines | ${nameOf('ScannerWorkflowStateMachine')} does not log. Failed executions are not in the logs. Run cdk deploy --revert-drift.`,
        `✗ to do | state machines | ${nameOf('ScannerEndedScansStateMachine')} logs the data of executions. Email addresses are in the ` +
          'logs. Run cdk deploy --revert-drift. Then delete the log streams that have them.',
      ],
    ],
    [
      'a state machine of watches that logs why scans failed, as those of earlier deployments do',
      {
        edit: (resources) => {
          propertiesOf(resources, 'ScannerWatchWorkflowStateMachine').LoggingConfiguration.Level = 'ERROR';
        },
      },
      [
        `✗ to do | state machines | ${nameOf('ScannerWatchWorkflowStateMachine')} logs why scans failed, with their input. Email ` +
          'addresses are in the logs. Deploy the stack with this version of the package. If that changes nothing: Run cdk deploy ' +
          '--revert-drift. Then delete the log streams that have them.',
      ],
    ],
  ])('%s', async (_what, deployment, lines) => {
    await deploy(deployment);
    const { code, stdout } = await doctor();
    expect(notOk(stdout)).toEqual(lines);
    expect(code).toBe(1);
  });
});

test('the last line counts', async () => {
  await deploy({ scenario: { faults: { appBundleMissing: true } } });
  expect((await doctor()).stdout).toMatch(/\n1 thing needs to be done, and 1 could not be checked\.\n$/);
});

test('an app that gives audit logs only does not count, as in a scan', async () => {
  const authorizations = [...CONNECTED, { app: 'CONFLUENCE', tenantId: 'C1', status: 'PendingConnect' }];
  await deploy({ scenario: { authorizations } });
  const { code, stdout } = await doctor();
  expect(code).toBe(0);
  expect(stdout).toContain('2 Connected, 1 with audit logs only, not counted\n');
});

test('an app that gives audit logs only by a rule of the team does not count, either', async () => {
  const authorizations = [...CONNECTED, { app: 'OKTA', tenantId: 'O1', status: 'PendingConnect' }];
  await deploy({
    scenario: { authorizations },
    edit: (resources) => {
      const { Variables } = propertiesOf(resources, 'ScannerStartScanFunction').Environment;
      Variables.ACCESS_RULES = JSON.stringify({ appsWithoutUserAccess: ['OKTA'] });
    },
  });
  expect((await doctor()).code).toBe(0);
});

test('what else is in the stack is not looked at, even if its id begins in the same way', async () => {
  const disabled = { EventPattern: { source: ['other'] }, State: 'DISABLED' };
  await deploy({
    edit: (resources) => {
      resources.OtherRule89ABCDEF = { Type: 'AWS::Events::Rule', Properties: disabled };
      resources.ScannerHelperRule89ABCDEF = { Type: 'AWS::Events::Rule', Properties: disabled };
    },
  });
  expect((await doctor()).code).toBe(0);
});

/** A second scanner in the stack, with a rule that is disabled. Returns the name of its table. */
const withSecond = (prefix: string) => (resources: Resources) => {
  for (const [id, resource] of Object.entries({ ...resources })) {
    if (!/^Scanner(Table|StartScanFunction|EndedScansRule|EndedScansDeadLetterQueue)[0-9A-F]{8}$/.test(id)) continue;
    resources[id.replace('Scanner', prefix)] = structuredClone(resource);
  }
  propertiesOf(resources, `${prefix}EndedScansRule`).State = 'DISABLED';
};

test.each(['Scanner2', 'Other', 'ScannerTable'])(
  'another scanner of the stack, %s, is not looked at',
  async (prefix) => {
    await deploy({ edit: withSecond(prefix) });
    const { code, stdout } = await doctor();
    expect([code, notOk(stdout)]).toEqual([0, []]);
  },
);

test('the other scanner is looked at if the table is its own', async () => {
  await deploy({ edit: withSecond('Scanner2') });
  const { stdout } = await doctor('--table', `UserAccess-${'Scanner2Table5DD81694'}`);
  expect(stdout).toContain('UserAccess-Scanner2EndedScansRuleC12B5312 is disabled');
  expect(stdout).not.toContain('ScannerEmployeeLeft');
});

test('a state machine of another scanner', async () => {
  const { outputs } = await deploy();
  const other = `${outputs.stateMachineArn}2`;
  const { code, stdout } = await doctor('--state-machine', other);
  expect([code, notOk(stdout)]).toEqual([
    1,
    [
      `✗ to do | state machines | ${other} is not in the stack of the table. The command would start one scanner and read the ` +
        'table of another. Give the state machine and the table of one stack, or use --outputs.',
    ],
  ]);
  expect((await doctor('--state-machine', `${outputs.stateMachineArn}:live`)).code).toBe(0);
});

test('a table that does not exist', async () => {
  await deploy();
  const { code, stdout } = await doctor('--table', 'nobody');
  expect(code).toBe(1);
  expect(notOk(stdout).filter((line) => line.startsWith('✗'))).toEqual([
    '✗ to do | table | there is no table nobody in this account and Region. Check --table, --outputs or USER_ACCESS_TABLE, and --region.',
  ]);
  const others = ['stack', 'time to live', 'backups', 'key'];
  const why = 'could not be checked. There is no table to look at.';
  expect(notOk(stdout)).toEqual(expect.arrayContaining(others.map((check) => `? unchecked | ${check} | ${why}`)));
  expect(notOk(stdout)).toHaveLength(13);
});

test('a key that is enabled is ok', async () => {
  await deploy({ edit: key(true) });
  const { code, stdout } = await doctor();
  expect([code, notOk(stdout)]).toEqual([0, []]);
  expect(stdout).toContain('arn:aws:kms:us-east-1:111122223333:key/UserAccess-Key is enabled\n');
});

describe('concurrency', () => {
  test('that is shared by all and low needs doing', () => {
    const [finding, ...others] = concurrencyFindings([{ name: 'a' }], { limit: 10, unreserved: 10 });
    expect([finding?.status, others]).toEqual(['TO_DO', []]);
    expect(finding?.advice).toContain('All functions of the account share 10.');
  });

  test('that is low is fine if each function has its own', () => {
    const [finding] = concurrencyFindings([{ name: 'a', reserved: 2 }], { limit: 102, unreserved: 99 });
    expect(finding).toEqual({ status: 'OK', found: '102 in the account, 99 not reserved; reserved: 2 for a' });
  });
});

test('a scanner that was deployed when its functions had fewer variables', async () => {
  await deploy({
    edit: (resources) => {
      delete propertiesOf(resources, 'ScannerStartScanFunction').Environment.Variables.EVENT_BUS_ARN;
    },
  });
  const why =
    'could not be checked. The function that starts scans has no variable EVENT_BUS_ARN. Deploy the stack with this version of ' +
    'the package.';
  const { code, stdout } = await doctor();
  expect([code, notOk(stdout)]).toEqual([1, [`? unchecked | rules | ${why}`, `? unchecked | dead letters | ${why}`]]);
});
