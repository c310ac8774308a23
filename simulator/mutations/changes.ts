import type { Mutation } from './mutation';

/** What changed: once, in the order of the answers, and nothing else. */
export const CHANGES: readonly Mutation[] = [
  {
    name: 'make a change of every answer',
    file: 'lib/contract/changes.ts',
    text: "return from.userStatus === to.userStatus ? undefined : 'STATUS_CHANGED';",
    becomes: "return 'STATUS_CHANGED';",
  },
  {
    name: 'take a blocked account for a removed one',
    file: 'lib/contract/changes.ts',
    text: "return to.access === 'OPEN' ? 'REOPENED' : 'BLOCKED';",
    becomes: "return to.access === 'OPEN' ? 'REOPENED' : 'REMOVED';",
  },
  {
    name: 'replace an answer whose change is not recorded',
    file: 'lambda/store/standings.ts',
    text: `        current = await this.recordChange(key, current.pendingChange);
        continue;`,
    becomes: `        const { item: bare } = await this.items.update(key, { remove: ['pendingChange'] });
        current = bare as unknown as StandingRecord;
        continue;`,
  },
  {
    name: 'forget the change of an answer that is filed already',
    file: 'lambda/store/standings.ts',
    text: '    return this.changes.find(result);',
    becomes: '    return undefined;',
  },
  {
    name: 'do not publish changes',
    file: 'lambda/scan/outbox.ts',
    text: 'eventsOf(result, changes.get(result))',
    becomes: 'eventsOf(result, undefined)',
  },
  {
    name: 'let an older answer make a change',
    file: 'lambda/store/standings.ts',
    text: 'if (current.answerOrder !== undefined && current.answerOrder >= order) break;',
    becomes: 'if (current.answerOrder === order) break;',
  },
];
