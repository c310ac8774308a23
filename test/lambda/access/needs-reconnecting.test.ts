import { needsReconnecting } from '../../../lambda/access/needs-reconnecting';

describe('an app needs to be connected again', () => {
  it.each([
    [{ reason: 'RECONNECT' }],
    [{ reason: 'RECONNECT', authorizationStatus: 'Connected' }],
    [{ reason: 'NOT_ASKED', authorizationStatus: 'PendingConnect' }],
    [{ reason: 'NOT_ASKED', authorizationStatus: 'ConnectionValidationFailed' }],
    [{ reason: 'NOT_ASKED', authorizationStatus: 'TokenAutoRotationFailed' }],
  ] as const)('%j', (tenant) => {
    expect(needsReconnecting(tenant)).toBe(true);
  });
});

describe('an app does not need to be connected again', () => {
  it.each([
    [{ reason: 'NOT_ASKED', authorizationStatus: 'Connected' }],
    [{ reason: 'NOT_ASKED' }],
    [{ reason: 'APP_UNAVAILABLE', authorizationStatus: 'PendingConnect' }],
    [{ reason: 'PERMISSION', authorizationStatus: 'TokenAutoRotationFailed' }],
  ] as const)('%j', (tenant) => {
    expect(needsReconnecting(tenant)).toBe(false);
  });
});
