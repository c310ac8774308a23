import { EVENT_SOURCE } from '../../lib/contract/names';
import { dataDir } from '../connection/location';
import { reportLostWatches } from '../connection/lost-watches';
import { type PublishedEvent, startLocalStack } from '../connection/start-local-stack';
import { ExitCode } from '../errors';
import { LocalPage } from '../page/local-page';
import { note, shellWord } from '../print/notes';
import type { CommandDefinition } from './command';

export const serve: CommandDefinition = {
  usage: 'serve',
  summary: 'Serve the stack on this machine as one endpoint, until stopped.',
  options: ['port', 'scenario', 'data', 'scanTimeout', 'speed', 'local'],
  notes: [
    'When the stack is ready, the command prints shell lines. Paste them into another shell. Any AWS client and the',
    'other commands of this program then use the endpoint there.',
    'With --speed, time on the stack runs ahead while everything there waits. The table is then in memory, unless you',
    'name a folder of its own with --data.',
  ],
  examples: ['serve', 'serve --port 0 --scenario my-company.json', 'serve --speed 10000'],
  async run(_argument, options, context) {
    const signal = context.stopSignal();
    const stopped = new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    const page = new LocalPage(context.packageRoot);
    const stack = await startLocalStack(context, options, {
      port: options.port ?? 4566,
      dataDir: dataDir(options, context),
      page: page.handler,
      ...(context.stderr.isTTY && { onEvent: (event) => note(context, eventLine(event)) }),
    });
    await reportLostWatches(stack);
    const { region, stateMachineArn, watchStateMachineArn = '', tableName, eventBusName, appBundleArn } = stack.outputs;
    const variables = {
      AWS_ENDPOINT_URL: stack.endpoint,
      AWS_REGION: region,
      // For version 1 of the AWS CLI.
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      USER_ACCESS_STATE_MACHINE_ARN: stateMachineArn,
      USER_ACCESS_WATCH_STATE_MACHINE_ARN: watchStateMachineArn,
      USER_ACCESS_TABLE: tableName,
      USER_ACCESS_EVENT_BUS: eventBusName,
      USER_ACCESS_APP_BUNDLE: appBundleArn,
    };
    // The SDK would prefer a profile to the credentials below.
    context.stdout.write('unset AWS_PROFILE\n');
    for (const [name, value] of Object.entries(variables)) context.stdout.write(`export ${name}=${shellWord(value)}\n`);
    const { speed = 1 } = options;
    if (speed > 1) note(context, `While everything waits, time passes ${speed} times faster.`);
    note(context, `Serving ${stack.endpoint}. Paste the lines above into another shell. To stop, press Ctrl-C.`);
    note(context, `To see scans and people, open ${stack.endpoint} in a browser on this machine.`);
    if (!signal.aborted) await stopped;
    await stack.stop();
    page.close();
    return ExitCode.DONE;
  },
};

function eventLine({ time, source, detailType, detail }: PublishedEvent): string {
  const about = [detail.scanId ?? detail.watchId, detail.app, detail.tenantId, detail.status].filter(
    (value) => typeof value === 'string',
  );
  return [`${time}  ${detailType}`, source === EVENT_SOURCE ? about.join('  ') : `from ${source}`].join('  ');
}
