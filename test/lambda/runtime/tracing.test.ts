import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../../../lambda/runtime/call';
import { lambdaRuntime } from '../../../lambda/runtime/lambda-runtime';
import { Tracing } from '../../../lambda/runtime/tracing';
import { daemonSender } from '../../../lambda/runtime/x-ray-daemon';

const ROOT = '1-65a1b2c3-0123456789abcdef01234567';
const SAMPLED = `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:2:3`;
const subject = { scanId: 'scan', attempt: 2, executionArn: 'arn:aws:states:::execution:scan' };
const call: Call = {
  ...{ service: 'DynamoDB', operation: 'PutItem', startedAt: 1000, endedAt: 1250 },
  ...{ status: 200, retries: 0, isThrottled: false },
};

let daemon: Socket;
let packets: string[];
beforeEach(async () => {
  packets = [];
  daemon = createSocket('udp4');
  daemon.on('message', (packet) => packets.push(packet.toString()));
  daemon.bind(0, '127.0.0.1');
  await once(daemon, 'listening');
});
afterEach(() => {
  daemon.close();
});

function tracing(header: string | undefined) {
  let ids = 0;
  return new Tracing({
    header: () => header,
    send: daemonSender(`127.0.0.1:${(daemon.address() as AddressInfo).port}`),
    now: () => 5000,
    newId: () => String(++ids).padStart(16, '0'),
  });
}

/** The documents that the daemon has got. Each packet begins with the line that says how to read it. */
async function received(count: number): Promise<Record<string, unknown>[]> {
  for (let tries = 0; tries < 100 && packets.length < count; tries++) await sleep(10);
  return packets.map((packet) => {
    const [format = '', document = ''] = packet.split('\n');
    expect(JSON.parse(format)).toEqual({ format: 'json', version: 1 });
    return JSON.parse(document);
  });
}

describe('the trace of an invocation', () => {
  it("has the invocation in Lambda's segment, and its calls in the invocation", async () => {
    const traced = tracing(SAMPLED);
    traced.begin(subject);
    traced.add(call);
    await traced.end();
    expect(await received(2)).toEqual([
      {
        ...{ name: 'DynamoDB', id: '0000000000000002', trace_id: ROOT, parent_id: '0000000000000001' },
        ...{ type: 'subsegment', start_time: 1, end_time: 1.25, namespace: 'aws' },
        ...{ aws: { operation: 'PutItem', retries: 0 }, http: { response: { status: 200 } } },
      },
      {
        ...{ name: 'invocation', id: '0000000000000001', trace_id: ROOT, parent_id: '53995c3f42cd8ad8' },
        ...{ type: 'subsegment', start_time: 5, end_time: 5, annotations: { scan_id: 'scan', attempt: 2 } },
      },
    ]);
  });

  it('can have spaces in its header', async () => {
    const traced = tracing(SAMPLED.replaceAll(';', '; '));
    traced.begin(subject);
    await traced.end();
    expect(await received(1)).toMatchObject([{ trace_id: ROOT, parent_id: '53995c3f42cd8ad8' }]);
  });

  it('can be found by a watch, and by the error that it ended with', async () => {
    const traced = tracing(SAMPLED);
    traced.begin({ watchId: 'watch' });
    await traced.end('ServiceUnavailable');
    expect(await received(1)).toMatchObject([
      { annotations: { watch_id: 'watch', error_name: 'ServiceUnavailable' }, fault: true },
    ]);
  });

  it.each<[string, Partial<Call>, object]>([
    ['an error of the caller', { status: 400, errorName: 'ValidationException' }, { error: true }],
    ['an error of the service', { status: 500, errorName: 'InternalServerException' }, { fault: true }],
    ['a response that cannot be read', { status: 200, errorName: 'SyntaxError' }, { fault: true }],
    ['no response', { status: undefined, errorName: 'TimeoutError' }, { fault: true }],
    [
      'too many requests',
      { status: 429, errorName: 'ThrottlingException', isThrottled: true, retries: 2 },
      { error: true, throttle: true, aws: { operation: 'PutItem', retries: 2 } },
    ],
  ])('says what a call ended with: %s', async (_, end, expected) => {
    const traced = tracing(SAMPLED);
    traced.begin(subject);
    traced.add({ ...call, ...end });
    const [document = {}] = await received(1);
    expect(document).toMatchObject(expected);
    expect('error' in document && 'fault' in document).toBe(false);
    expect('http' in document).toBe(end.status !== undefined);
    expect(JSON.stringify(document)).not.toContain(String(end.errorName));
  });

  it('has at most 100 calls', async () => {
    const traced = tracing(SAMPLED);
    traced.begin(subject);
    for (let calls = 0; calls < 150; calls++) traced.add(call);
    await traced.end();
    expect(await received(101)).toHaveLength(101);
  });

  const parent = `Root=${ROOT};Parent=53995c3f42cd8ad8`;
  it.each([
    undefined,
    '',
    `${parent};Sampled=0`,
    `${parent};Sampled=?`,
    parent,
    `Root=${ROOT}`,
    'Sampled=1',
    `Root=${ROOT};Sampled=1`,
    'Parent=53995c3f42cd8ad8;Sampled=1',
  ])('is not sent if Lambda does not sample it: %s', async (header) => {
    const traced = tracing(header);
    traced.begin(subject);
    traced.add(call);
    await traced.end();
    await sleep(50);
    expect(packets).toEqual([]);
  });
});

test('an invocation ends when everything is sent', async () => {
  const sent = Promise.withResolvers<void>();
  const traced = new Tracing({ header: () => SAMPLED, send: () => sent.promise, now: () => 0, newId: () => '1' });
  traced.begin(subject);
  const ended = jest.fn();
  const end = traced.end().then(ended);
  await sleep(10);
  expect(ended).not.toHaveBeenCalled();
  sent.resolve();
  await end;
});

test('in Lambda, the environment has the address of the daemon and the header of the invocation', async () => {
  const address = `127.0.0.1:${(daemon.address() as AddressInfo).port}`;
  const environment: Record<string, string> = { SCANNER: 'Stack/Scanner', AWS_XRAY_DAEMON_ADDRESS: address };
  const { tracing: traced } = lambdaRuntime(environment);
  environment._X_AMZN_TRACE_ID = SAMPLED;
  traced?.begin(subject);
  await traced?.end();
  const [document = {}] = await received(1);
  expect(document).toMatchObject({ trace_id: ROOT, id: expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(lambdaRuntime({ SCANNER: 'Stack/Scanner' }).tracing).toBeUndefined();
});

test('a daemon that is not there fails nothing', async () => {
  const send = daemonSender('127.0.0.1:1');
  await send('{}');
  await sleep(50);
  await expect(send('{}')).resolves.toBeUndefined();
});

test.each(['xray', 'tcp:127.0.0.1:2000 udp:127.0.0.1:2000', '127.0.0.1:99999'])(
  'an address that is none fails nothing: %s',
  async (address) => {
    await expect(daemonSender(address)('{}')).resolves.toBeUndefined();
  },
);
