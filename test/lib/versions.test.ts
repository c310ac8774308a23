import { fullDiff } from '@aws-cdk/cloudformation-diff';
import { CfnParameter, Duration, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { LAMBDA_RECOGNIZE_VERSION_PROPS } from 'aws-cdk-lib/cx-api';
import type { UserAccessScanner } from 'cdk-appfabric-user-access';
import { newStack, scannerIn } from '../support/scanner-stack';

const VERSION = 'AWS::Lambda::Version';
const ALIAS = 'AWS::Lambda::Alias';
const STATE_MACHINE = 'AWS::StepFunctions::StateMachine';

function deployed(
  props = {},
  change: (scanner: UserAccessScanner) => void = () => undefined,
  context?: Record<string, boolean>,
): Template {
  const stack = newStack({}, { context });
  change(scannerIn(stack, props));
  return Template.fromStack(stack);
}

function withCode(scanner: UserAccessScanner, s3Key: string): void {
  (scanner.watchFunction.node.defaultChild as CfnFunction).code = { s3Bucket: 'assets', s3Key };
}

const idsOf = (template: Template, type: string) => Object.keys(template.findResources(type)).sort();

/** The ids of the functions and versions that each state machine invokes. */
function invokedBy(template: Template, stateMachine: RegExp): string[] {
  const found = Object.entries(template.findResources(STATE_MACHINE)).find(([id]) => stateMachine.test(id));
  const parts = found?.[1].Properties.DefinitionString['Fn::Join'][1] as ({ Ref?: string } | string)[];
  const references = parts.flatMap((part) => (typeof part === 'string' || !part.Ref ? [] : [part.Ref]));
  return references.filter((id) => /Function|Live/.test(id));
}

/** What an update from one template to another does to resources of a type. */
function impacts(before: Template, after: Template, type: string): Record<string, string> {
  const found: Record<string, string> = {};
  fullDiff(before.toJSON(), after.toJSON()).resources.forEachDifference((id, { changeImpact, resourceType }) => {
    if (resourceType === type) found[id] = changeImpact;
  });
  return found;
}

test('each function has a version that stays when the next one is published, and an alias', () => {
  const template = deployed();
  template.resourceCountIs(VERSION, 4);
  template.resourceCountIs(ALIAS, 4);
  template.allResources(VERSION, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  template.allResourcesProperties(ALIAS, { Name: 'live' });
});

test('the aliases are public, by the names of their functions', () => {
  deployed({}, (scanner) => {
    expect(scanner.startScanAlias.lambda).toBe(scanner.startScanFunction);
    expect(scanner.pollTasksAlias.lambda).toBe(scanner.pollTasksFunction);
    expect(scanner.failScanAlias.lambda).toBe(scanner.failScanFunction);
    expect(scanner.watchAlias.lambda).toBe(scanner.watchFunction);
  });
});

describe('an update that changes the functions', () => {
  const before = deployed();
  const after = deployed({ memorySize: 512 });

  test('leaves every version to the executions that began with it', () => {
    const versions = impacts(before, after, VERSION);
    for (const id of idsOf(before, VERSION)) expect(versions[id]).toBe('WILL_ORPHAN');
    for (const id of idsOf(after, VERSION)) expect(versions[id]).toBe('WILL_CREATE');
  });

  test('is for scans that begin after it', () => {
    const states = ['StartScan', 'EndScan', 'FailScan', 'PollTasks'];
    for (const template of [before, after]) {
      const invoked = invokedBy(template, /^ScannerWorkflow/);
      expect(invoked).toHaveLength(states.length);
      expect(idsOf(template, VERSION)).toEqual(expect.arrayContaining(invoked));
    }
    const [began, begins] = [before, after].map((template) => invokedBy(template, /^ScannerWorkflow/));
    expect(began?.filter((id) => begins?.includes(id))).toEqual([]);
  });

  test.each([/WatchWorkflow/, /EndedScans/, /EndedWatches/])(
    'is for all executions of %s, whenever they began',
    (stateMachine) => {
      const invoked = invokedBy(before, stateMachine);
      expect(invoked.length).toBeGreaterThan(0);
      expect(idsOf(before, ALIAS)).toEqual(expect.arrayContaining(invoked));
      expect(invokedBy(after, stateMachine)).toEqual(invoked);
      expect(Object.values(impacts(before, after, ALIAS))).toEqual(Array(4).fill('WILL_UPDATE'));
    },
  );
});

// The flag decides what CDK takes for a change of a function.
describe.each([undefined, true, false])('if the flag recognizeVersionProps is %s in the app', (flag) => {
  const context: Record<string, boolean> = flag === undefined ? {} : { [LAMBDA_RECOGNIZE_VERSION_PROPS]: flag };

  // Lambda refuses to publish a version of a function that has not changed, and the deployment would fail.
  test.each<[string, object, (scanner: UserAccessScanner) => void]>([
    ['a tag', {}, (scanner) => Tags.of(scanner).add('team', 'identity')],
    ['reserved concurrency', { reservedConcurrentExecutions: 5 }, () => undefined],
  ])('%s is no new version', (_what, props, change) => {
    expect(idsOf(deployed(props, change, context), VERSION)).toEqual(idsOf(deployed(), VERSION));
  });

  test.each<[string, object, (scanner: UserAccessScanner) => void]>([
    ['code', {}, (scanner) => withCode(scanner, 'other.zip')],
    ['a variable', {}, (scanner) => scanner.watchFunction.addEnvironment('LEVEL', 'DEBUG')],
    [
      'a property of the resource',
      {},
      (scanner) => {
        (scanner.watchFunction.node.defaultChild as CfnFunction).ephemeralStorage = { size: 1024 };
      },
    ],
    ['no tracing', { tracing: 'Disabled' }, () => undefined],
  ])('%s is a new version', (_what, props, change) => {
    const [before, after] = [deployed({}, undefined, context), deployed(props, change, context)].map(
      (template) => idsOf(template, VERSION).filter((id) => id.includes('WatchFunction'))[0],
    );
    expect(after).not.toBe(before);
  });
});

describe('a value that is known only at deployment', () => {
  const withBus = (eventBusName: string) => {
    const stack = newStack();
    scannerIn(stack, { eventBus: new EventBus(stack, 'Bus', { eventBusName }) });
    return Template.fromStack(stack);
  };

  test('is published when it changes, although the template of the function does not', () => {
    const [before, after] = [withBus('one'), withBus('two')];
    expect(impacts(before, after, 'AWS::Events::EventBus')).toEqual({ BusEA82B648: 'WILL_REPLACE' });
    const versions = impacts(before, after, VERSION);
    expect(Object.keys(versions).sort()).toEqual(idsOf(after, VERSION));
    expect(Object.values(versions)).toEqual(Array(4).fill('WILL_REPLACE'));
  });

  test('is in the description of the versions of the functions that use it, and nothing else is', () => {
    const stack = newStack();
    const number = (name: string) => new CfnParameter(stack, name, { type: 'Number' }).valueAsNumber;
    const eventBus = EventBus.fromEventBusArn(stack, 'Bus', 'arn:aws:events:us-east-1:111122223333:event-bus/hr');
    scannerIn(stack, {
      eventBus,
      memorySize: number('Memory'),
      backoffRate: number('Backoff'),
      longestWait: Duration.seconds(number('Longest')),
      resultRetention: Duration.seconds(number('Retention')),
    });
    const described = Object.values(Template.fromStack(stack).findResources(VERSION)).map(({ Properties }) =>
      Properties.Description['Fn::Join'][1].flatMap((part: string | { Ref: string }) =>
        typeof part === 'string' ? [] : [part.Ref],
      ),
    );
    const all = ['Retention', 'Backoff', 'Longest', 'Memory'];
    expect(described).toEqual([all, all, ['Retention', 'Memory'], ['Retention', 'Memory']]);
    deployed().allResourcesProperties(VERSION, { Description: Match.absent() });
  });
});
