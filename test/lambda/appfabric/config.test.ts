import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpRequest } from '@smithy/types';
import { AppFabricClient, type AppFabricClientConfig, BatchGetUserAccessTasksCommand } from '../../../lambda/appfabric';

const environment = process.env;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appfabric-config-'));
  process.env = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  };
});

afterEach(() => {
  process.env = environment;
  rmSync(folder, { recursive: true });
});

/** The request that a client with this configuration sends. */
async function requestOf(config: AppFabricClientConfig = {}): Promise<HttpRequest> {
  const handle = jest.fn(async (_request: HttpRequest) => Promise.reject(new Error('no network here')));
  const client = new AppFabricClient({
    ...config,
    maxAttempts: 1,
    requestHandler: { handle, destroy: () => undefined },
  });
  const command = new BatchGetUserAccessTasksCommand({ appBundleIdentifier: 'bundle', taskIdList: ['task'] });
  await client.send(command).catch(() => undefined);
  const [[request] = []] = handle.mock.calls;
  if (request === undefined) throw new Error('The client sent nothing.');
  return request;
}

describe('a client', () => {
  it('retries as the SDK does by default, if nothing is configured', async () => {
    expect(await new AppFabricClient().config.retryMode()).toBe('standard');
  });

  it('takes the retry mode of the environment', async () => {
    process.env.AWS_RETRY_MODE = 'adaptive';
    expect(await new AppFabricClient().config.retryMode()).toBe('adaptive');
  });

  it('names the application of the environment, or of its constructor, in each request', async () => {
    expect((await requestOf()).headers['user-agent']).not.toContain('app/');
    process.env.AWS_SDK_UA_APP_ID = 'audit';
    expect((await requestOf()).headers['user-agent']).toMatch(/ app\/audit( |$)/);
    expect((await requestOf({ userAgentAppId: 'offboarding' })).headers['user-agent']).toMatch(
      / app\/offboarding( |$)/,
    );
  });

  it('says how long a request is', async () => {
    const { headers, body } = await requestOf();
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
  });

  it('passes on the trace of the Lambda function that it runs in, so that Lambda can detect a loop', async () => {
    process.env.AWS_LAMBDA_FUNCTION_NAME = 'poll-tasks';
    process.env._X_AMZN_TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793';
    expect((await requestOf()).headers['X-Amzn-Trace-Id']).toBe('Root=1-5759e988-bd862e3fe1be46a994272793');
  });

  it('is known to the plugins of the SDK as a client of this version of AppFabric', () => {
    expect(new AppFabricClient().config).toMatchObject({
      serviceId: 'AppFabric',
      apiVersion: '2023-05-19',
      runtime: 'node',
    });
  });
});
