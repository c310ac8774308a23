import { errorText } from '../print/columns';
import { reasonText } from '../print/reasons';
import type { StandingRow } from '../print/standing-row';
import type { TenantLine } from './types';

/** Only what a line of a table shows. */
export const tenantOf = ({ access, app, tenantId, tenantDisplayName, userStatus }: TenantLine): TenantLine => ({
  access,
  app,
  tenantId,
  tenantDisplayName,
  userStatus,
});

/** Why there is no answer, or no newer one, what to do, and AppFabric's error. */
export function whyOf(
  {
    reason = 'OTHER',
    authorizationStatus,
    error,
  }: Pick<StandingRow, 'reason' | 'authorizationStatus'> & Parameters<typeof errorText>[0],
  isListed: boolean,
): string {
  const said = errorText({ error });
  return `${reasonText({ reason, authorizationStatus, isListed })}.${said ? ` ${said}` : ''}`;
}

/** Without what is null. */
export const known = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as {
    [Key in keyof T]: Exclude<T[Key], null>;
  };
