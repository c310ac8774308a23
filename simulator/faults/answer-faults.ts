import { accessOf } from '../checkers/access-model';
import { isFinal } from '../checkers/agreement';
import { DOCUMENTED_ERRORS, isAmong } from '../checkers/meanings';
import type { AuthorizationPlan } from './authorizations';
import type { Faults } from './faults';
import type { TenantPlan } from './people';

/** Counts what AppFabric says about a person in one tenant. */
export function countAnswers({ app, startError, result, laterResult }: TenantPlan, faults: Faults): void {
  if (startError) {
    const { access } = accessOf({ app, status: 'FAILED', taskKey: 'START-FAILED#', error: startError });
    if (access === 'NONE') faults.count('answer: no such user, at the start');
    if (isDocumented(startError)) faults.count('answer: documented error, at the start');
    return;
  }
  const results = [result, ...(laterResult ? [laterResult] : [])];
  for (const { resultStatus: status, taskError: error, ...account } of results) {
    if (!isFinal({ status })) continue;
    const { access } = accessOf({ app, status, error, ...account });
    if (access === 'NONE' && status === 'COMPLETED') faults.count('answer: no such user, as COMPLETED');
    if (access === 'NONE' && status === 'FAILED') faults.count('answer: no such user, as FAILED');
    if (isDocumented(error) && status === 'FAILED') faults.count('answer: documented error, as FAILED');
    if (access === 'BLOCKED') faults.count('answer: account blocked');
    if (access === 'OPEN' && account.userStatus !== undefined) faults.count('answer: unlisted user status');
  }
  const [first, later] = [result, laterResult ?? {}].map(({ userId }) => userId);
  if (first === undefined && later !== undefined) faults.count('answer: account comes back');
}

const isDocumented = (error: unknown): boolean =>
  isAmong((error as TenantPlan['startError'])?.errorMessage, Object.keys(DOCUMENTED_ERRORS));

export function countAuthorizations(authorizations: readonly AuthorizationPlan[], faults: Faults): void {
  for (const { auditLogsOnly, absences } of authorizations) {
    if (auditLogsOnly) faults.count('authorizations: audit logs only');
    const [absence] = absences;
    const isNever = absence?.fromSeconds === 0 && absence.toSeconds === Number.POSITIVE_INFINITY;
    if (isNever) faults.count('authorizations: never connected');
  }
}
