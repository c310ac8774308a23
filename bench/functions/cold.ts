import type { Effort } from '../options';
import { spread } from '../statistics';
import { bundles } from './bundles';
import { eventFor, type Probe, probe } from './run';

export type ColdRow = Awaited<ReturnType<typeof cold>>[number];

/** Every bundle in turn, several times, so that other load on the machine affects all of them. */
export async function cold(root: string, endpoint: string, effort: Effort) {
  const measured = (await bundles(root)).map((bundle) => ({ bundle, probes: [] as Probe[] }));
  for (let time = 0; time < effort.coldRuns; time++) {
    for (const { bundle, probes } of measured) {
      probes.push(await probe(root, bundle.file, endpoint, [eventFor(bundle.entry)]));
    }
  }
  return measured.map(({ bundle: { way, entry, bytes }, probes }) => {
    const of = (name: keyof Probe, unit = 1) => spread(probes.map((each) => each[name] / unit));
    return {
      ...{ way, entry, bytes },
      /** Milliseconds of wall clock and of CPU: the latter depends less on what else the machine does. */
      init: of('initMilliseconds'),
      initCpu: of('initCpuMilliseconds'),
      first: of('firstMilliseconds'),
      firstCpu: of('firstCpuMilliseconds'),
      rssMiB: of('rss', 2 ** 20),
      heapMiB: of('heapUsed', 2 ** 20),
      modules: probes[0]?.modules ?? 0,
    };
  });
}
