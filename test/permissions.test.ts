import { join } from 'node:path';
import { asArray, asObject, asString, type JsonObject } from '../local/stack/json';
import { type Resource, resourcesOfType } from '../local/stack/resolve-template';
import { personPlan, placesOf } from '../simulator/faults/people';
import { SimulatedAppFabric } from '../simulator/faults/simulated-app-fabric';
import {
  connectionError,
  Invocation,
  synthesizedScanner,
  VirtualScanner,
  VirtualWorld,
  withPolling,
} from '../simulator/world';
import { RolePolicy, type Wanted } from './support/policy';
import { wantedBy } from './support/wanted';

const stack = synthesizedScanner(join(__dirname, '..'));
const { template } = stack;
const functions = resourcesOfType(template, 'AWS::Lambda::Function');
const [stateMachine] = resourcesOfType(template, 'AWS::StepFunctions::StateMachine') as [Resource];

const roleOf = (arn: unknown): string =>
  asString(arn as string)
    ?.split('/')
    .at(-1) ?? '';

/** What Lambda itself does in the function's name, for the settings that the template gives it. */
function byLambda({ properties }: Resource): Wanted[] {
  const logGroup = asString(asObject(properties.LoggingConfig).LogGroup) ?? '';
  const group = `arn:aws:logs:us-east-1:111122223333:log-group:${logGroup}:*`;
  const traced = asObject(properties.TracingConfig).Mode === 'Active';
  return [
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource: group })),
    ...(traced ? ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'] : []).map((action) => ({
      action,
      resource: '*',
    })),
  ];
}

/** What Step Functions itself does in the state machine's name. */
function byStepFunctions({ properties }: Resource): Wanted[] {
  const logs = asArray(asObject(properties.LoggingConfiguration).Destinations).length > 0;
  const traced = asObject(properties.TracingConfiguration).Enabled === true;
  const delivery = [
    'CreateLogDelivery',
    'GetLogDelivery',
    'UpdateLogDelivery',
    'DeleteLogDelivery',
    'ListLogDeliveries',
  ];
  const policies = ['PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'];
  const tracing = ['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'];
  return [
    ...(logs ? [...delivery, ...policies].map((action) => `logs:${action}`) : []),
    ...(traced ? tracing.map((action) => `xray:${action}`) : []),
  ].map((action) => ({ action, resource: '*' }));
}

/** Runs whole scans that go through every path, and tells what they wanted. */
async function everyPath(onRequest: (functionName: string, wanted: Wanted) => void): Promise<void> {
  for (let seed = 1; seed <= 6; seed++) {
    const world = await VirtualWorld.create({ seed, table: stack.table });
    const person = personPlan(world.random.fork('person'), placesOf(world.random.fork('places'), 5), false);
    const appFabric = new SimulatedAppFabric([person], {
      now: () => world.clock.now(),
      random: world.random.fork('AppFabric'),
      strikes: () => false,
    });
    world.network.serve('appfabric', async (request) => {
      // The sixth scan is denied: FailScan has its turn.
      const denied = { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: '{}' };
      return seed === 6 ? { response: denied } : appFabric.serve(request);
    });
    world.network.use({
      sent: (request) => {
        if (!(request.caller instanceof Invocation)) return;
        for (const wanted of wantedBy(request)) onRequest(request.caller.name, wanted);
      },
    });
    // In two scans answers to writes get lost: the client writes again, and reads what the first write left.
    const lossy = { course: () => (world.random.chance(0.3) ? { answerLost: connectionError('ECONNRESET') } : {}) };
    if (seed === 3 || seed === 5) world.network.use(lossy);
    // Without a poll window every other turn is PollTasks': it, too, has its part.
    const scanner = new VirtualScanner(seed % 2 === 0 ? stack : withPolling(stack, { pollWindowSeconds: 0 }), world);
    for (const [state, fn] of Object.entries(scanner.functions)) {
      const resource = stack.functions[state]?.arn ?? '';
      fn.use({ started: () => onRequest(stateMachine.name, { action: 'lambda:InvokeFunction', resource }) });
    }
    const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T08:00:00Z' };
    await world.run(async () => {
      const tasks = seed % 2 === 0 ? appFabric.startTasks(person.email) : [];
      const input: JsonObject = tasks.length > 0 ? { taskIds: tasks } : { email: person.email, trigger };
      const first = await scanner.execution(input, `scan-${seed}`).start();
      // The same trigger again: a duplicate finds the scan, and after a failure it takes over.
      await scanner.execution(input, `scan-${seed}-again`).start();
      if (first.status === 'FAILED') await world.executions[0]?.redrive();
    });
  }
}

describe('the roles of the synthesized template', () => {
  const roles = new Map<string, RolePolicy>([
    ...functions.map(({ name, properties }) => [name, new RolePolicy(template, roleOf(properties.Role))] as const),
    [stateMachine.name, new RolePolicy(template, roleOf(stateMachine.properties.RoleArn))],
  ]);
  const refused = new Set<string>();
  const want = (who: string, wanted: Wanted) => {
    if (!roles.get(who)?.allows(wanted)) refused.add(`${who}: ${wanted.action} on ${wanted.resource}`);
  };

  beforeAll(async () => {
    await everyPath(want);
    for (const each of functions) for (const wanted of byLambda(each)) want(each.name, wanted);
    for (const wanted of byStepFunctions(stateMachine)) want(stateMachine.name, wanted);
  });

  it('allow everything that whole scans do', () => expect([...refused]).toEqual([]));

  it('allow nothing that no scan does', () => {
    const unused = [...roles].flatMap(([who, role]) => role.unused.map((grant) => `${who}: ${grant}`));
    expect(unused).toEqual([]);
  });

  it('let each rule and each schedule start the executions that it is for, and nothing else', () => {
    const targets = [
      ...resourcesOfType(template, 'AWS::Events::Rule').flatMap(({ properties }) => asArray(properties.Targets)),
      ...resourcesOfType(template, 'AWS::Scheduler::Schedule').map(({ properties }) => properties.Target ?? null),
    ].map(asObject);
    expect(targets.length).toBeGreaterThan(0);
    for (const { Arn, RoleArn, DeadLetterConfig } of targets) {
      const role = new RolePolicy(template, roleOf(RoleArn));
      const queue = asString(asObject(DeadLetterConfig).Arn);
      expect(role.allows({ action: 'states:StartExecution', resource: String(Arn) })).toBe(true);
      // A rule's dead letters are allowed by the queue's own policy, a schedule's by its role.
      if (queue) role.allows({ action: 'sqs:SendMessage', resource: queue });
      expect(role.unused).toEqual([]);
    }
  });

  it('would not allow events of another source, or on another bus', () => {
    const [name] = functions.map((each) => each.name);
    const role = roles.get(name ?? '');
    const bus = 'arn:aws:events:us-east-1:111122223333:event-bus';
    const own = { 'events:source': 'cdk-appfabric-user-access' };
    expect(role?.allows({ action: 'events:PutEvents', resource: `${bus}/default`, context: own })).toBe(true);
    expect(role?.allows({ action: 'events:PutEvents', resource: `${bus}/other`, context: own })).toBe(false);
    const other = { 'events:source': 'com.example' };
    expect(role?.allows({ action: 'events:PutEvents', resource: `${bus}/default`, context: other })).toBe(false);
  });
});
