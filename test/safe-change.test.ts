import { readFileSync } from 'node:fs';
import { asObject, type JsonObject } from '../local/stack/json';
import { resolveTemplate } from '../local/stack/resolve-template';
import { stateMachineDefinitions, taskStates } from '../local/stack/state-machine-definitions';
import { releaseTemplate } from './fixtures/release/app';
import { RolePolicy } from './support/policy';
import { APP_BUNDLE_ARN } from './support/scanner-stack';
import { unsafeChanges } from './support/unsafe-changes';

const lastRelease = JSON.parse(readFileSync('test/fixtures/release/template.json', 'utf8')) as JsonObject;
const today = releaseTemplate() as JsonObject;

test('an update of the last release deletes and replaces nothing', () => {
  expect(unsafeChanges(lastRelease, today)).toEqual([]);
});

/** What holds data, what executions that run depend on, and what people and other stacks name. */
const LASTING = [
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::KMS::Key',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::SQS::Queue',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::StepFunctions::StateMachine',
];

test('the executions that run when the last release is updated may still invoke their functions', () => {
  const where = { accountId: '111122223333', region: 'us-east-1', stackName: 'Release', appBundleArn: APP_BUNDLE_ARN };
  const after = resolveTemplate(today, where);
  const invocations = stateMachineDefinitions(resolveTemplate(lastRelease, where)).flatMap(
    ({ roleArn, definition }) => {
      const policy = new RolePolicy(after, roleArn.split('/').at(-1) ?? '');
      return taskStates(definition)
        .map(([, { Resource }]) => String(Resource))
        .filter((resource) => resource.includes(':function:'))
        .map((resource) => policy.allows({ action: 'lambda:InvokeFunction', resource }));
    },
  );
  expect(invocations.length).toBeGreaterThanOrEqual(8);
  expect(new Set(invocations)).toEqual(new Set([true]));
});

test('these logical ids are stable', () => {
  const lasting = Object.entries(asObject(today.Resources))
    .filter(([, resource]) => LASTING.includes(String(asObject(resource).Type)))
    .map(([id]) => id);
  const ofScanner = lasting.filter((id) => id.startsWith('Scanner'));
  expect(ofScanner.sort()).toMatchInlineSnapshot(`
[
  "ScannerEndedScansDeadLetterQueueF5B53812",
  "ScannerEndedScansStateMachineAEF38E82",
  "ScannerEndedWatchesDeadLetterQueue6674666F",
  "ScannerEndedWatchesStateMachine1934758B",
  "ScannerFailScanFunction703C8266",
  "ScannerFailScanLive0D3484B1",
  "ScannerFailScanLogGroupE92F827D",
  "ScannerPollTasksFunctionFB514FCB",
  "ScannerPollTasksLiveB7538079",
  "ScannerPollTasksLogGroup8FB772E7",
  "ScannerStartScanFunction47EA0D2A",
  "ScannerStartScanLive27C65182",
  "ScannerStartScanLogGroupFB856AE1",
  "ScannerTable5DD81694",
  "ScannerWatchFunction5C247AF9",
  "ScannerWatchFunctionLiveF2725D34",
  "ScannerWatchFunctionLogGroupE2C54958",
  "ScannerWatchWorkflowStateMachineBDDE0AD9",
  "ScannerWorkflowLogsB017C393",
  "ScannerWorkflowStateMachine73E9DA11",
]
`);
  // With everything, a scanner has these, too.
  const inBoth = new Set(ofScanner.map((id) => id.slice('Scanner'.length, -8)));
  const more = lasting.filter((id) => !id.startsWith('Scanner') && !inBoth.has(id.slice('Everything'.length, -8)));
  expect(more.sort()).toMatchInlineSnapshot(`
[
  "BusEA82B648",
  "EverythingDailyDeadLetterQueue8F2ADBA2",
  "EverythingDailyGroupC43CC499",
  "EverythingEmployeeLeftDeadLetterQueue671B124B",
  "EverythingWatchLeaverDeadLetterQueue6C3DAAF3",
  "Key961B73FD",
]
`);
});

