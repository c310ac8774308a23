import { ScanErrorName } from '../../lib/contract/names';
import { EXPIRY_MARGIN } from '../../lib/contract/time-budgets';
import type { ScanDependencies } from './dependencies';
import { ScanError } from './errors';

type ExpiryDependencies = Pick<ScanDependencies, 'scans' | 'clock'>;

/**
 * Whether the records of a scan expire soon, for example because it is redriven late. The scan must not go on: DynamoDB
 * could delete some of its results, and the scan would be completed without them.
 */
export const isExpiring = (startedAt: string, { scans, clock }: ExpiryDependencies): boolean =>
  clock.now() >= scans.expiresAt(startedAt) - EXPIRY_MARGIN * 1000;

/** @throws ScanError `ScanExpired` if the records of the scan expire soon */
export function checkExpiry(startedAt: string, dependencies: ExpiryDependencies): void {
  if (isExpiring(startedAt, dependencies)) throw scanExpired();
}

export const scanExpired = (): ScanError =>
  new ScanError(
    ScanErrorName.EXPIRED,
    'The records of this scan expire, because resultRetention has passed since its start. Start a new scan.',
  );
