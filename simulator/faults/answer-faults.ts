import { accessOf } from '../checkers/access-model';
import { isFinal } from '../checkers/agreement';
import { DOCUMENTED_ERRORS, isAmong } from '../checkers/meanings';
import type { AuthorizationPlan } from './authorizations';
import type { FaultKind } from './fault-kinds';
import type { TenantPlan } from './people';

/** What is unusual about what AppFabric says about a person in one tenant. */
export function unusualAnswers({ app, startError, result, laterResult }: TenantPlan): FaultKind[] {
  const kinds: FaultKind[] = [];
  if (startError) {
    const { access } = accessOf({ app, status: 'FAILED', taskKey: 'START-FAILED#', error: startError });
    if (access === 'NONE') kinds.push('answer: no such user, at the start');
    if (isDocumented(startError)) kinds.push('answer: documented error, at the start');
    return kinds;
  }
  const results = [result, ...(laterResult ? [laterResult] : [])];
  for (const { resultStatus: status, taskError: error, ...account } of results) {
    if (!isFinal({ status })) continue;
    const { access } = accessOf({ app, status, error, ...account });
    if (access === 'NONE' && status === 'COMPLETED') kinds.push('answer: no such user, as COMPLETED');
    if (access === 'NONE' && status === 'FAILED') kinds.push('answer: no such user, as FAILED');
    if (isDocumented(error) && status === 'FAILED') kinds.push('answer: documented error, as FAILED');
    if (access === 'BLOCKED') kinds.push('answer: account blocked');
    if (access === 'OPEN' && account.userStatus !== undefined) kinds.push('answer: unlisted user status');
  }
  const [first, later] = [result, laterResult ?? {}].map(({ userId }) => userId);
  if (first === undefined && later !== undefined) kinds.push('answer: account comes back');
  return kinds;
}

const isDocumented = (error: unknown): boolean =>
  isAmong((error as TenantPlan['startError'])?.errorMessage, Object.keys(DOCUMENTED_ERRORS));

/** What is unusual about an app authorization, but for when it changes. */
export function unusualAuthorization({ auditLogsOnly, absences }: AuthorizationPlan): FaultKind[] {
  if (auditLogsOnly) return ['authorizations: audit logs only'];
  const isNever = absences.some(
    ({ fromSeconds, toSeconds }) => fromSeconds === 0 && toSeconds === Number.POSITIVE_INFINITY,
  );
  return isNever ? ['authorizations: never connected'] : [];
}
