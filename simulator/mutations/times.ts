import type { Mutation } from './mutation';

/** Times: neither too early, nor too late, nor too often. */
export const TIMES: readonly Mutation[] = [
  {
    name: 'give tasks up before the scan timeout',
    file: 'lambda/scan/poll-window.ts',
    text: 'const isTimedOut = clock.now() >= deadline;',
    becomes: 'const isTimedOut = clock.now() >= deadline - 1_790_000;',
  },
  {
    name: 'give tasks up while AppFabric does not answer',
    file: 'lambda/scan/poll-window.ts',
    text: 'if (isSilent) await pending.giveUp(round);',
    becomes: 'if (timedOutAt !== undefined) await pending.giveUp(round);',
  },
  {
    name: 'count the scan timeout from the start of the execution',
    file: 'lambda/scan/begin-scan.ts',
    text: 'const countedFrom = redriveCount === 0 && scan.tasksStartedAt ? Date.parse(scan.tasksStartedAt) : clock.now();',
    becomes: 'const countedFrom = Date.parse(startedAt);',
  },
  {
    name: 'go on when the records expire',
    file: 'lambda/scan/expiry.ts',
    text: 'clock.now() >= scans.expiresAt(startedAt) - EXPIRY_MARGIN * 1000;',
    becomes: 'clock.now() < scans.expiresAt(startedAt) - 1e15;',
  },
  {
    name: 'ask again without a pause',
    file: 'lambda/scan/pacing.ts',
    text: 'return Math.round(bounded * (0.9 + 0.2 * random()));',
    becomes: 'return Math.round(bounded * 0.05 * random());',
  },
  {
    name: 'halve the longest gap',
    file: 'lambda/scan/pacing.ts',
    text: 'maxMilliseconds: 2000 };',
    becomes: 'maxMilliseconds: 1000 };',
  },
];
