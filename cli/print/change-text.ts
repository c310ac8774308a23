import type { Answer, Change, ChangeKind } from '../../results';
import { tenantName, time } from './columns';
import type { Paint } from './style';

type Style = Parameters<Paint>[0];

const STYLES: Readonly<Record<ChangeKind, Style>> = {
  REOPENED: 'red',
  APPEARED: 'red',
  STATUS_CHANGED: 'yellow',
  BLOCKED: 'green',
  REMOVED: 'green',
};

export const changeStyle = ({ kind }: Pick<Change, 'kind'>): Style => STYLES[kind];

/** Such as `OPEN (ACTIVE)`. */
export const answerText = ({ access, userStatus }: Pick<Answer, 'access' | 'userStatus'>): string =>
  userStatus ? `${access} (${userStatus})` : access;

/** Such as `BLOCKED SLACK T0123: OPEN (ACTIVE) on 2026-11-01 09:00:02Z, now BLOCKED (suspended).` */
export function changeText(change: Change, isOfPerson = true): string {
  const { kind, from, to, email } = change;
  const whose = isOfPerson ? '' : ` of ${email}`;
  return `${kind} ${tenantName(change)}${whose}: ${answerText(from)} on ${time(from.recordedAt)}, now ${answerText(to)}.`;
}
