import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { AppFabricEndpoint } from '../../local/appfabric/endpoint';
import { parseScenario } from '../../local/scenario';
import { LocalStack } from '../../local/stack';
import { PersonalData } from './personal-data';

export const APP_BUNDLE_ARN = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/1b2c3d4e-0000-4000-8000-000000000001';

const root = process.cwd();

/** Synthesizes the example app like `cdk synth`, with settings that are short enough for a test. */
export function synthesize(context: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), 'whole-scan-'));
  const { app } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  execFileSync(app, {
    shell: true,
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CDK_OUTDIR: directory, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
  return directory;
}

/** Changes variables of the functions in a synthesized app, or of those whose logical id begins with `prefix`. */
export function setVariables(directory: string, variables: Record<string, string>, prefix = ''): void {
  const file = join(directory, 'UserAccess.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8'));
  const functions = Object.entries<{ Type: string; Properties: { Environment: { Variables: object } } }>(
    template.Resources,
  ).filter(([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(prefix));
  for (const [, { Properties }] of functions) Object.assign(Properties.Environment.Variables, variables);
  writeFileSync(file, JSON.stringify(template));
}

export const removeAssembly = (directory: string) => rmSync(directory, { recursive: true, force: true });

/** The synthesized stack on this machine, with a local AppFabric whose scenario a test can change between scans. */
export async function runStack(assemblyDir: string, dataDir?: string, speed?: number) {
  let now = Date.now;
  let appFabric = appFabricOf({}, now);
  const logs: string[] = [];
  const personal = new PersonalData();
  const stack = await LocalStack.start({
    assemblyDir,
    dataDir,
    speed,
    workerFile: join(root, 'cli', 'dist', 'lambda-worker.mjs'),
    appFabric: (stackNow) => {
      now = stackNow;
      return { handle: (request: IncomingMessage, response: ServerResponse) => appFabric.handle(request, response) };
    },
    appBundleArn: APP_BUNDLE_ARN,
    onLog: (_, line) => logs.push(line),
  });
  const client = {
    endpoint: stack.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const sfn = new SFNClient(client);
  const dynamodb = new DynamoDBClient(client);
  const { stateMachineArn: scans, watchStateMachineArn: watches = '' } = stack.outputs;
  const arnOf = (name: string, stateMachineArn = scans) =>
    `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

  async function ended(name: string, stateMachineArn = scans): Promise<DescribeExecutionCommandOutput> {
    const executionArn = arnOf(name, stateMachineArn);
    for (;;) {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== 'RUNNING') return execution;
      await sleep(20);
    }
  }

  async function start(input: unknown, name: string = randomUUID(), stateMachineArn = scans): Promise<string> {
    personal.add(input);
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    return name;
  }

  async function query(expression: string, values: Record<string, string>, index?: string) {
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName: stack.outputs.tableName,
        IndexName: index,
        KeyConditionExpression: expression,
        ExpressionAttributeValues: Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }])),
      }),
    );
    return Items.map((item) => unmarshall(item));
  }

  return {
    /** What the functions wrote: lines and metrics. */
    logs,
    endpoint: stack.endpoint,
    outputs: stack.outputs,
    sfn,
    dynamodb,
    /** Of every scenario and input so far. */
    personal,
    /** Gives AppFabric another scenario: `authorizations`, `users` and `faults` (docs/scenario.md). */
    play(scenario: object): AppFabricEndpoint {
      personal.add(scenario);
      appFabric = appFabricOf(scenario, now);
      return appFabric;
    },
    start,
    ended,
    async scan(input: unknown, scanId?: string) {
      const id = await start(input, scanId);
      return { scanId: id, execution: await ended(id) };
    },
    async watch(input: unknown) {
      const watchId = await start(input, undefined, watches);
      return { watchId, execution: await ended(watchId, watches) };
    },
    async redrive(scanId: string) {
      await sfn.send(new RedriveExecutionCommand({ executionArn: arnOf(scanId) }));
      return ended(scanId);
    },
    history: async (name: string, stateMachineArn = scans) => {
      const command = new GetExecutionHistoryCommand({ executionArn: arnOf(name, stateMachineArn), maxResults: 1000 });
      return (await sfn.send(command)).events ?? [];
    },
    record: async (scanId: string) =>
      (await query('pk = :pk AND sk = :sk', { ':pk': `SCAN#${scanId}`, ':sk': 'SCAN' }))[0],
    results: (scanId: string) =>
      query('pk = :pk AND begins_with(sk, :sk)', { ':pk': `SCAN#${scanId}`, ':sk': 'TASK#' }),
    standing: (email: string) =>
      query('pk = :pk AND begins_with(sk, :sk)', { ':pk': `PERSON#${email}`, ':sk': 'STANDING#' }),
    personHistory: (email: string) =>
      query('pk = :pk AND begins_with(sk, :sk)', { ':pk': `PERSON#${email}`, ':sk': 'SCAN#' }),
    person: async (email: string) =>
      (await query('pk = :pk AND sk = :sk', { ':pk': `PERSON#${email}`, ':sk': 'PERSON' }))[0],
    personChanges: (email: string) =>
      query('pk = :pk AND begins_with(sk, :sk)', { ':pk': `PERSON#${email}`, ':sk': 'CHANGE#' }),
    appChanges: (app: string, since: string) =>
      query('appPk = :pk AND appSk >= :since', { ':pk': `CHANGES#${app}`, ':since': since }, 'ByApp'),
    accounts: (app: string) => query('appPk = :pk', { ':pk': `APP#${app}` }, 'ByApp'),
    inState: (status: string) => query('statusPk = :pk', { ':pk': `STATUS#${status}` }, 'ByStatus'),
    published: () => stack.published,
    /** The published events of a scan. */
    events: (scanId: string) => stack.published.filter(({ detail }) => detail.scanId === scanId),
    async stop() {
      sfn.destroy();
      dynamodb.destroy();
      await stack.stop();
    },
  };
}

function appFabricOf(scenario: object, now: () => number): AppFabricEndpoint {
  const text = JSON.stringify({ appBundleArn: APP_BUNDLE_ARN, authorizations: [], users: [], ...scenario });
  return new AppFabricEndpoint(parseScenario(text, 'test.json'), { now, randomUUID });
}
