import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { Stack, Stage } from 'aws-cdk-lib';
import { EventBus, EventField, type IEventBus } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { AppBundle, UserAccessScanner, Verdict } from 'cdk-appfabric-user-access';
import { Construct } from 'constructs';
import { scanCompletedEvent } from '../lambda/events/details';
import { Publisher } from '../lambda/events/publisher';
import { systemClock } from '../local/stack/clock';
import { EventBus as LocalEventBus } from '../local/stack/event-bus';
import type { Json, JsonObject } from '../local/stack/json';
import { resourcesOfType } from '../local/stack/resolve-template';
import { busNames, ruleDefinitions } from '../local/stack/rule-definitions';
import { ACCOUNT, deployed, deployedTable, REGION } from './support/deployed';
import { isDeniedByBus } from './support/policy';
import { scanEnd } from './support/scan-end';
import { APP_BUNDLE_ARN, newStack } from './support/scanner-stack';
import { someTelemetry } from './support/telemetry';

const PARTNER = '444455556666';
const STRANGER = '777788889999';

/** Two scanners on one event bus. An all-clear of each closes a ticket. The second one also watches a partner's people. */
function twoScanners() {
  const stack = newStack();
  const appBundle = AppBundle.fromAppBundleArn(stack, 'AppBundle', APP_BUNDLE_ARN);
  const eventBus = new EventBus(stack, 'Bus');
  const [one, two] = ['One', 'Two'].map((id) => {
    const scanner = new UserAccessScanner(stack, id, { appBundle, eventBus });
    const ticket = new StateMachine(stack, `CloseTicketOf${id}`, {
      definitionBody: DefinitionBody.fromChainable(new Pass(stack, `Close${id}`)),
    });
    scanner.onScanCompleted('AllClear', { verdict: [Verdict.CLEAR], target: new SfnStateMachine(ticket) });
    return scanner;
  }) as [UserAccessScanner, UserAccessScanner];
  const email = EventField.fromPath('$.detail.email');
  one.scanOn('Left', { eventPattern: { source: ['com.example.hr'] }, email });
  two.watchOn('Left', { eventPattern: { source: ['com.example.hr'], account: [PARTNER] }, email });
  one.denyOthersToPublish(two);
  return stack;
}

const stack = twoScanners();
const template = deployed(stack);
const tableOf = { One: deployedTable(stack, 'One'), Two: deployedTable(stack, 'Two') };
const busName = busNames(template)[1] ?? '';

/** The state machines that a bus starts for what is put on it, by the ids of their constructs. */
async function startedBy(put: (bus: LocalEventBus) => unknown, accountId = ACCOUNT): Promise<string[]> {
  const started: string[] = [];
  const bus = new LocalEventBus({
    clock: systemClock,
    // The account that an event comes from. Another account's rule can send its events here.
    deployment: { accountId, region: REGION },
    buses: busNames(template),
    eventId: () => 'event',
    rules: ruleDefinitions(template),
    onEvent: () => undefined,
    deliver: async (arn) => {
      started.push(arn.replace(/.*:Stack-(.*?)(StateMachine)?[0-9A-F]{8}$/, '$1'));
    },
  });
  await put(bus);
  await bus.stop();
  return started.sort();
}

const putting = (entry: Record<string, Json>) => (bus: LocalEventBus) =>
  bus.handle('PutEvents', { Entries: [{ EventBusName: busName, ...entry }] });

const left = { Source: 'com.example.hr', DetailType: 'Employee Left', Detail: '{"email":"ana@example.com"}' };
const startedAt = '2026-11-20T08:00:00.500Z';
const { summary, lists } = scanEnd({ COMPLETED: 1 }, { verdict: 'CLEAR', confirmed: true });
const allClear = scanCompletedEvent({
  ...{ type: 'SCAN', scanId: 'scan-1', scanStartedAt: startedAt, startedAt, endedAt: startedAt, status: 'COMPLETED' },
  ...{ expiresAt: 1_800_000_000, ...summary, ...lists },
});
const forged = {
  Source: 'cdk-appfabric-user-access',
  DetailType: 'User Access Scan Completed',
  Detail: JSON.stringify(allClear.detail),
};