describe('the comparison', () => {
  const changed = (change: (resources: Record<string, JsonObject>) => void) => {
    const template = structuredClone(today);
    change(template.Resources as Record<string, JsonObject>);
    return unsafeChanges(today, template);
  };
  const idOf = (type: string, name: string): string =>
    Object.entries(asObject(today.Resources)).find(
      ([id, resource]) => asObject(resource).Type === type && id.startsWith(name),
    )?.[0] ?? '';
  const set = (id: string, properties: JsonObject) =>
    changed((resources) => {
      Object.assign(asObject(resources[id]?.Properties), properties);
    });
  const table = idOf('AWS::DynamoDB::Table', 'ScannerTable');
  const logs = idOf('AWS::Logs::LogGroup', 'ScannerWorkflowLogs');
  const queue = idOf('AWS::SQS::Queue', 'Everything');
  const stateMachine = idOf('AWS::StepFunctions::StateMachine', 'ScannerWorkflow');
  const indexes = asObject(asObject(asObject(today.Resources)[table]).Properties)
    .GlobalSecondaryIndexes as JsonObject[];

  it('finds nothing in a template that is the same', () => expect(unsafeChanges(today, today)).toEqual([]));

  it('finds a construct with another id', () => {
    const found = changed((resources) => {
      resources.Renamed = resources[table] as JsonObject;
      delete resources[table];
    });
    expect(found).toContain(`WILL_ORPHAN AWS::DynamoDB::Table ${table}`);
  });

  it('finds a log group that is not there any more', () => {
    const found = changed((resources) => delete resources[logs]);
    expect(found).toContain(`WILL_ORPHAN AWS::Logs::LogGroup ${logs}`);
  });

  it('finds a queue that is not there any more', () => {
    expect(changed((resources) => delete resources[queue])).toContain(`WILL_DESTROY AWS::SQS::Queue ${queue}`);
  });

  it.each<[string, string, JsonObject, string]>([
    [
      'another key of the table',
      table,
      { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
      `WILL_REPLACE AWS::DynamoDB::Table ${table}`,
    ],
    ['a name of the table', table, { TableName: 'results' }, `WILL_REPLACE AWS::DynamoDB::Table ${table}`],
    [
      'another type of a state machine',
      stateMachine,
      { StateMachineType: 'EXPRESS' },
      'WILL_REPLACE AWS::StepFunctions',
    ],
    ['a name of a log group', logs, { LogGroupName: '/scans' }, 'WILL_REPLACE AWS::Logs::LogGroup'],
    ['a queue that keeps the order', queue, { FifoQueue: true }, 'WILL_REPLACE AWS::SQS::Queue'],
    [
      'another name of the bus',
      idOf('AWS::Events::EventBus', 'Bus'),
      { Name: 'other' },
      'WILL_REPLACE AWS::Events::EventBus',
    ],
    [
      'a name of a function',
      idOf('AWS::Lambda::Function', 'ScannerStartScan'),
      { FunctionName: 'start' },
      'WILL_REPLACE AWS::Lambda::Function',
    ],
    [
      'another name of an alias',
      idOf('AWS::Lambda::Alias', 'ScannerWatch'),
      { Name: 'current' },
      'WILL_REPLACE AWS::Lambda::Alias',
    ],
    [
      'another time to live',
      table,
      { TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } },
      'changed time to live',
    ],
    [
      'another key of an index',
      table,
      { GlobalSecondaryIndexes: indexes.map((index) => ({ ...index, KeySchema: [] })) },
      `changed index ByApp ${table}`,
    ],
    [
      'two indexes in one update',
      table,
      { GlobalSecondaryIndexes: [...indexes, { IndexName: 'One' }, { IndexName: 'Two' }] },
      `more than one new index ${table}`,
    ],
  ])('finds %s', (_what, id, properties, found) => {
    expect(set(id, properties)).toContainEqual(expect.stringContaining(found));
  });

  it('finds data that the next removal would delete', () => {
    const found = changed((resources) => Object.assign(resources[table] as JsonObject, { DeletionPolicy: 'Delete' }));
    expect(found).toEqual([`DeletionPolicy Delete ${table}`]);
  });

  it('lets one index be added, and a version be left to those that invoke it', () => {
    expect(set(table, { GlobalSecondaryIndexes: [...indexes, { IndexName: 'One' }] })).toEqual([]);
    const version = idOf('AWS::Lambda::Version', 'ScannerStartScan');
    expect(
      changed((resources) => {
        resources.Next = resources[version] as JsonObject;
        delete resources[version];
      }),
    ).toEqual([]);
  });
});
