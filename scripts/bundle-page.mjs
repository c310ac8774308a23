// Puts the page that a browser shows of the local stack into one file, with its style and its script.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * @param root the repository
 * @param outfile where to write the page to
 */
export async function bundlePage(root, outfile) {
  const folder = join(root, 'cli', 'page', 'browser');
  const built = async (entry, more) => {
    const { outputFiles } = await build({
      entryPoints: [join(folder, entry)],
      write: false,
      bundle: true,
      minify: true,
      target: ['chrome120', 'firefox121', 'safari17'],
      logLevel: 'warning',
      ...more,
    });
    return outputFiles[0].text.trim();
  };
  const style = await built('page.css');
  const script = await built('main.ts', { format: 'esm' });
  const page = readFileSync(join(folder, 'page.html'), 'utf8')
    .replace(/\s*\/\* style \*\/\s*/, () => style)
    .replace(/\s*\/\* script \*\/\s*/, () => script);
  mkdirSync(join(outfile, '..'), { recursive: true });
  writeFileSync(outfile, page);
}
