import type { Access, UnknownReason } from '../../lib/contract/access/access';
import type { Account, ResultStatus, TaskError } from '../../lib/contract/records';
import type { Rules } from './rules';

/** What AppFabric said about a task that has ended. */
export interface Said {
  readonly app?: string;
  readonly status: ResultStatus;
  readonly account?: Account;
  /** Absent if AppFabric returned none. One without a text that can be read is an error, too. */
  readonly error?: TaskError;
  /** Whether AppFabric did not start the task. */
  readonly notStarted?: boolean;
}

/** What a result says about a person's access. */
export interface Decision {
  readonly access: Access;
  readonly reason?: UnknownReason;
  /** Absent if nobody knows. */
  readonly accountFound?: boolean;
  /** The rule that decided, in words. */
  readonly decidedBy: string;
}

/**
 * Decides what a result says. Only a status that a rule lists is blocked, and only a completed answer or an error that a
 * rule lists says that there is no account. Everything else is open if there is an account, and unknown if there is not.
 */
export function accessOf(said: Said, rules: Rules): Decision {
  const { app, status, account = {}, error } = said;
  if (namesAccount(account)) return accountAccess(app, account, rules);
  if (status === 'EXPIRED' || status === 'TIMED_OUT') return unknown(status, `status ${status}`);
  const ruled = error && rules.meaningOf(app, error);
  if (ruled) return ruled.meaning === 'NO_ACCOUNT' ? none(ruled.decidedBy) : unknown(ruled.meaning, ruled.decidedBy);
  if (status === 'COMPLETED' && error === undefined) return none('status COMPLETED without a user');
  if (said.notStarted) return unknown('NOT_STARTED', 'not started, and no rule for the error');
  return unknown('OTHER', `status ${status}, and no rule for the error`);
}

/** Whether AppFabric returned any attribute of a user. */
export const namesAccount = (account: Account): boolean => Object.values(account).some((value) => value !== undefined);

function accountAccess(app: string | undefined, { userStatus }: Account, rules: Rules): Decision {
  const blockedBy = userStatus === undefined ? undefined : rules.blockedBy(app, userStatus);
  if (blockedBy !== undefined) return { access: 'BLOCKED', accountFound: true, decidedBy: blockedBy };
  const status = userStatus === undefined ? 'no user status' : 'no rule for the user status';
  return { access: 'OPEN', accountFound: true, decidedBy: `a user, and ${status}` };
}

const none = (decidedBy: string): Decision => ({ access: 'NONE', accountFound: false, decidedBy });

const unknown = (reason: UnknownReason, decidedBy: string): Decision => ({ access: 'UNKNOWN', reason, decidedBy });
