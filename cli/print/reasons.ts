import type { Access, UnknownReason, UnknownTenant } from '../../results';
import { time } from './columns';

/** Why there is no answer, and what to do. docs/access.md says more. */
const REASONS: Readonly<Record<Exclude<UnknownReason, 'NOT_ASKED'>, string>> = {
  RECONNECT: 'connect the app authorization again',
  PERMISSION: 'give the app authorization the permission that it lacks',
  APP_UNAVAILABLE: 'the app failed or refused for now: scan again later',
  EXPIRED: 'AppFabric no longer has the answer: scan again',
  TIMED_OUT: 'the app did not answer in time: scan again later',
  NOT_STARTED: 'AppFabric did not start the task: see its error below',
  OTHER: "no rule knows AppFabric's error, which is below",
};

interface WhatIsKnown extends Pick<UnknownTenant, 'reason' | 'authorizationStatus' | 'lastAccess'> {
  /** When the last answer was recorded, if there ever was one. */
  readonly answeredAt?: string;
  /** Whether the scan could list the app authorizations. */
  readonly isListed: boolean;
}

/** Says why nobody knows, what to do, and what the last answer was. */
export function reasonText({ reason, authorizationStatus, lastAccess, answeredAt, isListed }: WhatIsKnown): string {
  const why = reason === 'NOT_ASKED' ? notAskedText(authorizationStatus, isListed) : REASONS[reason];
  return lastAccess ? `${why}; ${lastAnswerText(lastAccess, answeredAt)}` : why;
}

/** An app authorization that is not in the list is not connected any more, but only if there is a list. */
export function notAskedText(authorizationStatus: string | undefined, isListed: boolean): string {
  if (authorizationStatus === 'Connected') return 'not asked, although its app authorization is Connected: scan again';
  if (authorizationStatus) return `not asked: its app authorization is ${authorizationStatus}`;
  return isListed ? 'not asked: it is no longer connected' : 'not asked, and its app authorization is not known';
}

const lastAnswerText = (access: Access, answeredAt: string | undefined) =>
  `the last answer was ${access}${answeredAt ? ` on ${time(answeredAt)}` : ''}`;
