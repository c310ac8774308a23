// Bundles the Lambda functions, the command and the reader with esbuild.
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { bundlePage } from './bundle-page.mjs';

/** Each file directly in lambda/ is the entry point of a function. */
export function lambdaEntries(root) {
  return readdirSync(join(root, 'lambda'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length));
}

const node = { bundle: true, platform: 'node', target: 'node24', logLevel: 'warning', legalComments: 'none' };

/** Some dependencies of the SDK are CommonJS and call require, which an ES module does not have. */
export const requireBanner = {
  js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
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

export function lambdaBuildOptions(root, name) {
  const runtime = join(root, 'lambda', 'runtime');
  return {
    ...node,
    entryPoints: [join(root, 'lambda', `${name}.ts`)],
    outfile: join(root, 'dist', 'lambda', name, 'index.mjs'),
    format: 'esm',
    minify: true,
    mainFields: ['module', 'main'],
    metafile: true,
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
    plugins: [onlyVersions],
  };
}

/** Source maps stay out of the folders that are uploaded to Lambda. */
export const sourceMapPath = (root, name) => join(root, 'dist', 'source-maps', name, 'index.mjs.map');

async function bundleLambda(root, name) {
  const options = lambdaBuildOptions(root, name);
  await build(options);
  mkdirSync(dirname(sourceMapPath(root, name)), { recursive: true });
  renameSync(`${options.outfile}.map`, sourceMapPath(root, name));
}

export async function bundleAll(root) {
  await Promise.all(lambdaEntries(root).map((name) => bundleLambda(root, name)));
  await build({
    ...node,
    entryPoints: [join(root, 'cli', 'user-access.ts'), join(root, 'local', 'lambda-worker.ts')],
    entryNames: '[name]',
    outdir: join(root, 'dist', 'cli'),
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    // esbuild cannot resolve the imports of jsonc-parser's main file, which is UMD.
    mainFields: ['module', 'main'],
    banner: requireBanner,
    // Only the local stack imports these packages, when it is used.
    external: ['dynalite', 'aws-local-stepfunctions'],
  });
  await bundlePage(root, join(root, 'dist', 'cli', 'page.html'));
  await build({
    ...node,
    target: 'node20',
    entryPoints: [join(root, 'results', 'index.ts')],
    outfile: join(root, 'dist', 'results', 'index.js'),
    format: 'cjs',
    external: ['@aws-sdk/client-dynamodb'],
  });
}