/** Publishes as the functions of a scanner do. */
const publishing = (table: string) => async (bus: LocalEventBus) => {
  const client = new EventBridgeClient({
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: {
      handle: async ({ body }: { body: Uint8Array }) => {
        const answer = JSON.stringify(
          bus.handle('PutEvents', JSON.parse(new TextDecoder().decode(body)) as JsonObject),
        );
        return { response: { statusCode: 200, headers: {}, body: new Blob([answer]).stream() } };
      },
    } as never,
  });
  const publisher = new Publisher(client, busName, table, {
    clock: { now: Date.now, sleep: async () => undefined },
    random: () => 0,
    telemetry: someTelemetry(),
  });
  expect(await publisher.publish([allClear], { tries: 1 })).toEqual({ events: [], code: undefined });
};

describe('of two scanners on one event bus', () => {
  test.each(['One', 'Two'] as const)('%s has its own events only', async (id) => {
    expect(await startedBy(publishing(tableOf[id]))).toEqual([`CloseTicketOf${id}`]);
  });

  test.each<[string, Record<string, Json>]>([
    ['with no resources', forged],
    ['with the table of no scanner', { ...forged, Resources: [`${tableOf.One}2`] }],
    ['with the name of the table only', { ...forged, Resources: [tableOf.One.split('/')[1] ?? ''] }],
    ['with another source', { ...forged, Source: 'cdk-appfabric-user-access2', Resources: [tableOf.One] }],
  ])('an event %s is of neither', async (_what, entry) => {
    expect(await startedBy(putting(entry))).toEqual([]);
  });

  test('an event from another account is of neither, even if it names the table', async () => {
    expect(await startedBy(putting({ ...forged, Resources: [tableOf.One] }), STRANGER)).toEqual([]);
  });
});

describe('a trigger', () => {
  test.each([
    ['its own account', ACCOUNT, ['OneWorkflow']],
    ['the account that its pattern names', PARTNER, ['TwoWatchWorkflow']],
    ['any other account', STRANGER, []],
  ])('that gets an event from %s starts what it should', async (_what, account, expected) => {
    expect(await startedBy(putting(left), account)).toEqual(expected);
  });

  test('takes no event of a scanner, however it is forged', async () => {
    expect(
      await startedBy(putting({ ...left, Source: 'cdk-appfabric-user-access', Resources: [tableOf.One] })),
    ).toEqual([]);
  });
});

describe('the end of an execution', () => {
  const machine = resourcesOfType(template, 'AWS::StepFunctions::StateMachine').find(({ logicalId }) =>
    logicalId.startsWith('OneWorkflow'),
  );
  const detailType = 'Step Functions Execution Status Change';
  const detail = { stateMachineArn: machine?.arn ?? '', name: 'scan-1', status: 'ABORTED' };

  test('is recorded when Step Functions reports it', async () => {
    expect(await startedBy((bus) => bus.takeFromService('aws.states', detailType, detail))).toEqual(['OneEndedScans']);
  });

  test.each(['aws.states', 'states', 'com.example'])(
    'is not believed to the source %s of PutEvents',
    async (Source) => {
      const entry = { Source, DetailType: detailType, Detail: JSON.stringify(detail) };
      for (const EventBusName of ['default', busName]) {
        expect(await startedBy(putting({ ...entry, EventBusName }))).toEqual([]);
      }
    },
  );

  test('is not believed to another account, or for another state machine', async () => {
    const report = (more: object) => (bus: LocalEventBus) =>
      bus.takeFromService('aws.states', detailType, { ...detail, ...more });
    expect(await startedBy(report({}), STRANGER)).toEqual([]);
    expect(await startedBy(report({ stateMachineArn: `${detail.stateMachineArn}2` }))).toEqual([]);
  });
});

