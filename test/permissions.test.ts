import { join } from 'node:path';
import { FunctionName } from '../lib/contract/names';
import { functionDefinitions } from '../local/stack/function-definitions';
import { asArray, asObject, asString, type JsonObject } from '../local/stack/json';
import { isNestedExecution } from '../local/stack/nested-execution';
import { type Resource, resourcesOfType } from '../local/stack/resolve-template';
import {
  type StateMachineDefinition,
  stateMachineDefinitions,
  taskStates,
} from '../local/stack/state-machine-definitions';
import { personPlan, placesOf } from '../simulator/faults/people';
import { SimulatedAppFabric } from '../simulator/faults/simulated-app-fabric';
import {
  connectionError,
  Invocation,
  type Request,
  synthesizedScanner,
  VirtualScanner,
  VirtualWorld,
  withPolling,
} from '../simulator/world';
import { isDeniedByBus, RolePolicy, type Wanted } from './support/policy';
import { wantedBy } from './support/wanted';
import { CLEAR, OPEN, withWatches } from './support/watch-steps';

const stack = synthesizedScanner(join(__dirname, '..'));
const { template } = stack;
const functions = resourcesOfType(template, 'AWS::Lambda::Function');
const stateMachines = resourcesOfType(template, 'AWS::StepFunctions::StateMachine');
const [scans, ...otherStateMachines] = stateMachineDefinitions(template).sort(
  (one, other) =>
    Number('StartScan' in asObject(other.definition.States)) - Number('StartScan' in asObject(one.definition.States)),
) as [StateMachineDefinition, ...StateMachineDefinition[]];
const watchFunction = functions.find(({ name }) => name === stack.functions.StartWatch?.name) as Resource;

const bus = resourcesOfType(template, 'AWS::Events::EventBus')[0]?.arn ?? '';

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

/** What it does for executions that began before there were versions: it invokes the functions themselves. */
function byEarlierTasks({ definition }: StateMachineDefinition): Wanted[] {
  const invoked = taskStates(definition).filter(([, { Resource }]) => !isNestedExecution(Resource));
  return invoked.map(([, { Resource }]) => ({
    action: 'lambda:InvokeFunction',
    resource: String(Resource).split(':').slice(0, 7).join(':'),
  }));
}

/** What Step Functions does for the Task states of a state machine. */
function byTasks({ definition }: StateMachineDefinition): Wanted[] {
  return taskStates(definition).flatMap(([, { Resource, Parameters }]): Wanted[] => {
    if (!isNestedExecution(Resource)) return [{ action: 'lambda:InvokeFunction', resource: String(Resource) }];
    const nested = String(asObject(Parameters).StateMachineArn);
    // The name of the nested execution, and with it the rest of its ARN, is different each time.
    const execution = `${nested.replace(':stateMachine:', ':execution:')}:watch-1`;
    const rule = 'arn:aws:events:us-east-1:111122223333:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule';
    return [
      { action: 'states:StartExecution', resource: nested },
      ...['DescribeExecution', 'StopExecution'].map((name) => ({ action: `states:${name}`, resource: execution })),
      ...['PutTargets', 'PutRule', 'DescribeRule'].map((name) => ({ action: `events:${name}`, resource: rule })),
    ];
  });
}

/**
 * Runs whole watches: one that is joined, overdue and then cleared, one that follows it and is stopped, one that is
 * stopped before it begins, and a redelivery.
 */
async function everyWatch(onRequest: (wanted: Wanted) => void): Promise<void> {
  await withWatches(async ({ world, execution, play, start, end }) => {
    world.network.use({
      sent: (request) => {
        if (request.caller.name !== FunctionName.WATCH) return;
        for (const wanted of wantedBy(request)) onRequest(wanted);
      },
    });
    const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T08:00:00Z' };
    const first = execution('first', { trigger });
    const begun = await start(first);
    await start(execution('joins', { trigger: { ...trigger, id: 'event-2' } }));
    await start(execution('again', { trigger }));
    await play(first, [OPEN, OPEN, OPEN, OPEN, OPEN, CLEAR], begun);
    const second = execution('second');
    await start(second);
    await end(second, 'ABORTED');
    await end(execution('never'), 'ABORTED');
  });
}

