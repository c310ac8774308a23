// One file of the simulation and the real handlers, which Node runs as it is.
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * @param root the repository
 * @param outfile inside the repository: what is not bundled is found in its node_modules
 * @param plugins of esbuild; the mutation check breaks the code with one
 */
export async function bundleSimulation(root, outfile, plugins = []) {
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'simulator', 'main.ts')],
    outfile,
    plugins,
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
  return outfile;
}