describe('the policy of the event bus', () => {
  const resource = resourcesOfType(template, 'AWS::Events::EventBus')[0]?.arn ?? '';
  const isDenied = (role: string, source = forged.Source, bus = resource) =>
    isDeniedByBus(template, role, { action: 'events:PutEvents', resource: bus, context: { 'events:source': source } });
  const publishers = resourcesOfType(template, 'AWS::Lambda::Function').map(({ properties }) =>
    String(properties.Role),
  );

  // Anybody who knows the name of the table could forge this event.
  test('denies the forgery that a rule would match', async () => {
    const entry = { ...forged, Resources: [tableOf.One] };
    expect(await startedBy(putting(entry))).toEqual(['CloseTicketOfOne']);
    expect(isDenied(`arn:aws:iam::${ACCOUNT}:role/Developer`)).toBe(true);
    expect(isDenied(`arn:aws:iam::${ACCOUNT}:root`)).toBe(true);
  });

  test('denies nothing to the functions of both scanners, and no other event to anybody', () => {
    expect(publishers).toHaveLength(8);
    expect(publishers.filter((role) => isDenied(role))).toEqual([]);
    expect(isDenied(`arn:aws:iam::${ACCOUNT}:role/Hr`, 'com.example.hr')).toBe(false);
    expect(isDenied(`arn:aws:iam::${ACCOUNT}:role/Developer`, forged.Source, `${resource}2`)).toBe(false);
  });

  test('has a statement id that EventBridge accepts, however deep the scanner is in the tree', () => {
    const deep = newStack();
    const scope = new Construct(new Construct(deep, 'Platform'.repeat(8)), 'Security'.repeat(8));
    const appBundle = AppBundle.fromAppBundleArn(deep, 'AppBundle', APP_BUNDLE_ARN);
    const { statementId } = new UserAccessScanner(scope, 'Scanner', { appBundle }).denyOthersToPublish();
    expect(statementId).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
  });

  test('is not made if it would deny a scanner its own events', () => {
    const other = newStack();
    const appBundle = AppBundle.fromAppBundleArn(other, 'AppBundle', APP_BUNDLE_ARN);
    const scanner = new UserAccessScanner(other, 'One', { appBundle });
    scanner.denyOthersToPublish();
    const twice = () => scanner.denyOthersToPublish();
    expect(twice).toThrow('Stack/One: denyOthersToPublish can be called only once.');
    new UserAccessScanner(other, 'OnItsOwnBus', { appBundle, eventBus: new EventBus(other, 'Bus') });
    expect(() => deployed(other)).not.toThrow();
    const elsewhere = new Stack(new Stage(other.node.root, 'Production'), 'Stack');
    const itsBundle = AppBundle.fromAppBundleArn(elsewhere, 'AppBundle', APP_BUNDLE_ARN);
    new UserAccessScanner(elsewhere, 'One', { appBundle: itsBundle });
    expect(scanner.node.validate()).toEqual([]);
    new UserAccessScanner(other, 'Late', { appBundle });
    expect(scanner.node.validate()).toEqual([
      'denyOthersToPublish() would deny Stack/Late to publish its events. Pass it this scanner, too.',
    ]);
  });

  test('is not made for an imported scanner, because the roles of its functions are not known', () => {
    const stack = newStack();
    const appBundle = AppBundle.fromAppBundleArn(stack, 'AppBundle', APP_BUNDLE_ARN);
    const scanner = new UserAccessScanner(stack, 'One', { appBundle });
    const imported = UserAccessScanner.fromUserAccessScannerAttributes(stack, 'Imported', {
      stateMachineArn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:Scans`,
      watchStateMachineArn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:Watches`,
      tableArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/UserAccess`,
      eventBus: scanner.eventBus,
    });
    expect(() => scanner.denyOthersToPublish(imported as UserAccessScanner)).toThrow(
      'Stack/One: otherScanners[0] must be a UserAccessScanner of this app',
    );
  });

  test('is not made if it would deny a scanner that has imported the event bus', () => {
    const env = { account: ACCOUNT, region: REGION };
    const stack = newStack({ env });
    const importing = new Stack(stack.node.root, 'Importing', { env });
    const add = (scope: Stack, id: string, eventBus: IEventBus) => {
      const appBundle = AppBundle.fromAppBundleArn(scope, `${id}Bundle`, APP_BUNDLE_ARN);
      return new UserAccessScanner(scope, id, { appBundle, eventBus });
    };
    const scanner = add(stack, 'Owns', new EventBus(stack, 'Bus', { eventBusName: 'access' }));
    scanner.denyOthersToPublish();
    add(importing, 'Another', EventBus.fromEventBusName(importing, 'AnotherBus', 'other'));
    add(
      importing,
      'There',
      EventBus.fromEventBusArn(importing, 'ThereBus', `arn:aws:events:${REGION}:${PARTNER}:event-bus/access`),
    );
    expect(scanner.node.validate()).toEqual([]);
    add(importing, 'Imports', EventBus.fromEventBusName(importing, 'SameBus', 'access'));
    expect(scanner.node.validate()).toEqual([
      'denyOthersToPublish() would deny Importing/Imports to publish its events. Pass it this scanner, too.',
    ]);
  });
});
