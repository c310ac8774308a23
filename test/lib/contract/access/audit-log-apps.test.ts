import { APPS_WITHOUT_USER_ACCESS } from '../../../../lib/contract/access/audit-log-apps';
import { TASK_ERRORS } from '../../../../lib/contract/access/task-errors';
import { USER_STATUSES } from '../../../../lib/contract/access/user-statuses';
import { wordsOf } from '../../../../lib/contract/access/words';

const apps = APPS_WITHOUT_USER_ACCESS.map(({ app }) => wordsOf(app));

describe('the table of apps without user access', () => {
  it.each(['Confluence', 'CONFLUENCE', 'Google Analytics', 'GOOGLE_ANALYTICS'])('has %s', (app) =>
    expect(apps).toContain(wordsOf(app)),
  );

  it.each(['GOOGLE', 'JIRA', 'M365', 'AZUREMONITOR'])('does not have %s, which gives user access', (app) =>
    expect(apps).not.toContain(wordsOf(app)),
  );

  it('has no app of the other tables, whose rows it would make useless', () => {
    const decided = [...TASK_ERRORS, ...USER_STATUSES].flatMap(({ app }) => (app ? [wordsOf(app)] : []));
    expect(decided.filter((app) => apps.includes(app))).toEqual([]);
  });
});
