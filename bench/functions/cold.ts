import type { Effort } from '../options';
import { type Spread, spread } from '../statistics';
import { type Bundle, bundles, type FunctionEntry } from './bundles';
import { eventFor } from './events';
import { type Probe, probe } from './run';

export interface ColdRow extends Omit<Bundle, 'file'> {
  /** Milliseconds of wall clock and of CPU: the latter depends less on what else the machine does. */
  readonly init: Spread;
  readonly initCpu: Spread;
  readonly first: Spread;
  readonly firstCpu: Spread;
  readonly rssMiB: Spread;
  readonly heapMiB: Spread;
  readonly modules: number;
}

/** Every bundle in turn, several times, so that other load on the machine affects all of them. */
export async function cold(root: string, endpoint: string, effort: Effort): Promise<ColdRow[]> {
  const measured = (await bundles(root)).map((bundle) => ({ bundle, probes: [] as Probe[] }));
  for (let time = 0; time < effort.coldRuns; time++) {
    for (const { bundle, probes } of measured) {
      probes.push(await probe(root, bundle.file, endpoint, [eventFor(bundle.entry as FunctionEntry)]));
    }
  }
  return measured.map(({ bundle: { file: _, ...bundle }, probes }) => ({
    ...bundle,
    init: spread(probes.map(({ initMilliseconds }) => initMilliseconds)),
    initCpu: spread(probes.map(({ initCpuMilliseconds }) => initCpuMilliseconds)),
    firstCpu: spread(probes.map(({ firstCpuMilliseconds }) => firstCpuMilliseconds)),
    first: spread(probes.map(({ firstMilliseconds }) => firstMilliseconds)),
    rssMiB: spread(probes.map(({ rss }) => rss / 2 ** 20)),
    heapMiB: spread(probes.map(({ heapUsed }) => heapUsed / 2 ** 20)),
    modules: probes[0]?.modules ?? 0,
  }));
}
