import type { UnknownTenant } from '../../lib/contract/records';

/**
 * Whether there is no answer because somebody has to connect the app authorization again. AppFabric starts no task for an
 * app authorization that is not connected.
 */
export const needsReconnecting = ({
  reason,
  authorizationStatus = 'Connected',
}: Pick<UnknownTenant, 'reason' | 'authorizationStatus'>): boolean =>
  reason === 'RECONNECT' || (reason === 'NOT_ASKED' && authorizationStatus !== 'Connected');
