import { randomUUID } from 'node:crypto';
import { AppFabricEndpoint } from '../../local/appfabric/endpoint';
import { parseScenario } from '../../local/scenario';
import { LocalStack } from '../../local/stack';

const APP_BUNDLE = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/1b2c3d4e-0000-4000-8000-000000000001';

/** The example app's stack on this machine, with an AppFabric that knows nobody. */
export function startSynthesizedStack(): Promise<LocalStack> {
  const text = JSON.stringify({ appBundleArn: APP_BUNDLE, authorizations: [], users: [] });
  return LocalStack.start({
    assemblyDir: 'cdk.out',
    workerFile: 'cli/dist/lambda-worker.mjs',
    appFabric: (now) => new AppFabricEndpoint(parseScenario(text, 'scenario'), { now, randomUUID }),
    appBundleArn: APP_BUNDLE,
  });
}

interface Client {
  send(command: never): Promise<unknown>;
  destroy(): void;
}

/** Uses a client once. */
export async function using<C extends Client, T>(
  stack: LocalStack,
  Service: new (config: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  }) => C,
  use: (client: C) => Promise<T>,
): Promise<T> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new Service({ endpoint: stack.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}
