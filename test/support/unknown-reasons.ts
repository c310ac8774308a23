import type { UnknownReason } from '../../lib/contract/access/access';

/** A record, so that the compiler asks for every reason. */
const REASONS: Readonly<Record<UnknownReason, true>> = {
  RECONNECT: true,
  PERMISSION: true,
  APP_UNAVAILABLE: true,
  EXPIRED: true,
  TIMED_OUT: true,
  NOT_STARTED: true,
  NOT_ASKED: true,
  OTHER: true,
};

/** Every reason that the functions know. */
export const UNKNOWN_REASONS = Object.keys(REASONS);
