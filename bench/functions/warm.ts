import { join } from 'node:path';
import type { TableDefinition } from '../../local/stack/table-definitions';
import type { Effort } from '../options';
import { Endpoint } from './endpoint';
import { pollEvent, probe } from './run';

const MAX_TASKS = 50;
const TASKS = [1, 10, 25, MAX_TASKS];
const WARM_UP = 20;

/** PollTasks, warm, when all of its tasks have ended, with different numbers of tasks. */
export async function warm(root: string, table: TableDefinition, effort: Effort) {
  const rows = [];
  for (const tasks of TASKS) {
    const endpoint = new Endpoint(table);
    const measured = tasks === MAX_TASKS ? effort.warmInvocations : Math.max(10, effort.warmInvocations / 10);
    const invocations = measured + WARM_UP;
    const events = Array.from({ length: invocations }, () => pollEvent(tasks));
    const bundle = join(root, 'dist', 'lambda', 'poll-tasks', 'index.mjs');
    const { cpuMilliseconds, milliseconds } = await probe(root, bundle, await endpoint.listen(), events, WARM_UP);
    endpoint.close();
    /** The mean per invocation. */
    const each = (...names: string[]) =>
      names.reduce((sum, name) => sum + (endpoint.requests.get(name) ?? 0), 0) / invocations;
    rows.push({
      ...{ tasks, invocations: measured, cpuMilliseconds, milliseconds },
      callsInFlight: endpoint.mostOpen,
      writes: each('UpdateItem', 'PutItem'),
      putEvents: each('PutEvents'),
      reads: each('Query', 'GetItem'),
      batchGets: each('/useraccess/batchget'),
    });
  }
  return rows;
}
