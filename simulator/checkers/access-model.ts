import { type Item, type Said, USER_FIELDS } from './agreement';
import { BLOCKED_EVERYWHERE, BLOCKED_IN, DOCUMENTED_ERRORS, isAmong, NO_SUCH_USER, saysTheSame } from './meanings';

export interface AccessSaid {
  readonly access: 'OPEN' | 'BLOCKED' | 'NONE' | 'UNKNOWN';
  readonly reason?: string;
  readonly accountFound?: boolean;
}

/** What a result says about a person's access, by what AppFabric said. */
export function accessOf(result: Item): AccessSaid {
  if (USER_FIELDS.some((name) => result[name] !== undefined)) {
    return { access: isBlocked(result) ? 'BLOCKED' : 'OPEN', accountFound: true };
  }
  const { status } = result;
  if (status === 'EXPIRED' || status === 'TIMED_OUT') return { access: 'UNKNOWN', reason: status };
  const { errorCode, errorMessage } = (result.error ?? {}) as Said;
  if (status === 'COMPLETED' && result.error === undefined) return { access: 'NONE', accountFound: false };
  const reason = reasonIn(errorMessage);
  if (reason !== undefined) return { access: 'UNKNOWN', reason };
  const isNobody = isAmong(errorCode, [NO_SUCH_USER.code]) || isAmong(errorMessage, [NO_SUCH_USER.text]);
  if (isNobody) return { access: 'NONE', accountFound: false };
  const wasStarted = !String(result.taskKey).startsWith('START-FAILED#');
  return { access: 'UNKNOWN', reason: wasStarted ? 'OTHER' : 'NOT_STARTED' };
}

const isBlocked = ({ app, userStatus }: Item): boolean =>
  isAmong(userStatus, BLOCKED_EVERYWHERE) || isAmong(userStatus, BLOCKED_IN[String(app)] ?? []);

const reasonIn = (message: unknown): string | undefined =>
  typeof message === 'string'
    ? Object.entries(DOCUMENTED_ERRORS).find(([text]) => saysTheSame(text, message))?.[1]
    : undefined;

/** Invariant 11: what is wrong with what a new result says about access. */
export function wrongAccess(record: Item): string | undefined {
  const { access, reason, accountFound } = accessOf(record);
  const isRight = record.access === access && record.reason === reason && record.accountFound === accountFound;
  if (isRight && typeof record.decidedBy === 'string') return undefined;
  const [ours, theirs] = [
    [access, reason],
    [record.access, record.reason],
  ].map((said) => said.filter(Boolean).join(' '));
  return `${record.sk} says ${theirs} where AppFabric said ${ours}`;
}
