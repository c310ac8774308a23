/** Identifies a tenant in a scenario. The names can contain any character. */
export function tenantKey({ app, tenantId }: { readonly app: string; readonly tenantId: string }): string {
  return JSON.stringify([app, tenantId]);
}
