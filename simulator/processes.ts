import { fork } from 'node:child_process';
import type { Outcome } from './simulate';

/** What a child process sends for each seed. */
export type Report = Omit<Outcome, 'timeline'>;

export interface Seeds {
  /** The bundled simulation. */
  readonly script: string;
  readonly from: number;
  readonly seeds: number;
  readonly jobs: number;
}

/**
 * Spreads seeds over processes, each with every nth.
 * @param onReport says whether to go on
 */
export async function runSeeds(
  { script, from, seeds, jobs }: Seeds,
  onReport: (report: Report) => boolean,
): Promise<void> {
  const step = Math.min(jobs, seeds);
  const children = Array.from({ length: step }, (_, job) =>
    fork(script, ['--child', ...[from + job, from + seeds - 1, step].map(String)], {
      execArgv: ['--enable-source-maps'],
    }),
  );
  let enough = false;
  const ends = children.map(
    (child) =>
      new Promise<void>((resolve, reject) => {
        child.on('message', (report) => {
          if (enough || onReport(report as Report)) return;
          enough = true;
          for (const each of children) each.kill();
        });
        child.on('error', reject);
        child.on('exit', (code) => {
          if (code === 0 || enough) resolve();
          else reject(new Error(`A process of the simulation ended with ${code}.`));
        });
      }),
  );
  await Promise.all(ends);
}
