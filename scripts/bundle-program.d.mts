import type { BuildOptions } from 'esbuild';

export declare function bundleProgram(
  root: string,
  entry: string,
  outfile: string,
  more?: BuildOptions,
): Promise<string>;
