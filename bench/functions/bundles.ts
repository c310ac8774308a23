import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

export type FunctionEntry = 'start-scan' | 'poll-tasks' | 'fail-scan';
export const ENTRIES: readonly FunctionEntry[] = ['start-scan', 'poll-tasks', 'fail-scan'];

export interface Bundle {
  readonly way: string;
  readonly entry: string;
  readonly file: string;
  readonly bytes: number;
  /** The number of files in it. */
  readonly inputs: number;
}

/** NodejsFunction's default options for esbuild. */
const nodejsFunction: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  metafile: true,
};
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
export async function bundles(root: string): Promise<Bundle[]> {
  const folder = join(root, 'dist', 'bench', 'bundles');
  mkdirSync(folder, { recursive: true });
  const clients = join(folder, 'clients.ts');
  writeFileSync(clients, CLIENTS_ONLY);
  const make = async (way: string, entry: string, source: string, extension: string, options: BuildOptions) => {
    const file = join(folder, `${entry}-${Object.values<string>(WAYS).indexOf(way)}${extension}`);
    const { metafile } = await build({ ...options, entryPoints: [source], outfile: file, logLevel: 'error' });
    return { way, entry, file, bytes: statSync(file).size, inputs: Object.keys(metafile?.inputs ?? {}).length };
  };
  const ofEach = ENTRIES.flatMap((entry) => {
    const source = join(root, 'lambda', `${entry}.ts`);
    const esm: BuildOptions = { ...nodejsFunction, format: 'esm', mainFields: ['module', 'main'] };
    return [
      make(WAYS.sdkOfRuntime, entry, source, '.cjs', { ...nodejsFunction, external: runtimes }),
      make(WAYS.sdkBundled, entry, source, '.cjs', nodejsFunction),
      make(WAYS.step1, entry, source, '.mjs', { ...esm, banner: { js: REQUIRE } }),
      make(WAYS.step2, entry, source, '.mjs', { ...esm, banner: { js: REQUIRE }, minify: true }),
    ];
  });
  const onlyClients = make(WAYS.clientsOnly, 'clients', clients, '.cjs', { ...nodejsFunction, external: runtimes });
  return [...ENTRIES.map((entry) => shipped(root, entry)), ...(await Promise.all([...ofEach, onlyClients]))];
}

function shipped(root: string, entry: FunctionEntry): Bundle {
  const file = join(root, 'dist', 'lambda', entry, 'index.mjs');
  return { way: WAYS.ours, entry, file, bytes: statSync(file).size, inputs: 0 };
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
