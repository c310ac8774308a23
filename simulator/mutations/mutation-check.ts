import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { bundleProgram } from '../../scripts/bundle-program.mjs';
import { runSeeds } from '../run-seeds';
import type { Mutation } from './mutation';
import { MUTATIONS } from './mutations';

/** A mutation that this many seeds do not find counts as missed. */
const MAX_SEEDS = 1500;

export interface Verdict {
  readonly mutation: string;
  /** The first seed that found it. */
  readonly seed?: number;
  readonly violation?: string;
}

/**
 * Breaks the code with one mutation after the other, and simulates until a seed finds it.
 * @param names all when empty
 */
export async function checkMutations(
  names: readonly string[],
  { root, jobs }: { readonly root: string; readonly jobs: number },
  onVerdict: (verdict: Verdict) => void,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const [index, mutation] of MUTATIONS.entries()) {
    if (names.length > 0 && !names.includes(mutation.name)) continue;
    const outfile = `dist/simulation/mutation-${index + 1}.mjs`;
    const script = await bundleProgram(root, 'simulator/main.ts', outfile, { plugins: [applied(mutation, root)] });
    const verdict = await tryOut(mutation, script, jobs);
    onVerdict(verdict);
    verdicts.push(verdict);
  }
  return verdicts;
}

async function tryOut({ name, mode = 'scans' }: Mutation, script: string, jobs: number): Promise<Verdict> {
  let caught: Verdict = { mutation: name };
  await runSeeds({ script, mode, from: 1, seeds: MAX_SEEDS, jobs }, ({ seed, violations: [violation] }) => {
    if (!violation) return true;
    caught = { mutation: name, seed, violation: `invariant ${violation.invariant}, ${violation.what}` };
    return false;
  });
  return caught;
}

/** Fails if the code has moved on: a mutation that changes nothing proves nothing. */
function applied({ name, file, text, becomes }: Mutation, root: string): Plugin {
  const path = join(root, file);
  return {
    name: 'mutation',
    setup: (build) =>
      build.onLoad({ filter: /\.ts$/ }, async (loaded) => {
        if (loaded.path !== path) return undefined;
        const contents = await readFile(path, 'utf8');
        if (contents.split(text).length !== 2) throw new Error(`"${name}" does not find its text once in ${file}.`);
        return { contents: contents.replace(text, () => becomes), loader: 'ts' };
      }),
  };
}
