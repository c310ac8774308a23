import { asObject, asString } from '../../local/stack/json';
import type { ExecutionResult } from '../world';
import type { Item } from './agreement';
import { isLeftAlone } from './expiry';
import { isSame } from './publications';
import type { Witness } from './witness';

export interface Limits {
  readonly now: number;
  readonly retentionSeconds: number;
  /** How far two clocks can be apart, in milliseconds. */
  readonly clockDifference: number;
}

/** The error of an execution that does not go on, because its scan's records expire. */
const EXPIRED = 'ScanExpired';

/** The scan that an execution repeats. */
export const duplicateOf = ({ output }: ExecutionResult): string | undefined =>
  output === undefined ? undefined : asString(asObject(output).duplicateOf);

/** Whether an execution did not go on because its scan's records expire, and rightly. */
export function isRefusedAsExpired(result: ExecutionResult, { retentionSeconds, clockDifference }: Limits): boolean {
  const expiresAt = Math.floor(result.startedAt / 1000) + retentionSeconds;
  return result.error === EXPIRED && isLeftAlone({ expiresAt }, result.endedAt + clockDifference);
}

/** Invariant 8: every execution that ended left a record that says how, unless another scan did its work. */
export function checkExecution(result: ExecutionResult, limits: Limits, witness: Witness): void {
  const { name, status, statusChange } = result;
  const { trigger } = JSON.parse(String(statusChange.input)) as Item;
  const { table, claims } = witness;
  const scan = table.scan(name);
  if (scan && scan.startedAt !== new Date(result.startedAt).toISOString()) {
    witness.violation(8, `the record of ${name} has another start than its execution`);
  }
  if (result.error === EXPIRED && !isRefusedAsExpired(result, limits)) {
    witness.violation(8, `${name} did not go on, but its records do not expire yet`);
  }
  if (result.error === EXPIRED || (!scan && table.hasHadScan(name))) return;
  if (duplicateOf(result) !== undefined) return;
  if (status === 'SUCCEEDED') {
    if (scan?.status !== 'COMPLETED') {
      witness.violation(8, `${name} succeeded, but its scan is ${scan?.status ?? 'not recorded'}`);
    } else checkOutput(result, scan, witness);
  } else if (!scan && !(trigger && claims.belongsToAnother(name, trigger as Item))) {
    witness.violation(8, `${name} ended ${status} (${result.error}) without a record`);
  }
}

const TOLD_IN_OUTPUTS = [
  ...['scanId', 'status', 'taskCount', 'counts', 'accountsFound'],
  ...['verdict', 'confirmed', 'coverage', 'accessCounts'],
];

/** Invariant 12: the output of an execution says what the record of its scan says. */
function checkOutput({ name, output }: ExecutionResult, scan: Item, witness: Witness): void {
  const said = asObject(output ?? null);
  const wrong = TOLD_IN_OUTPUTS.filter((attribute) => !isSame(said[attribute], scan[attribute]));
  if (wrong.length > 0) witness.violation(12, `the output of ${name} has another ${wrong.join(', ')} than its record`);
}

/** Invariant 10, when an execution ends: a duplicate repeats a scan that there is by then, and says so. */
export function checkDuplicate(result: ExecutionResult, witness: Witness): void {
  const original = duplicateOf(result);
  if (original === undefined) return;
  const { status } = asObject(result.output ?? null);
  if (!witness.table.hasHadScan(original)) {
    witness.violation(10, `${result.name} repeats ${original}, which has no record`);
  }
  if (status !== 'DUPLICATE') witness.violation(10, `${result.name} repeats ${original}, and says ${status}`);
}
