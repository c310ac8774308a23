import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Surroundings, userAccess } from './command';
import { useEndpoint } from './command-table';
import { runStack } from './whole-scan';

export type Item = Record<string, unknown>;

export const HOUR = 3600;

const MARSHALL = { removeUndefinedValues: true };

const person = (name: string, rest: object = {}) => {
  const user = { resultStatus: 'COMPLETED', userId: `U-${name}`, userFullName: `${name} of Example` };
  return {
    email: `${name}@Example.com`,
    access: [
      {
        ...{ app: 'SLACK', tenantId: 'T1', result: { ...user, email: `${name}@Example.com`, userStatus: 'ACTIVE' } },
        later: [{ afterSeconds: HOUR / 2, result: { ...user, email: `${name}@Example.com`, userStatus: 'invited' } }],
      },
      { app: 'ZOOM', tenantId: 'Z1', result: { ...user, email: `${name}@Example.com` } },
      { app: 'ASANA', tenantId: 'A1', result: { resultStatus: 'COMPLETED', email: `${name}@Example.com` }, ...rest },
    ],
  };
};
const APPS = ['SLACK T1', 'ZOOM Z1', 'ASANA A1'].map((name) => name.split(' '));

/** Five people, one of whom changes in the first half hour, and Cy, whose scans run until their timeout. */
export const SCENARIO = {
  authorizations: APPS.map(([app, tenantId]) => ({ app, tenantId })),
  defaultSeconds: 0.05,
  users: [person('Ana'), person('Bo'), person('Cy', { seconds: 100_000 }), person('Di'), person('Ed')],
};

/** Everything by which a person could be recognized. */
export function tracesOf(name: string, items: readonly Item[]): Item[] {
  const key = `${name}@example.com`.toLowerCase();
  const hashes = [key, `email ${key}`].map((text) => createHash('sha256').update(text).digest('hex'));
  const words = [key, `u-${name}`.toLowerCase(), `${name} of example`.toLowerCase(), ...hashes];
  return items.filter((item) => words.some((word) => JSON.stringify(item).toLowerCase().includes(word)));
}

/** Whether all that an item says is that an execution did not succeed. */
export const isKeptId = ({ type, email, notBegun, error }: Item): boolean =>
  email === undefined &&
  ((type === 'WATCH_ID' && notBegun === true) ||
    (type === 'SCAN' && JSON.stringify(error ?? '').includes('forgotten')));

export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error('This did not happen within a minute.');
}

/** The local stack names a state machine after its logical id. */
function endedName(assembly: string, of: 'Scans' | 'Watches'): string {
  const { Resources } = JSON.parse(readFileSync(join(assembly, 'UserAccess.template.json'), 'utf8'));
  const id = Object.keys(Resources).find(
    (name) => name.startsWith(`ScannerEnded${of}StateMachine`) && !/Role/.test(name),
  );
  return `UserAccess-${id}`;
}

/** The local stack, `forget` on it, and what its tests look at. */
export async function forgettingStack(assembly: string, speed: number) {
  const stack = await runStack(assembly, undefined, speed);
  const { endpoint, outputs } = stack;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const events = new EventBridgeClient({ endpoint, region: 'us-east-1', credentials });
  useEndpoint(endpoint);
  const watchStateMachineArn = String(outputs.watchStateMachineArn);

  async function items(): Promise<Item[]> {
    const { Items = [] } = await stack.dynamodb.send(new ScanCommand({ TableName: outputs.tableName }));
    return Items.map((item) => unmarshall(item));
  }

  const watchOf = async (name: string) =>
    (await items()).find(({ pk, sk }) => pk === `PERSON#${name.toLowerCase()}@example.com` && sk === 'WATCH');

  const put = (detailType: string, name: string) =>
    events.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: outputs.eventBusName,
            Source: 'com.example.hr',
            DetailType: detailType,
            Detail: JSON.stringify({ email: `${name}@example.com` }),
          },
        ],
      }),
    );

  const forgetWords = (words: readonly string[], surroundings?: Surroundings) =>
    userAccess(
      [
        ...['forget', '--state-machine', outputs.stateMachineArn, '--table', outputs.tableName],
        ...['--watch-state-machine', watchStateMachineArn, ...words],
      ],
      surroundings,
    );

  return {
    ...stack,
    watchStateMachineArn,
    items,
    watchOf,
    put,
    /** Writes an item as it is. */
    putItem: (item: Item) =>
      stack.dynamodb.send(new PutItemCommand({ TableName: outputs.tableName, Item: marshall(item, MARSHALL) })),
    /** The state machine that records the ends of scans or watches. */
    endedMachine: (of: 'Scans' | 'Watches') => outputs.stateMachineArn.replace(/[^:]+$/, endedName(assembly, of)),
    forgetWords,
    forget: (line: string, surroundings?: Surroundings) => forgetWords(line.split(' '), surroundings),
    /** Two scans, one of them by an event, and a watch that has seen a change, and now waits for ten days. */
    async live(name: string): Promise<void> {
      await stack.scan({ email: `${name}@Example.com` });
      await put('Employee Offboarded', name);
      const request = { email: `${name}@Example.com`, cadenceSeconds: [HOUR, 240 * HOUR] };
      const trigger = { id: `left-${name}`, source: 'hr', time: '2026-01-05T08:00:00Z' };
      await stack.start({ ...request, trigger }, `watch-of-${randomUUID()}`, watchStateMachineArn);
      await until(async () => Number((await watchOf(name))?.scanCount) >= 2);
    },
    async unwatched(name: string): Promise<void> {
      const { watchId } = (await watchOf(name)) ?? {};
      const arn = watchStateMachineArn.replace(':stateMachine:', ':execution:');
      await stack.sfn.send(new StopExecutionCommand({ executionArn: `${arn}:${watchId}` }));
      await until(async () => (await watchOf(name))?.status === 'STOPPED');
    },
    /** Waits until nothing is written any more. */
    async atRest(): Promise<Item[]> {
      for (let before = ''; ; ) {
        const all = await items();
        const now = JSON.stringify(all);
        if (now === before) return all;
        before = now;
        await sleep(1500);
      }
    },
    async stop(): Promise<void> {
      events.destroy();
      await stack.stop();
    },
  };
}
