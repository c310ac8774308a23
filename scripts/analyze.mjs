// npm run analyze -- poll-tasks: what is in a function's bundle, largest first.
import './check-node.mjs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyzeMetafile, build } from 'esbuild';
import { lambdaBuildOptions, lambdaEntries } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name] = process.argv.slice(2);
if (!lambdaEntries(root).includes(name)) {
  process.stderr.write(`Usage: npm run analyze -- ${lambdaEntries(root).join('|')}\n`);
  process.exit(2);
}
const { metafile } = await build({ ...lambdaBuildOptions(root, name), write: false });
console.log(await analyzeMetafile(metafile));
