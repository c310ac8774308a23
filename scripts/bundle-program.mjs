// Bundles the simulator or the benchmark, with the real handlers, into one file that Node runs as it is.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * @param root the repository
 * @param entry relative to it
 * @param outfile relative to it. Node finds what is not bundled in the repository's node_modules
 * @param more options for esbuild; the mutation check uses a plugin to break the code
 */
export async function bundleProgram(root, entry, outfile, more = {}) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    sourcemap: true,
    logLevel: 'warning',
    external: ['dynalite', 'esbuild'],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    ...more,
  });
  const bundle = join(root, outfile);
  await mkdir(dirname(bundle), { recursive: true });
  // Renaming is atomic: two tests that bundle at the same time do not read half of a file.
  for (const { path, contents } of outputFiles) {
    await writeFile(`${path}.${process.pid}`, contents);
    await rename(`${path}.${process.pid}`, path);
  }
  return bundle;
}
