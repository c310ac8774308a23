import type { Mutation } from './mutation';

const ALL: readonly Omit<Mutation, 'mode'>[] = [
  {
    name: 'clear a person who is not found',
    file: 'lambda/watch/scan-outcome.ts',
    text: "(verdict === 'NOT_FOUND' && notFoundIsClear)",
    becomes: "(verdict === 'NOT_FOUND' && (notFoundIsClear || !notFoundIsClear))",
  },
  {
    name: 'clear a person of whom nobody knows',
    file: 'lambda/watch/scan-outcome.ts',
    text: "  verdict === 'CLEAR' ||",
    becomes: "  verdict === 'CLEAR' || verdict === 'UNKNOWN' ||",
  },
  {
    name: 'end a watch without an event',
    file: 'lambda/watch/record.ts',
    text: '...(after.status !== before.status ? [await endEvent(after, dependencies)] : []),',
    becomes:
      "...(after.status !== before.status && after.status !== 'GIVEN_UP' ? [await endEvent(after, dependencies)] : []),",
  },
  {
    name: 'forget the events that EventBridge did not take',
    file: 'lambda/watch/publish.ts',
    text: 'const open = new Set(refused.events);',
    becomes: 'const open = new Set<unknown>();',
  },
  {
    name: 'begin a second watch of a person',
    file: 'lambda/watch/start-watch.ts',
    text: "const current = all.find(({ watch }) => watch.status === 'WATCHING');",
    becomes: "const current = all.find(({ watch }) => watch.status === 'WATCHING' && watch.scanCount === 0);",
  },
  {
    name: 'lose the request of somebody who joins',
    file: 'lambda/watch/new-watch.ts',
    text: '? [...watch.requesters, requester] : watch.requesters;',
    becomes: '? watch.requesters : watch.requesters;',
  },
  {
    name: 'be overdue too early',
    file: 'lambda/watch/decide.ts',
    text: 'watch.overdueAt === undefined && isoTime(now) >= watch.dueAt',
    becomes: 'watch.overdueAt === undefined && isoTime(now + 3_600_000) >= watch.dueAt',
  },
  {
    name: 'be overdue again and again',
    file: 'lambda/watch/decide.ts',
    text: 'watch.overdueAt === undefined && isoTime(now) >= watch.dueAt',
    becomes: 'isoTime(now) >= watch.dueAt',
  },
  {
    name: 'sleep through the due time',
    file: 'lambda/watch/next-step.ts',
    text: '...(isDueAhead ? [Date.parse(dueAt)] : []),',
    becomes: '',
  },
  {
    name: 'record no end of a watch that was stopped',
    file: 'lambda/watch/end-watch.ts',
    text: "watch.status === 'WATCHING' ? ended(watch, 'STOPPED',",
    becomes: "end.status !== 'ABORTED' ? ended(watch, 'STOPPED',",
  },
  {
    name: 'write over what somebody else has written',
    file: 'lambda/store/watches.ts',
    text: "'#revision = :read'",
    becomes: "'#revision = :read OR #revision <> :read'",
  },
];

/** Watches: nobody is cleared too early, and every watch ends, once. */
export const WATCHES: readonly Mutation[] = ALL.map((mutation) => ({ ...mutation, mode: 'watches' }));
