// What esbuild makes: one folder a Lambda function, the command, and the reader.
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** Each file directly under lambda/ is the entry of one function; what it imports lives in folders. */
export function lambdaEntries(root) {
  return readdirSync(join(root, 'lambda'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length));
}

const node = { bundle: true, platform: 'node', target: 'node24', logLevel: 'warning', legalComments: 'none' };

/** Some of the SDK's dependencies are CommonJS and call require, which an ES module does not have. */
const requireBanner = {
  js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
};

export function lambdaBuildOptions(root, name) {
  return {
    ...node,
    entryPoints: [join(root, 'lambda', `${name}.ts`)],
    outfile: join(root, 'dist', 'lambda', name, 'index.mjs'),
    format: 'esm',
    minify: true,
    mainFields: ['module', 'main'],
    metafile: true,
    // For `npm run explain-stack`. The bundle does not refer to it, so that no cold start loads it.
    sourcemap: 'external',
    sourcesContent: false,
    // Lambda hands credentials over in the environment. The SDK's default chain would add some 130 KB of
    // providers (profiles, SSO, web identity, process) that cannot apply there.
    alias: { '@aws-sdk/credential-provider-node': join(root, 'lambda', 'runtime', 'environment-credentials.ts') },
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
  if (existsSync(join(root, 'cli', 'user-access.ts'))) {
    await build({
      ...node,
      entryPoints: [join(root, 'cli', 'user-access.ts'), join(root, 'local', 'lambda-worker.ts')],
      entryNames: '[name]',
      outdir: join(root, 'dist', 'cli'),
      outExtension: { '.js': '.mjs' },
      format: 'esm',
      // jsonc-parser's main file is UMD, which esbuild cannot follow.
      mainFields: ['module', 'main'],
      banner: requireBanner,
      // Only the local stack needs these; the installed package asks for them when somebody uses it.
      external: ['dynalite', 'aws-local-stepfunctions'],
    });
  }
  if (existsSync(join(root, 'results', 'index.ts'))) {
    await build({
      ...node,
      target: 'node20',
      entryPoints: [join(root, 'results', 'index.ts')],
      outfile: join(root, 'dist', 'results', 'index.js'),
      format: 'cjs',
      external: ['@aws-sdk/client-dynamodb'],
    });
  }
}
