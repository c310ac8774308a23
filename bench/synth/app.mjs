// A CDK app to synthesize: `empty`, `ours` or `nodejs-function`. Writes the memory that it took into MEMORY_FILE.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const require = createRequire(join(root, 'package.json'));
const { App, Stack } = require('aws-cdk-lib');

const app = new App();
const stack = new Stack(app, 'Bench');
const [kind] = process.argv.slice(2);
if (kind === 'ours') {
  const { AppBundle, UserAccessScanner } = require('./dist/lib/index.js');
  const appBundle = AppBundle.fromAppBundleArn(
    stack,
    'AppBundle',
    'arn:aws:appfabric:us-east-1:111122223333:appbundle/0f7a2c1e-5b64-4c7e-9d53-3a1b8c2d4e5f',
  );
  new UserAccessScanner(stack, 'Scanner', { appBundle });
}
if (kind === 'nodejs-function') {
  const { NodejsFunction } = require('aws-cdk-lib/aws-lambda-nodejs');
  const { Runtime } = require('aws-cdk-lib/aws-lambda');
  for (const name of ['start-scan', 'poll-tasks', 'fail-scan']) {
    new NodejsFunction(stack, name, {
      entry: join(root, 'lambda', `${name}.ts`),
      runtime: Runtime.NODEJS_24_X ?? Runtime.NODEJS_22_X,
      projectRoot: root,
      depsLockFilePath: join(root, 'package-lock.json'),
    });
  }
}
process.on('exit', () => writeFileSync(process.env.MEMORY_FILE, String(process.resourceUsage().maxRSS / 1024)));