/** Runs whole scans that go through every path, and tells what they wanted. */
async function everyPath(onRequest: (functionName: string, wanted: Wanted) => void): Promise<void> {
  for (let seed = 1; seed <= 6; seed++) {
    const world = await VirtualWorld.create({ seed, table: stack.table });
    let later = false;
    const person = personPlan(world.random.fork('person'), placesOf(world.random.fork('places'), 5), false);
    const appFabric = new SimulatedAppFabric([person], {
      now: () => world.clock.now(),
      random: world.random.fork('AppFabric'),
      strikes: () => false,
    });
    world.network.serve('appfabric', async (request) => {
      // The sixth scan is denied: FailScan has its turn.
      const denied = { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: '{}' };
      if (seed === 6) return { response: denied };
      const { response } = await appFabric.serve(request);
      return {
        response: later ? { ...response, body: response.body.replace(/(?<="userStatus":")/g, 'Not ') } : response,
      };
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
    const tasks = new Map(taskStates(scans.definition));
    for (const [state, fn] of Object.entries(scanner.functions)) {
      const resource = String(tasks.get(state)?.Resource);
      if (!tasks.has(state)) continue;
      fn.use({ started: () => onRequest(scans.name, { action: 'lambda:InvokeFunction', resource }) });
    }
    const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T08:00:00Z' };
    // In the first seed, only FailScan can record a change: what the others left in the standing, it records.
    const onlyFailScan = ({ operation, body, caller }: Request) =>
      seed === 1 &&
      operation === 'PutItem' &&
      body.includes('"CHANGE#') &&
      caller.name !== stack.functions.FailScan?.name
        ? { lost: { status: 400, headers: {}, body: '{"__type":"AccessDeniedException"}' } }
        : {};
    world.network.use({ course: onlyFailScan });
    await world.run(async () => {
      const tasks = seed % 2 === 0 ? appFabric.startTasks(person.email) : [];
      const input: JsonObject = tasks.length > 0 ? { taskIds: tasks } : { email: person.email, trigger };
      const first = await scanner.execution(input, `scan-${seed}`).start();
      // The same trigger again: a duplicate finds the scan, and after a failure it takes over.
      await scanner.execution(input, `scan-${seed}-again`).start();
      if (first.status === 'FAILED') await world.executions[0]?.redrive();
      // Later, the apps report other statuses of the accounts: the person's access has changed.
      later = true;
      await scanner.execution({ email: person.email }, `scan-${seed}-later`).start();
    });
  }
}

describe('the roles of the synthesized template', () => {
  const roles = new Map<string, RolePolicy>([
    ...functions.map(({ name, properties }) => [name, new RolePolicy(template, roleOf(properties.Role))] as const),
    ...stateMachines.map(
      ({ name, properties }) => [name, new RolePolicy(template, roleOf(properties.RoleArn))] as const,
    ),
  ]);
  const refused = new Set<string>();
  /** The resources of the events of each function. */
  const about: Record<string, Set<string>> = {};
  const want = (who: string, wanted: Wanted) => {
    if (wanted.about) about[who] = new Set([...(about[who] ?? []), wanted.about.join()]);
    if (!roles.get(who)?.allows(wanted)) refused.add(`${who}: ${wanted.action} on ${wanted.resource}`);
  };

  beforeAll(async () => {
    await everyPath(want);
    for (const each of functions) for (const wanted of byLambda(each)) want(each.name, wanted);
    await everyWatch((wanted) => want(watchFunction.name, wanted));
    for (const each of stateMachines) for (const wanted of byStepFunctions(each)) want(each.name, wanted);
    for (const each of otherStateMachines) for (const wanted of byTasks(each)) want(each.name, wanted);
    for (const each of [scans, ...otherStateMachines]) {
      for (const wanted of byEarlierTasks(each)) want(each.name, wanted);
    }
  });

  it('allow everything that whole scans and watches do', () => expect([...refused]).toEqual([]));

  it('allow nothing that no scan and no watch does', () => {
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
    const own = { 'events:source': 'cdk-appfabric-user-access' };
    expect(role?.allows({ action: 'events:PutEvents', resource: bus, context: own })).toBe(true);
    expect(role?.allows({ action: 'events:PutEvents', resource: `${bus}2`, context: own })).toBe(false);
    const other = { 'events:source': 'com.example' };
    expect(role?.allows({ action: 'events:PutEvents', resource: bus, context: other })).toBe(false);
  });

  it('publish events that name the table, and nothing else', () => {
    const [table] = resourcesOfType(template, 'AWS::DynamoDB::Table').map(({ arn }) => arn);
    expect(about).toEqual(Object.fromEntries(functions.map(({ name }) => [name, new Set([table])])));
  });

  it('are the only ones that may publish as a scanner', () => {
    const publish = {
      action: 'events:PutEvents',
      resource: bus,
      context: { 'events:source': 'cdk-appfabric-user-access' },
    };
    const denied = resourcesOfType(template, 'AWS::IAM::Role').filter(({ arn }) =>
      isDeniedByBus(template, arn, publish),
    );
    const publishers = functions.map(({ properties }) => String(properties.Role));
    expect(denied.map(({ arn }) => arn).sort()).toEqual(
      resourcesOfType(template, 'AWS::IAM::Role')
        .map(({ arn }) => arn)
        .filter((arn) => !publishers.includes(arn))
        .sort(),
    );
  });

  describe('of state machines', () => {
    const deployed = functionDefinitions(template);
    const invokes = (who: StateMachineDefinition, resource: string) =>
      roles.get(who.name)?.allows({ action: 'lambda:InvokeFunction', resource });

    it('let a scan that began before a deployment invoke the earlier versions of its functions', () => {
      for (const [, { Resource: resource }] of taskStates(scans.definition)) {
        expect(resource).toMatch(/:1$/);
        expect(invokes(scans, String(resource).replace(/1$/, '999'))).toBe(true);
      }
    });

    it('let nothing invoke the function of another state machine, or an alias or version that it does not need', () => {
      const called = ({ definition }: StateMachineDefinition) =>
        taskStates(definition).map(([, { Resource: resource }]) => String(resource));
      for (const who of [scans, ...otherStateMachines]) {
        const own = called(who);
        for (const { arn, arns } of deployed) {
          const isOwn = arns.some((each) => own.includes(each));
          // Executions of before there were versions invoke the function itself.
          expect([who.name, arn, invokes(who, arn)]).toEqual([who.name, arn, isOwn]);
          const others = isOwn && who === scans ? [] : arns.filter((each) => each !== arn && !own.includes(each));
          for (const other of others) expect([who.name, other, invokes(who, other)]).toEqual([who.name, other, false]);
        }
      }
    });
  });
});
