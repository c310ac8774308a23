import { readFileSync } from 'node:fs';
import { ACCESSES, VERDICTS } from '../../../../lib/contract/access/access';
import { USER_STATUSES } from '../../../../lib/contract/access/user-statuses';
import { wordsOf } from '../../../../lib/contract/access/words';
import { UNKNOWN_REASONS } from '../../../support/unknown-reasons';

const page = readFileSync('docs/access.md', 'utf8');

/** The first column of the table under a heading. */
const firstColumn = (heading: string): string[] => {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].flatMap(([, word]) => word ?? []).slice(1);
};

describe('docs/access.md', () => {
  it('explains every access, every verdict and every reason', () => {
    expect(firstColumn('The access').sort()).toEqual([...ACCESSES].sort());
    expect(firstColumn('The verdict').sort()).toEqual([...VERDICTS].sort());
    expect(firstColumn('What to do').sort()).toEqual([...UNKNOWN_REASONS].sort());
  });

  it('adds rules that the tables do not have', () => {
    const [, status = ''] = /userStatus: '([^']+)'/.exec(page) ?? [];
    expect(status).not.toBe('');
    expect(USER_STATUSES.filter(({ userStatus }) => wordsOf(userStatus) === wordsOf(status))).toEqual([]);
  });
});
