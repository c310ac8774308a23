import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

/** The built command, serving a scenario. */
export class Serving {
  private constructor(
    private readonly process: ChildProcess,
    readonly endpoint: string,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  static async start(folder: string, scenario: object): Promise<Serving> {
    const file = join(folder, 'scenario.json');
    writeFileSync(file, JSON.stringify(scenario));
    const command = join(process.cwd(), 'cli', 'dist', 'user-access.mjs');
    const args = [command, 'serve', '--port', '0', '--scenario', file, '--data', join(folder, 'data')];
    const child = spawn(process.execPath, args, { cwd: folder, env: { PATH: process.env.PATH } });
    const lines = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk) => {
        text += chunk;
        if (/APP_BUNDLE=.*\n/.test(text)) resolve(text);
      });
      child.once('exit', (code) => reject(new Error(`serve ended with ${code}.`)));
    });
    const variables = Object.fromEntries(
      Array.from(lines.matchAll(/^export (\w+)=(.*)$/gm), ([, name, value]) => [name ?? '', value ?? '']),
    );
    return new Serving(child, variables.AWS_ENDPOINT_URL ?? '', variables);
  }

  /** Starts a scan, or a watch. */
  async begin(kind: 'scan' | 'watch', name: string, input: object): Promise<void> {
    const { USER_ACCESS_STATE_MACHINE_ARN: scan, USER_ACCESS_WATCH_STATE_MACHINE_ARN: watch } = this.variables;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new SFNClient({ endpoint: this.endpoint, region: 'us-east-1', credentials });
    const stateMachineArn = kind === 'scan' ? scan : watch;
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    client.destroy();
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGINT');
    await ended;
  }
}
