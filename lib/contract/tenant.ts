/** What identifies a tenant, as far as it is known. */
export interface TenantName {
  readonly app?: string | null;
  readonly tenantId?: string | null;
}

/** Identifies a tenant of an app in memory. Two tenants never have the same key. */
export const tenantKey = ({ app, tenantId }: TenantName): string => JSON.stringify([app, tenantId]);
