import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { ScanEvent } from '../../../lambda/events/details';
import { Publisher } from '../../../lambda/events/publisher';
import { someTelemetry } from '../../support/telemetry';

interface Entry {
  readonly Detail: string;
  readonly Source: string;
  readonly EventBusName: string;
  readonly Resources: string[];
}

const TABLE = 'arn:aws:dynamodb:us-east-1:111122223333:table/Table';

let server: Server;
let client: EventBridgeClient;
let calls: Entry[][];
/** Returns which entries of a call are refused. */
let refuse: (entry: Entry, call: number) => boolean;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const entries: Entry[] = JSON.parse(body).Entries;
      calls.push(entries);
      const answers = entries.map((entry) =>
        refuse(entry, calls.length)
          ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'Slow down' }
          : { EventId: 'e' },
      );
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(
        JSON.stringify({ FailedEntryCount: answers.filter((a) => 'ErrorCode' in a).length, Entries: answers }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new EventBridgeClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});

beforeEach(() => {
  calls = [];
  refuse = () => false;
});

afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const slept: number[] = [];
const clock = { now: () => 0, sleep: async (milliseconds: number) => void slept.push(milliseconds) };
const dependencies = { clock, random: () => 0.5, telemetry: someTelemetry() };
const publisher = () => new Publisher(client, 'bus', TABLE, dependencies);
const event = (id: string, padding = ''): ScanEvent => ({
  detailType: 'User Access Result',
  time: '2026-11-22T10:00:00.000Z',
  detail: { version: '1', id, padding },
});
const idsOf = (entries: Entry[]) => entries.map(({ Detail }) => JSON.parse(Detail).id);

describe('publishing', () => {
  it('sends only refused entries again if the status is 200', async () => {
    refuse = (entry, call) => call === 1 && idsOf([entry])[0] === 'b';
    await publisher().publish([event('a'), event('b'), event('c')]);
    expect(calls.map(idsOf)).toEqual([['a', 'b', 'c'], ['b']]);
  });

  it('waits longer after each try, and returns what EventBridge keeps refusing', async () => {
    refuse = (entry) => idsOf([entry])[0] !== 'b';
    slept.length = 0;
    const refused = await publisher().publish([event('a'), event('b')]);
    expect(refused).toEqual({ events: [event('a')], code: 'ThrottlingException' });
    expect(slept).toEqual([200, 400, 800, 1600, 3200, 6400].map((milliseconds) => milliseconds / 2));
  });

  it('returns everything if EventBridge cannot be reached', async () => {
    const nowhere = new EventBridgeClient({ endpoint: 'http://127.0.0.1:1', region: 'us-east-1', maxAttempts: 1 });
    const events = [event('a'), event('b')];
    const refused = await new Publisher(nowhere, 'bus', TABLE, dependencies).publish(events, { tries: 1 });
    expect(refused.events).toEqual(events);
    nowhere.destroy();
  });

  it('begins no further batch after one that is refused as a whole, and puts the untried ones first', async () => {
    const events = Array.from({ length: 95 }, (_, index) => event(`${index}`));
    refuse = () => true;
    const refused = await publisher().publish(events, { tries: 1 });
    // Eight calls are under way at a time.
    expect(calls).toHaveLength(8);
    expect(refused.events.slice(0, 15)).toEqual(events.slice(80));
    expect(new Set(refused.events)).toEqual(new Set(events));
  });

  it('goes on after a batch of which a part is refused', async () => {
    refuse = (entry) => idsOf([entry])[0] === '3';
    // Eight calls are under way at a time.
    const refused = await publisher().publish(
      Array.from({ length: 95 }, (_, index) => event(`${index}`)),
      { tries: 1 },
    );
    expect(calls.map((entries) => entries.length).toSorted()).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 5]);
    expect(refused.events).toEqual([event('3')]);
  });

  it('begins no call after the time is up, except the first', async () => {
    const events = Array.from({ length: 25 }, (_, index) => event(`${index}`));
    const refused = await publisher().publish(events, { until: -1 });
    expect(calls).toHaveLength(1);
    expect(refused).toEqual({ events: events.slice(10), code: undefined });
    refuse = () => true;
    calls = [];
    await publisher().publish(events, { until: -1 });
    expect(calls).toHaveLength(1);
  });

  it('sends at most 10 entries and 240 KiB in each call', async () => {
    await publisher().publish(Array.from({ length: 23 }, (_, index) => event(`${index}`)));
    expect(calls.map((entries) => entries.length).toSorted()).toEqual([10, 10, 3]);
    calls = [];
    await publisher().publish(['a', 'b', 'c'].map((id) => event(id, 'x'.repeat(100 * 1024))));
    expect(calls.map(idsOf).toSorted()).toEqual([['a', 'b'], ['c']]);
  });

  it('counts what an entry has besides its detail', async () => {
    const size = (text: string) => Buffer.byteLength(JSON.stringify(event('a', text).detail));
    const half = 'x'.repeat(120 * 1024 - 300 - size(''));
    expect(2 * size(half)).toBeLessThan(240 * 1024);
    await publisher().publish(['a', 'b'].map((id) => event(id, half)));
    expect(calls).toHaveLength(2);
  });

  it('sets the source and the event bus', async () => {
    await publisher().publish([event('a')]);
    expect(calls[0]?.[0]).toMatchObject({
      ...{ Source: 'cdk-appfabric-user-access', EventBusName: 'bus' },
      Resources: [TABLE],
    });
  });
});
