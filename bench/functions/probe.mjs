// Runs in a new process: loads a function's bundle, invokes it, and prints how long that took.
// Arguments: the bundle, a file with the events, and how many of them only warm up.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [bundle, eventsFile, warmUp] = process.argv.slice(2);
const events = JSON.parse(readFileSync(eventsFile, 'utf8'));
const context = { getRemainingTimeInMillis: () => 60_000 };
// The function makes lines and metrics. How long it takes to write them is not part of the measurement.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (_text, encoding, callback = encoding) => {
  callback?.();
  return true;
};

async function timed(work) {
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const result = await work();
  const milliseconds = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { result, milliseconds, cpuMilliseconds: (user + system) / 1000 };
}

const require = createRequire(import.meta.url);
const init = await timed(async () => (bundle.endsWith('.mjs') ? import(bundle) : require(bundle)));
const handle = (event) => init.result.handler(event, context);
async function handleAll(some) {
  for (const event of some) await handle(event);
}
const first = await timed(() => handle(events[0]));
const { rss, heapUsed } = process.memoryUsage();
const modules = Object.keys(require.cache).length + (bundle.endsWith('.mjs') ? 1 : 0);

await handleAll(events.slice(1, Number(warmUp)));
const rest = events.slice(Number(warmUp));
const { milliseconds, cpuMilliseconds } = await timed(() => handleAll(rest));
const result = {
  ...{ initMilliseconds: init.milliseconds, initCpuMilliseconds: init.cpuMilliseconds },
  ...{ firstMilliseconds: first.milliseconds, firstCpuMilliseconds: first.cpuMilliseconds, rss, heapUsed, modules },
  ...{ milliseconds: milliseconds / rest.length, cpuMilliseconds: cpuMilliseconds / rest.length },
};
write(JSON.stringify(result), () => process.exit(0));
