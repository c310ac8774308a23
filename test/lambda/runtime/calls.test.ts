import { ListAppAuthorizationsCommand, StartUserAccessTasksCommand } from '../../../lambda/appfabric';
import { EXCEPTION, type Services, scanSteps } from '../../support/scan-steps';
import { sumsOf } from '../../support/telemetry';

const EMAIL = 'ana.diaz@example.com';
const started = { status: 201, json: { userAccessTasksList: [] } };

/** What is known about the calls of a step. */
async function callsOf(
  services: Services,
  work: (dependencies: Awaited<ReturnType<typeof scanSteps>>['dependencies']) => Promise<unknown>,
) {
  const { world, runtime, dependencies } = await scanSteps(services);
  await world.run(async () => {
    runtime.tracing?.begin({ scanId: 'scan' });
    await work(dependencies).catch(() => undefined);
    runtime.telemetry.end();
  });
  const { collected } = world;
  const lines = collected.logs.map((line) => JSON.parse(line)).filter(({ message }) => message === 'Called');
  return { lines, collected, traces: collected.traces.map((trace) => JSON.parse(trace)) };
}

type Dependencies = Parameters<Parameters<typeof callsOf>[1]>[0];

const list = ({ appFabric, appBundleArn: appBundleIdentifier }: Dependencies) =>
  appFabric.send(new ListAppAuthorizationsCommand({ appBundleIdentifier }));
const find = ({ scans }: Dependencies) => scans.find('scan');

describe('a call', () => {
  it('is logged with its service, operation, status and duration', async () => {
    const { lines } = await callsOf({}, find);
    expect(lines).toEqual([
      {
        ...{ level: 'DEBUG', message: 'Called', client: 'DynamoDB', operation: 'GetItem', status: 200, retries: 0 },
        durationMs: expect.any(Number),
      },
    ]);
    expect(lines[0].durationMs).toBeGreaterThan(2);
    expect(lines[0].durationMs).toBeLessThan(100);
  });

  it('is traced', async () => {
    const { traces } = await callsOf({}, find);
    expect(traces).toMatchObject([{ name: 'DynamoDB', aws: { operation: 'GetItem', retries: 0 } }]);
  });

  it('to AppFabric is counted, with its retries as one', async () => {
    const services: Services = {
      list: (_, call) =>
        call < 3 ? EXCEPTION('InternalServerException') : { json: { appAuthorizationSummaryList: [] } },
    };
    const { lines, collected } = await callsOf(services, list);
    expect(lines).toMatchObject([{ client: 'AppFabric', operation: 'ListAppAuthorizations', retries: 2 }]);
    expect(sumsOf(collected, 'AppFabricCalls')).toEqual({ '': 1 });
    expect(sumsOf(collected, 'AppFabricThrottles')).toEqual({});
  });

  it('to another service is not', async () => {
    expect(sumsOf((await callsOf({}, find)).collected, 'AppFabricCalls')).toEqual({});
  });

  it('that AppFabric throttles in the end is counted twice: as a call, and as a throttle', async () => {
    const { lines, collected, traces } = await callsOf({ list: () => EXCEPTION('ThrottlingException') }, list);
    expect(lines).toMatchObject([{ status: 429, retries: 2, errorName: 'ThrottlingException' }]);
    expect(traces).toMatchObject([{ throttle: true, error: true }]);
    expect(sumsOf(collected, 'AppFabricCalls')).toEqual({ '': 1 });
    expect(sumsOf(collected, 'AppFabricThrottles')).toEqual({ '': 1 });
  });

  it('to EventBridge is logged, too', async () => {
    const event = { detailType: 'Test', time: '2026-01-05T08:00:00.000Z', detail: { id: 'event' } };
    const { lines } = await callsOf({}, ({ publisher }) => publisher.publish([event as never]));
    expect(lines).toMatchObject([{ client: 'EventBridge', operation: 'PutEvents', status: 200 }]);
  });

  it('that fails with a name that could be a person is logged without it', async () => {
    const { lines } = await callsOf({ list: () => EXCEPTION('Ana') }, list);
    expect(lines).toMatchObject([{ status: 400, errorName: 'Error' }]);
  });

  it('leaves no trace of its request, its response or its error', async () => {
    const { collected, lines, traces } = await callsOf(
      { start: (_, call) => (call === 1 ? EXCEPTION('ValidationException', { message: EMAIL }) : started) },
      async ({ appFabric, appBundleArn: appBundleIdentifier }) => {
        const command = () => new StartUserAccessTasksCommand({ appBundleIdentifier, email: EMAIL });
        await appFabric.send(command()).catch(() => undefined);
        await appFabric.send(command());
      },
    );
    expect(lines).toMatchObject([{ errorName: 'ValidationException' }, { status: 201 }]);
    expect(traces).toHaveLength(2);
    expect(JSON.stringify(collected)).not.toMatch(/ana|diaz|example/i);
  });
});
