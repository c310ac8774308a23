// Bundles the Lambda functions, the reader, the command and the local AppFabric with esbuild.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { bundlePage } from './bundle-page.mjs';
import { writeLicenses } from './licenses.mjs';

/** Each file directly in lambda/ is the entry point of a function. */
export function lambdaEntries(root) {
  return readdirSync(join(root, 'lambda'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length));
}

const node = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  logLevel: 'warning',
  // The whole licenses are in THIRD_PARTY_LICENSES.txt, and a function's bundle stays small.
  legalComments: 'none',
  metafile: true,
};

/** The SDK's clients read their version from their package.json, and esbuild would take all of it. */
const onlyVersions = {
  name: 'only-versions',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk\/[\w-]+\/package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** A module that a package imports from its own folder, and that no call of the functions can reach. */
const withoutSha256InJavaScript = (root) => ({
  name: 'without-sha256-in-javascript',
  setup({ onResolve }) {
    const path = join(root, 'lambda', 'runtime', 'unreached', 'sha256-js.ts');
    onResolve({ filter: /\/Sha256Js$/ }, () => ({ path }));
  },
});

/** What people run with the Node.js that they have. */
const program = {
  ...node,
  target: 'node20',
  format: 'esm',
  entryNames: '[name]',
  outExtension: { '.js': '.mjs' },
  // esbuild cannot resolve the imports of jsonc-parser's main file, which is UMD.
  mainFields: ['module', 'main'],
  // Names stay, for stack traces with --verbose.
  minifySyntax: true,
  minifyWhitespace: true,
  plugins: [onlyVersions],
};

/** Some dependencies of the SDK are CommonJS and call require, which an ES module does not have. */
export const requireBanner = {
  js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
};

export function lambdaBuildOptions(root, name) {
  const runtime = join(root, 'lambda', 'runtime');
  return {
    ...node,
    entryPoints: [join(root, 'lambda', `${name}.ts`)],
    outfile: join(root, 'dist', 'lambda', name, 'index.mjs'),
    format: 'esm',
    minify: true,
    mainFields: ['module', 'main'],
    // For `npm run explain-stack`. The bundle has no link to its source map, so no cold start loads it.
    sourcemap: 'external',
    sourcesContent: false,
    alias: {
      // Lambda provides credentials in the environment. The SDK's default chain would add about 130 KB of
      // providers (profiles, SSO, web identity, process) that are not needed there.
      '@aws-sdk/credential-provider-node': join(runtime, 'environment-credentials.ts'),
      // What no call of the functions can reach. Each file says why.
      '@smithy/core/event-streams': join(runtime, 'unreached', 'event-streams.ts'),
      '@aws-sdk/endpoint-cache': join(runtime, 'unreached', 'endpoint-cache.ts'),
      '@aws-sdk/signature-v4-multi-region': join(runtime, 'unreached', 'multi-region-signer.ts'),
    },
    plugins: [onlyVersions, withoutSha256InJavaScript(root)],
  };
}

/** Source maps stay out of the folders that are uploaded to Lambda. */
export const sourceMapPath = (root, name) => join(root, 'dist', 'source-maps', name, 'index.mjs.map');

async function bundleLambda(root, name) {
  const options = lambdaBuildOptions(root, name);
  const { metafile } = await build(options);
  mkdirSync(dirname(sourceMapPath(root, name)), { recursive: true });
  renameSync(`${options.outfile}.map`, sourceMapPath(root, name));
  return metafile;
}

const bundleReader = (root) =>
  build({
    ...node,
    target: 'node20',
    entryPoints: [join(root, 'results', 'index.ts')],
    outfile: join(root, 'dist', 'results', 'index.js'),
    format: 'cjs',
    external: ['@aws-sdk/client-dynamodb'],
  });

/** What the construct's package contains. */
async function bundleConstruct(root) {
  const functions = await Promise.all(lambdaEntries(root).map((name) => bundleLambda(root, name)));
  const { metafile } = await bundleReader(root);
  writeLicenses(root, [...functions, metafile], join(root, 'dist'));
  return functions;
}

/**
 * cli/dist: the command, the thread that runs a function, the page of `serve`, and the example app for `--scan-timeout`.
 */
async function bundleCommand(root, functions) {
  const outdir = join(root, 'cli', 'dist');
  const command = await build({
    ...program,
    entryPoints: [join(root, 'cli', 'user-access.ts'), join(root, 'local', 'lambda-worker.ts')],
    outdir,
    banner: requireBanner,
    // The local stack imports it when it starts, with its native code.
    external: ['dynalite'],
  });
  // CommonJS, which finds the packages of the project that the command runs in.
  const app = await build({
    ...program,
    entryPoints: [join(root, 'bin', 'app.ts')],
    outdir,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    packages: 'external',
  });
  await bundlePage(root, join(outdir, 'page.html'));
  // The functions are in cli/dist/stack.
  writeLicenses(root, [command.metafile, app.metafile, ...functions], outdir);
}

/** local/dist: AppFabric alone. */
async function bundleAppFabric(root) {
  const outdir = join(root, 'local', 'dist');
  const entryPoints = [join(root, 'local', 'appfabric-local.ts')];
  const { metafile } = await build({ ...program, entryPoints, outdir, banner: requireBanner });
  writeLicenses(root, [metafile], outdir);
}

export async function bundleAll(root) {
  for (const name of ['cli', 'local']) rmSync(join(root, name, 'dist'), { recursive: true, force: true });
  const functions = await bundleConstruct(root);
  await Promise.all([bundleCommand(root, functions), bundleAppFabric(root)]);
}
