/**
 * Apps that give AppFabric audit logs and no user access, so that nobody can be looked up there. AppFabric's guide has
 * a page for each app: where other pages say "user information and audit logs", these say "audit logs".
 */
export const APPS_WITHOUT_USER_ACCESS: readonly { readonly app: string; readonly source: string }[] = [
  { app: 'CONFLUENCE', source: 'https://docs.aws.amazon.com/appfabric/latest/adminguide/confluence.html' },
  { app: 'GOOGLEANALYTICS', source: 'https://docs.aws.amazon.com/appfabric/latest/adminguide/google-analytics.html' },
];
