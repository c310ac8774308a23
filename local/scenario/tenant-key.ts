/** Tells the tenants of a scenario apart, whatever characters their names have. */
export function tenantKey({ app, tenantId }: { readonly app: string; readonly tenantId: string }): string {
  return JSON.stringify([app, tenantId]);
}
