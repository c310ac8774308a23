import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../errors';

/** A file that the build puts into the package. */
export function packageFile(packageRoot: string, ...names: readonly string[]): string {
  const file = join(packageRoot, 'dist', ...names);
  if (existsSync(file)) return file;
  throw failure(`${file} is missing. Build or install the package again.`);
}
