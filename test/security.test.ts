import { readFileSync } from 'node:fs';
import { Duration } from 'aws-cdk-lib';
import { EventField } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { asArray, asObject } from '../local/stack/json';
import { resourcesOfType } from '../local/stack/resolve-template';
import { UserAccessResults } from '../results';
import { deployed } from './support/deployed';
import { newStack, scannerIn } from './support/scanner-stack';
import { TABLE_NAME, type TableInMemory, tableInMemory } from './support/table-in-memory';
import { personItem, scanItem } from './support/table-items';

const page = readFileSync('docs/security.md', 'utf8');

/** The cells of the rows of the table that follows a heading, without its header. */
function rowsAfter(heading: string): string[][] {
  const section = page.slice(page.indexOf(`## ${heading}\n`)).split(/\n## /)[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('the permissions in docs/security.md', () => {
  const MACHINES = ['state machine of scans', 'state machine of watches', 'EndedScans', 'EndedWatches'];

  /** The role of the table that a role of the template is one of. */
  const ROLES: [RegExp, string][] = [
    [/^ScannerStartScanRole/, 'StartScan'],
    [/^ScannerPollTasksRole/, 'PollTasks'],
    [/^ScannerFailScanRole/, 'FailScan'],
    [/^ScannerWatchFunctionRole/, 'WatchFunction'],
    [/^ScannerWorkflowStateMachineRole/, 'state machine of scans'],
    [/^ScannerWatchWorkflowStateMachineRole/, 'state machine of watches'],
    [/^ScannerEndedScansStateMachineRole/, 'EndedScans'],
    [/^ScannerEndedWatchesStateMachineRole/, 'EndedWatches'],
    [/^ScannerEnded(Scans|Watches)Role/, 'the rules of EndedScans and EndedWatches'],
    [/^Scanner(Scan|Watch)TriggerRole/, 'each trigger'],
    [/^ScannerScheduleRole/, 'each schedule'],
  ];

  function permitted(): string[] {
    const stack = newStack();
    const scanner = scannerIn(stack, { encryptionKey: new Key(stack, 'Key') });
    const email = EventField.fromPath('$.detail.email');
    scanner.scanOn('ScanTrigger', { eventPattern: { source: ['com.example.hr'] }, email });
    scanner.watchOn('WatchTrigger', { eventPattern: { source: ['com.example.hr'] }, email });
    const schedule = ScheduleExpression.rate(Duration.days(1));
    scanner.scanOnSchedule('Schedule', { schedule, emails: ['ana@example.com'] });
    const template = deployed(stack);
    const roles = new Map(resourcesOfType(template, 'AWS::IAM::Role').map(({ name, logicalId }) => [name, logicalId]));
    return resourcesOfType(template, 'AWS::IAM::Policy').flatMap(({ properties }) => {
      const [role] = asArray(properties.Roles).map((name) => roles.get(String(name)) ?? '');
      const [, label] = ROLES.find(([pattern]) => pattern.test(role ?? '')) ?? [];
      if (!label) throw new Error(`docs/security.md has no row for the role ${role}.`);
      return asArray(asObject(properties.PolicyDocument).Statement)
        .flatMap((statement) => [asObject(statement).Action ?? ''].flat())
        .map((action) => `${label}: ${action}`);
    });
  }

  test('are all that the template has, and no others, with a key as without', () => {
    const all = permitted();
    const ofKey = all.filter((permission) => permission.includes(': kms:'));
    const documented = rowsAfter('What each role may do').flatMap(([who = '', actions = '']) =>
      (who === 'every state machine' ? MACHINES : who.split(', ')).flatMap((role) =>
        inBackticks(actions).map((action) => `${role}: ${action}`),
      ),
    );
    expect(sortedOnce(all.filter((each) => !ofKey.includes(each)))).toEqual(sortedOnce(documented));
    const [, keyUse = ''] = page.match(/may\s+also use it: ([^.]*), limited by conditions/) ?? [];
    expect(sortedOnce(ofKey.map((permission) => permission.replace(/^.*: /, '')))).toEqual(
      sortedOnce(inBackticks(keyUse)),
    );
  });
});

const sortedOnce = (list: string[]) => [...new Set(list)].sort();
const inBackticks = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

describe('the function in docs/security.md that reads back', () => {
  let table: TableInMemory;
  const closed: unknown[][] = [];

  /** The example as it is printed, with the table of this test. */
  function handler(): (event: { detail: { scanId: string; email?: string } }) => Promise<void> {
    const code = page.match(/```js\n([\s\S]*?)```/)?.[1] ?? '';
    const body = code.replace(/^import .*$/gm, '').replace('export async function', 'return async function');
    const given = {
      UserAccessResults,
      DynamoDBClient: function DynamoDBClient() {
        return table.client;
      },
      process: { env: { USER_ACCESS_TABLE: TABLE_NAME } },
      closeTicket: async (...of: unknown[]) => void closed.push(of),
    };
    return new Function(...Object.keys(given), body)(...Object.values(given));
  }

  beforeEach(async () => {
    table = await tableInMemory();
    closed.length = 0;
    const clear = { verdict: 'CLEAR', confirmed: true, email: 'ana@example.com' };
    await table.put(scanItem('s-1', 1, clear), scanItem('s-2', 2, { ...clear, verdict: 'OPEN' }));
    await table.put(scanItem('of-task-ids', 3, { verdict: undefined, confirmed: undefined }));
  });
  afterEach(() => table.stop());

  test('acts on an all-clear that is in the table, for the person of the record', async () => {
    await table.put(personItem('ana@example.com', 1, { verdict: 'CLEAR' }));
    await handler()({ detail: { scanId: 's-1', email: 'boss@example.com' } });
    expect(closed).toEqual([['ana@example.com', 's-1']]);
  });

  test.each(['never', 's-2', 'of-task-ids'])('does not act on an event that says so of the scan %s', async (scanId) => {
    await table.put(personItem('ana@example.com', 1, { verdict: 'CLEAR' }));
    await expect(handler()({ detail: { scanId } })).rejects.toThrow(
      'No scan with this id has found that nothing is open.',
    );
    expect(closed).toEqual([]);
  });

  test('does not act on an old all-clear, when a newer scan has found something', async () => {
    await table.put(personItem('ana@example.com', 2, { verdict: 'OPEN' }));
    await handler()({ detail: { scanId: 's-1' } });
    expect(closed).toEqual([]);
  });
});
