import type { Plugin } from 'esbuild';

export declare function bundleSimulation(root: string, outfile: string, plugins?: Plugin[]): Promise<string>;
