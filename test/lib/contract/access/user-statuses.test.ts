import { USER_STATUSES } from '../../../../lib/contract/access/user-statuses';
import { wordsOf } from '../../../../lib/contract/access/words';

const appsThatBlock = (status: string): string[] =>
  USER_STATUSES.filter(({ userStatus }) => wordsOf(userStatus) === wordsOf(status)).map(({ app }) => app ?? 'any');

describe('the table of user statuses', () => {
  it.each(['SUSPENDED', 'deactivated', 'DEPROVISIONED', 'Disabled'])('blocks %s in any app', (status) =>
    expect(appsThatBlock(status)).toEqual(['any']),
  );

  it.each([
    ['inactive', ['BOX', 'CISCO', 'JIRA', 'ZOOM']],
    ['closed', ['JIRA']],
    ['archived', ['GOOGLE']],
    ['removed', ['DROPBOX']],
    ['deleted', ['SLACK']],
    ['frozen', ['SALESFORCE']],
  ])('blocks %s only in the apps whose vendor says so', (status, apps) => {
    expect(appsThatBlock(status).sort()).toEqual(apps);
  });

  it.each([
    'ACTIVE',
    'enabled',
    'invited',
    'PENDING',
    'pending activation',
    'STAGED',
    'PROVISIONED',
    'RECOVERY',
    'LOCKED_OUT',
    'locked',
    'PASSWORD_EXPIRED',
    'unlisted',
    'unsuspended',
    'TRANSFER_SUSPENDED',
  ])('never blocks %s', (status) => expect(appsThatBlock(status)).toEqual([]));

  it('has no row for an app that a row for any app covers', () => {
    expect(USER_STATUSES.filter(({ app, userStatus }) => app && appsThatBlock(userStatus).includes('any'))).toEqual([]);
  });
});
