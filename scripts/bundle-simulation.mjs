// Bundles the simulator and the real handlers into one file that Node runs as it is.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * @param root the repository
 * @param outfile inside the repository, so that Node finds what is not bundled in its node_modules
 * @param plugins for esbuild; the mutation check uses one to break the code
 */
export async function bundleSimulation(root, outfile, plugins = []) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'simulator', 'main.ts')],
    outfile,
    plugins,
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
  });
  await mkdir(dirname(outfile), { recursive: true });
  // Renaming is atomic: two tests that bundle at the same time do not read half of a file.
  for (const { path, contents } of outputFiles) {
    await writeFile(`${path}.${process.pid}`, contents);
    await rename(`${path}.${process.pid}`, path);
  }
  return outfile;
}
