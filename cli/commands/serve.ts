import { resolve } from 'node:path';
import { EVENT_SOURCE } from '../../lib/contract/names';
import { ExitCode } from '../errors';
import { functionLogs, type PublishedEvent, startLocalStack } from '../local';
import { note } from '../notes';
import type { Options } from '../options';
import { loadScenario } from '../scenario';
import { shellWord } from '../shell';
import { wholeNumber } from '../values';
import { DATA_DIR } from '../where';
import type { World } from '../world';
import type { Command } from './command';

export const serve: Command = {
  name: 'serve',
  summary: 'Serve the stack on this machine as one endpoint, until stopped.',
  forms: [''],
  words: { least: 0, most: 0 },
  options: ['port', 'scenario', 'data', 'scan-timeout', 'local'],
  notes:
    'Once ready, it prints shell lines that lead any AWS client, and the commands of this program, to the endpoint:\n' +
    'paste them into another shell.',
  examples: ['serve', 'serve --port 0 --scenario my-company.json'],
  run,
};

const USUAL_PORT = 4566;

async function run(_words: readonly string[], options: Options, world: World): Promise<number> {
  const port = wholeNumber('port', options.port, 0, 65_535) ?? USUAL_PORT;
  const scanTimeoutSeconds = wholeNumber('scan-timeout', options['scan-timeout'], 1, 86_400);
  const scenario = loadScenario(options.scenario, world);
  const signal = world.stopSignal();
  const stopped = new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
  const stack = await startLocalStack(world, {
    scenario,
    scanTimeoutSeconds,
    port,
    dataDir: resolve(world.cwd, options.data ?? DATA_DIR),
    ...functionLogs(options, world),
    ...(world.stderr.isTTY && { onEvent: (event) => note(world, eventLine(event)) }),
  });
  const { region, stateMachineArn, tableName, eventBusName, appBundleArn } = stack.outputs;
  const variables = {
    AWS_ENDPOINT_URL: stack.endpoint,
    AWS_REGION: region,
    // What the AWS CLI's first version reads.
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    USER_ACCESS_STATE_MACHINE_ARN: stateMachineArn,
    USER_ACCESS_TABLE: tableName,
    USER_ACCESS_EVENT_BUS: eventBusName,
    USER_ACCESS_APP_BUNDLE: appBundleArn,
  };
  for (const [name, value] of Object.entries(variables)) world.stdout.write(`export ${name}=${shellWord(value)}\n`);
  note(world, `Serving ${stack.endpoint}. Paste the lines above into another shell; stop with Ctrl-C.`);
  if (!signal.aborted) await stopped;
  await stack.stop();
  return ExitCode.DONE;
}

function eventLine({ time, source, detailType, detail }: PublishedEvent): string {
  const about = [detail.scanId, detail.app, detail.tenantId, detail.status].filter(
    (value) => typeof value === 'string',
  );
  return [`${time}  ${detailType}`, source === EVENT_SOURCE ? about.join('  ') : `from ${source}`].join('  ');
}
