import { PassingErrorName } from '../../lib/contract/names';
import { TAKEOVER_AFTER } from '../../lib/contract/time-budgets';
import type { ScanDependencies } from './dependencies';
import { PassingError } from './errors';
import { type ScanRequest, subjectOf } from './request';
import type { ScanDuplicate } from './state';

interface Claimant {
  readonly scanId: string;
  readonly isRecorded: boolean;
}

/**
 * Claims the trigger of a scan. A scan that has failed loses its claim, and so does one that has no record long after
 * it made the claim: its function was stopped in between, and its execution has given up.
 *
 * A scan that is recorded goes on without the claim: somebody redrives it.
 *
 * @returns the output of the execution if the trigger belongs to another scan
 * @throws PassingError `TriggerPending` if that scan is not recorded yet
 */
export async function claimTrigger(
  request: ScanRequest,
  { scanId, isRecorded }: Claimant,
  { scans, claims, clock }: Pick<ScanDependencies, 'scans' | 'claims' | 'clock'>,
): Promise<ScanDuplicate | undefined> {
  const { trigger } = request;
  if (trigger === undefined) return undefined;
  const claimed = { trigger, subject: subjectOf(request) };
  const claim = await claims.claim(claimed, scanId, clock.now());
  if (claim.scanId === scanId || isRecorded) return undefined;

  const owner = await scans.find(claim.scanId);
  if (owner !== undefined && owner.status !== 'FAILED') {
    return { scanId, status: 'DUPLICATE', duplicateOf: claim.scanId, ownerStatus: owner.status, done: true };
  }
  if (owner === undefined && clock.now() < Date.parse(claim.claimedAt) + TAKEOVER_AFTER * 1000) throw pending();
  const moved = await claims.move(claimed, claim, scanId, clock.now());
  if (moved.scanId !== scanId) throw pending();
  return undefined;
}

function pending(): PassingError {
  return new PassingError(
    PassingErrorName.TRIGGER_PENDING,
    'Another scan has claimed the trigger and is not recorded yet. The state machine tries again.',
  );
}
