import type { Mutation } from './mutation';

/** The lives of scans: claims, crashes, failures, redrives and stops. */
export const LIVES: readonly Mutation[] = [
  {
    name: 'take a claim without a record for a scan',
    file: 'lambda/scan/claim-trigger.ts',
    text: `  if (owner !== undefined && owner.status !== 'FAILED') {
    return { scanId, status: 'DUPLICATE', duplicateOf: claim.scanId, ownerStatus: owner.status, done: true };`,
    becomes: `  if (owner?.status !== 'FAILED') {
    return { scanId, status: 'DUPLICATE', duplicateOf: claim.scanId, ownerStatus: 'RUNNING', done: true };`,
  },
  {
    name: 'take a claim over at once',
    file: 'lambda/scan/claim-trigger.ts',
    text: `  if (owner === undefined && clock.now() < Date.parse(claim.claimedAt) + TAKEOVER_AFTER * 1000) throw pending();
`,
    becomes: '',
  },
  {
    name: 'let go of a redriven scan whose trigger was taken over',
    file: 'lambda/scan/claim-trigger.ts',
    text: 'if (claim.scanId === scanId || isRecorded) return undefined;',
    becomes: 'if (claim.scanId === scanId) return undefined;',
  },
  {
    name: 'call a duplicate completed',
    file: 'lambda/scan/claim-trigger.ts',
    text: "status: 'DUPLICATE',",
    becomes: "status: 'COMPLETED' as never,",
  },
  {
    name: 'start the tasks again after each crash',
    file: 'lambda/store/scans.ts',
    text: "condition: 'attribute_not_exists(#taskCount)',",
    becomes: `condition: 'attribute_not_exists(#taskCount) OR #taskCount >= :none',
      conditionValues: { none: 0 },`,
  },
  {
    name: 'complete a scan that has failed',
    file: 'lambda/store/scans.ts',
    text: "condition: '#status = :running AND #taskCount = :taskCount',",
    becomes: "condition: '(#status = :running OR #status <> :running) AND #taskCount = :taskCount',",
  },
  {
    name: 'reopen nothing after a redrive',
    file: 'lambda/scan/end-scan.ts',
    text: 'if (redriveCount === failed.redriveCount || isTaken) throw',
    becomes: 'if (redriveCount >= 0 || isTaken) throw',
  },
  {
    name: 'record no end of an execution that was stopped',
    file: 'lambda/scan/ended-execution.ts',
    text: '  await fileFailure({ scanId,',
    becomes: "  if (ended.status !== 'ABORTED') await fileFailure({ scanId,",
  },
];
