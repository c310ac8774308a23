import type { Access, UnknownReason, UnknownTenant } from '../../results';
import { time } from './columns';

/** Why there is no answer, and what to do. docs/access.md says more. */
const REASONS: Readonly<Record<Exclude<UnknownReason, 'NOT_ASKED'>, string>> = {
  RECONNECT: 'connect the app authorization again',
  PERMISSION: 'give the app authorization the permission that it lacks',
  APP_UNAVAILABLE: 'scan again later, because the app failed or refused for now',
  EXPIRED: 'scan again, because AppFabric no longer has the answer',
  TIMED_OUT: 'scan again later, because the app did not answer in time',
  NOT_STARTED: 'see below with which error AppFabric did not start the task',
  OTHER: "no rule knows AppFabric's error, which is below",
};

interface WhatIsKnown extends Pick<UnknownTenant, 'reason' | 'authorizationStatus' | 'lastAccess'> {
  /** When the last answer was recorded, if there ever was one. */
  readonly answeredAt?: string;
  /** Whether the scan could list the app authorizations. */
  readonly isListed: boolean;
}

/** Says why nobody knows, beginning with the word that docs/access.md explains, what to do, and what the last answer was. */
export function reasonText({ reason, authorizationStatus, lastAccess, answeredAt, isListed }: WhatIsKnown): string {
  const why = reason === 'NOT_ASKED' ? notAskedText(authorizationStatus, isListed) : REASONS[reason];
  const last = lastAccess ? `; ${lastAnswerText(lastAccess, answeredAt)}` : '';
  return `${reason}: ${why}${last}`;
}

/** An app authorization that is not in the list does not exist any more, but only if there is a list. */
export function notAskedText(authorizationStatus: string | undefined, isListed: boolean): string {
  if (authorizationStatus === 'Connected')
    return 'AppFabric started no task, although the app authorization is Connected, so scan again';
  if (authorizationStatus) return `the app authorization is ${authorizationStatus}`;
  return isListed
    ? 'the app bundle has no such app authorization any more'
    : 'nothing is known about the app authorization, because the list of them failed';
}

const lastAnswerText = (access: Access, answeredAt: string | undefined) =>
  `the last answer was ${access}${answeredAt ? ` on ${time(answeredAt)}` : ''}`;
