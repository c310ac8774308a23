// Runs in a new process: loads a function's bundle, invokes it, and prints how long that took.
// Arguments: the bundle, a file with the events, and how many of them only warm up.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [bundle, eventsFile, warmUp] = process.argv.slice(2);
const events = JSON.parse(readFileSync(eventsFile, 'utf8'));
const context = { getRemainingTimeInMillis: () => 60_000 };
// The function logs a line per invocation, which is not part of the measurement.
const say = process.stdout.write.bind(process.stdout);
console.log = () => undefined;

const cpuBefore = process.cpuUsage();
const begun = performance.now();
const loaded = bundle.endsWith('.mjs') ? await import(bundle) : createRequire(import.meta.url)(bundle);
const initMilliseconds = performance.now() - begun;
const initCpuMilliseconds = milliseconds(process.cpuUsage(cpuBefore));
const firstCpuBefore = process.cpuUsage();
const first = performance.now();
/** FailScan throws the error of the scan after it has recorded the failure. */
const handler = (event, context) =>
  loaded.handler(event, context).catch((error) => {
    if (error.name !== 'ScanInterrupted') throw error;
  });
await handler(events[0], context);
const firstMilliseconds = performance.now() - first;
const firstCpuMilliseconds = milliseconds(process.cpuUsage(firstCpuBefore));
const { rss, heapUsed } = process.memoryUsage();
const modules = Object.keys(createRequire(import.meta.url).cache).length + (bundle.endsWith('.mjs') ? 1 : 0);

for (const event of events.slice(1, Number(warmUp))) await handler(event, context);
const cpu = process.cpuUsage();
const rest = events.slice(Number(warmUp));
const restBegun = performance.now();
for (const event of rest) await handler(event, context);
const restCpu = milliseconds(process.cpuUsage(cpu));
say(
  JSON.stringify({
    ...{ initMilliseconds, initCpuMilliseconds, firstMilliseconds, firstCpuMilliseconds, rss, heapUsed, modules },
    cpuMilliseconds: restCpu / rest.length,
    milliseconds: (performance.now() - restBegun) / rest.length,
  }),
);
process.exit(0);

function milliseconds({ user, system }) {
  return (user + system) / 1000;
}
