import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '../errors';
import type { PersonExecution } from './execution';
import type { Executions, Looked } from './executions';
import { forgottenEnd } from './forgotten-end';
import { KINDS, type Kind, type PersonData, type PersonDataFinder } from './person-data';
import type { ForgetTable } from './table';

/** What was deleted, and what was stopped for that. */
export interface Forgotten {
  /** The number of items of each kind. */
  readonly deleted: Record<Kind, number>;
  /** Scans of task ids whose lists named the person. */
  editedScans: number;
  readonly stoppedScans: Set<string>;
  readonly stoppedWatches: Set<string>;
  /** Executions that are recorded as running, and that the state machines do not have. */
  readonly lost: Set<string>;
  /** Executions that ended without success. Their ids stay, so that nothing records their end with the person again. */
  readonly keptIds: Set<string>;
  /** Of these, those that were stopped, and nothing recorded that in time. */
  readonly unrecorded: Set<string>;
}

/** The ends of the person's executions, or a scan of task ids. */
export type WaitsFor = 'end' | 'shared';

export interface ForgetDependencies {
  readonly finder: PersonDataFinder;
  readonly table: ForgetTable;
  readonly executions: Executions;
  /** Stops between two steps. The command can be run again. */
  readonly signal: AbortSignal;
  /** Called with the time that has passed, in milliseconds. */
  readonly onWait: (what: WaitsFor, passed: number) => void;
  readonly onDeleted: (deleted: number) => void;
}

/** Indexes are usually up to date within a second. */
const LOOK_AGAIN_MS = 3_000;
const LOOKS_THAT_FIND_NOTHING = 2;

const [FIRST_WAIT_MS, MAX_WAIT_MS] = [500, 15_000];

/** Longer than the default scan timeout. */
const PATIENCE_MS = 60 * 60_000;

export const nothingForgotten = (): Forgotten => ({
  deleted: Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>,
  editedScans: 0,
  stoppedScans: new Set(),
  stoppedWatches: new Set(),
  lost: new Set(),
  keptIds: new Set(),
  unrecorded: new Set(),
});

export const isEmpty = ({ items, edits }: PersonData): boolean =>
  edits.length === 0 && KINDS.every((kind) => items[kind].length === 0);

/**
 * Deletes everything of a person, and looks again until nothing comes back. A function that runs could write after the
 * deletion, and so could the ones that record the end of an execution. So the executions are stopped first, and nothing is
 * deleted before their ends are recorded.
 *
 * @param forgotten is filled on the way, so that it is known if an error ends the work
 * @returns whether two looks found nothing. False if the signal aborted first
 */
export async function forget(dependencies: ForgetDependencies, forgotten: Forgotten): Promise<boolean> {
  const { finder, signal } = dependencies;
  for (let empty = 0; empty < LOOKS_THAT_FIND_NOTHING; ) {
    if (empty > 0) await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
    if (signal.aborted) return false;
    const found = await atRest(await finder.find(), dependencies, forgotten);
    if (found === undefined) return false;
    empty = isEmpty(found.data) && found.ended.length === 0 ? empty + 1 : 0;
    if (empty === 0) await deleteAll(found, dependencies, forgotten);
  }
  return true;
}

interface AtRest {
  readonly data: PersonData;
  /** Ended without success. */
  readonly ended: readonly PersonExecution[];
}

/** Stops what runs, and waits until nothing writes any more. Returns undefined if the signal aborts first. */
async function atRest(
  found: PersonData,
  { finder, executions, signal, onWait }: ForgetDependencies,
  forgotten: Forgotten,
): Promise<AtRest | undefined> {
  const startedAt = Date.now();
  let data = found;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 1.3, MAX_WAIT_MS)) {
    const own = await executions.look(data.executions, Date.now());
    // A watch that goes on could start another scan.
    for (const kind of ['watch', 'scan']) await executions.stop(own.running.filter(({ of }) => of === kind));
    takeNote(own, forgotten);
    const shared = await executions.look(data.sharedScans, Date.now());
    if (own.unsettled.length + shared.unsettled.length === 0) return { data, ended: own.ended };
    const passed = Date.now() - startedAt;
    if (passed > PATIENCE_MS) throw stillRunning([...own.unsettled, ...shared.unsettled]);
    onWait(own.unsettled.length > 0 ? 'end' : 'shared', passed);
    await sleep(wait, undefined, { signal }).catch(() => {});
    if (signal.aborted) return undefined;
    data = await finder.find(true);
  }
}

function takeNote({ running, lost }: Looked, forgotten: Forgotten): void {
  for (const { of, name } of running) (of === 'scan' ? forgotten.stoppedScans : forgotten.stoppedWatches).add(name);
  for (const { name } of lost) forgotten.lost.add(name);
}

const stillRunning = (executions: readonly PersonExecution[]) =>
  failure(
    `These executions have not ended, or their end is not recorded: ${executions.map(({ name }) => name).join(', ')}. ` +
      'Check them and the executions of EndedScans and EndedWatches, and run the command again.',
  );

async function deleteAll(
  { data: { items, edits }, ended }: AtRest,
  { table, signal, onDeleted }: ForgetDependencies,
  forgotten: Forgotten,
): Promise<void> {
  for (const edit of edits) {
    if (signal.aborted) return;
    if (await table.edit(edit)) forgotten.editedScans += 1;
  }
  for (const kind of KINDS) {
    const onBatch = ({ length }: readonly unknown[]) => {
      forgotten.deleted[kind] += length;
      onDeleted(Object.values(forgotten.deleted).reduce((sum, each) => sum + each));
    };
    await table.delete(items[kind], onBatch, signal);
    for (const execution of ended.filter(({ of }) => KIND_OF_END[of] === kind)) {
      if (signal.aborted) return;
      await table.create(forgottenEnd(execution, Date.now()));
      forgotten.keptIds.add(execution.name);
      const stopped = execution.of === 'scan' ? forgotten.stoppedScans : forgotten.stoppedWatches;
      if (execution.isUnknown && stopped.has(execution.name)) forgotten.unrecorded.add(execution.name);
    }
  }
}

/** Where the end of an execution would be recorded. */
const KIND_OF_END: Readonly<Record<PersonExecution['of'], Kind>> = { scan: 'scans', watch: 'watchIds' };
