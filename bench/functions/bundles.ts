import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

export const ENTRIES = ['start-scan', 'poll-tasks', 'fail-scan'];

/** NodejsFunction's default options for esbuild. */
const nodejsFunction: BuildOptions = { bundle: true, platform: 'node', target: 'node24', format: 'cjs' };
/** What it leaves out, because Lambda's runtime has it. */
const runtimes = ['@aws-sdk/*', '@smithy/*'];

export const WAYS = {
  ours: 'ours',
  step1: 'SDK bundled, as ES modules',
  step2: 'SDK bundled, as ES modules, minified',
  sdkOfRuntime: 'NodejsFunction, SDK of the runtime',
  sdkBundled: 'NodejsFunction, SDK bundled',
  clientsOnly: 'three official clients, SDK of the runtime',
} as const;

/** Every function, bundled in every way, into `dist/bench/`. */
export async function bundles(root: string) {
  const folder = join(root, 'dist', 'bench', 'bundles');
  mkdirSync(folder, { recursive: true });
  const clients = join(folder, 'clients.ts');
  writeFileSync(clients, CLIENTS_ONLY);
  const make = async (way: string, entry: string, source: string, extension: string, options: BuildOptions) => {
    const file = join(folder, `${entry}-${Object.values<string>(WAYS).indexOf(way)}${extension}`);
    await build({ ...options, entryPoints: [source], outfile: file, logLevel: 'error' });
    return { way, entry, file, bytes: statSync(file).size };
  };
  const ofEach = ENTRIES.flatMap((entry) => {
    const source = join(root, 'lambda', `${entry}.ts`);
    const banner = { js: REQUIRE };
    const esm: BuildOptions = { ...nodejsFunction, format: 'esm', mainFields: ['module', 'main'], banner };
    return [
      make(WAYS.sdkOfRuntime, entry, source, '.cjs', { ...nodejsFunction, external: runtimes }),
      make(WAYS.sdkBundled, entry, source, '.cjs', nodejsFunction),
      make(WAYS.step1, entry, source, '.mjs', esm),
      make(WAYS.step2, entry, source, '.mjs', { ...esm, minify: true }),
    ];
  });
  const onlyClients = make(WAYS.clientsOnly, 'clients', clients, '.cjs', { ...nodejsFunction, external: runtimes });
  return [...ENTRIES.map((entry) => shipped(root, entry)), ...(await Promise.all([...ofEach, onlyClients]))];
}

function shipped(root: string, entry: string) {
  const file = join(root, 'dist', 'lambda', entry, 'index.mjs');
  return { way: WAYS.ours as string, entry, file, bytes: statSync(file).size };
}

const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** Step Functions' client represents the official AppFabric client, which the registry does not have. */
const CLIENTS_ONLY = `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
const clients = [new DynamoDBClient({}), new EventBridgeClient({}), new SFNClient({})];
export const handler = async () => clients.length;
`;
