export const APPS_WITHOUT_USER_ACCESS: readonly { readonly app: string; readonly source: string }[] = [];
