import type { Mutation } from './mutation';

/** The verdict: nobody is cleared by what nobody knows. */
export const VERDICTS: readonly Mutation[] = [
  {
    name: 'drop the tenants that were not asked',
    file: 'lambda/access/verdict.ts',
    text: 'const missing = notAskedTenants(notAsked, standings).filter(',
    becomes: 'const missing = notAskedTenants([], []).filter(',
  },
  {
    name: 'ignore the accounts of before',
    file: 'lambda/access/verdict.ts',
    text: `    ...standings.filter(({ accountFound }) => accountFound),
`,
    becomes: '',
  },
  {
    name: 'count the apps that give audit logs only',
    file: 'lambda/access/verdict.ts',
    text: '...notAsked.filter(({ withoutUserAccess }) => !withoutUserAccess),',
    becomes: '...notAsked,',
  },
  {
    name: 'clear a person of whom an app says nothing',
    file: 'lambda/access/verdict.ts',
    text: 'unknown.length === 0 && authorizationsError',
    becomes: 'authorizationsError',
  },
  {
    name: 'take no tasks for an all-clear',
    file: 'lambda/access/verdict.ts',
    text: ' && results.length > 0;',
    becomes: ';',
  },
  {
    name: 'let the last answer clear a person',
    file: 'lambda/access/verdict.ts',
    text: "if (standing?.access !== 'OPEN' || isConfirmed.has(tenantKey(tenant))) continue;",
    becomes: 'continue;',
  },
  {
    name: 'treat UNKNOWN as NONE',
    file: 'lambda/access/access.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code is a template
    text: "return unknown('OTHER', `status ${status}, and no rule for the error`);",
    becomes: "return none('');",
  },
  {
    name: 'treat an unlisted user status as blocked',
    file: 'lambda/access/access.ts',
    text: 'if (blockedBy !== undefined) return',
    becomes: 'if (userStatus !== undefined && !/^(active|enabled)$/i.test(userStatus)) return',
  },
  {
    name: 'let "no such user" outweigh another error',
    file: 'lambda/access/rules.ts',
    text: "matching.find(({ meaning }) => meaning !== 'NO_ACCOUNT') ?? matching[0];",
    becomes: "matching.find(({ meaning }) => meaning === 'NO_ACCOUNT') ?? matching[0];",
  },
  {
    name: 'look for a status inside of others',
    file: 'lambda/access/rules.ts',
    text: 'isSame(rule.userStatus, userStatus)',
    becomes: 'wordsOf(userStatus).includes(wordsOf(rule.userStatus))',
  },
  {
    name: 'treat a list that failed as complete',
    file: 'lambda/scan/list-authorizations.ts',
    text: "if ('authorizationsError' in listed) return listed;",
    becomes: "if ('authorizationsError' in listed) return { authorizations: [] };",
  },
  {
    name: 'read the first page of the app authorizations only',
    file: 'lambda/scan/list-authorizations.ts',
    text: 'if (!nextToken) return authorizationsIn(summaries);',
    becomes: 'return authorizationsIn(summaries);',
  },
  {
    name: 'confirm what was not asked',
    file: 'lambda/scan/close-scan.ts',
    text: '  await standings.markNotAsked(closed, results);\n',
    becomes: '',
  },
  {
    name: 'count every tenant without an answer as one to connect again',
    file: 'lambda/store/scans.ts',
    text: 'of end.lists.unknown.filter(needsReconnecting)) {',
    becomes: 'of end.lists.unknown) {',
  },
];
