import { APPS_WITHOUT_USER_ACCESS } from '../../../../lib/contract/access/audit-log-apps';
import { TASK_ERRORS } from '../../../../lib/contract/access/task-errors';
import { USER_STATUSES } from '../../../../lib/contract/access/user-statuses';
import { wordsOf } from '../../../../lib/contract/access/words';

/** The texts of a row that matching compares: all but its source and what it means. */
const texts = (row: object): string[] =>
  Object.entries(row).flatMap(([name, text]) => (name === 'source' || name === 'meaning' ? [] : [String(text)]));

const identity = ({ source, meaning, ...row }: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(row).map(([name, text]) => [name, wordsOf(text)]));

describe.each<[string, readonly object[]]>([
  ['task errors', TASK_ERRORS],
  ['user statuses', USER_STATUSES],
  ['apps without user access', APPS_WITHOUT_USER_ACCESS],
])('the table of %s', (_, table) => {
  const rows = table.map((row) => ({ ...row }) as Readonly<Record<string, string>>);

  it('names a page for every row', () => {
    expect(rows).not.toHaveLength(0);
    for (const { source = '', ...row } of rows) {
      expect({ ...row, pages: source.split(' ').filter((page) => !URL.canParse(page)) }).toEqual({ ...row, pages: [] });
      expect(source).toMatch(/^https:/);
    }
  });

  it('has words in every text, so that no row can match everything', () => {
    expect(rows.flatMap(texts).filter((text) => wordsOf(text) === '')).toEqual([]);
    expect(rows.filter((row) => texts(row).length === 0)).toEqual([]);
  });

  it('has no row twice, in any spelling', () => {
    const identities = rows.map(identity);
    expect(identities.filter((row, index) => identities.indexOf(row) !== index)).toEqual([]);
  });
});
