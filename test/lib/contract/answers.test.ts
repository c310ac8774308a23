import { ACCESSES } from '../../../lib/contract/access/access';
import { isAnswer } from '../../../lib/contract/answers';

test('a result is an answer unless its access is UNKNOWN or not decided yet', () => {
  expect(ACCESSES.filter((access) => isAnswer({ access }))).toEqual(['OPEN', 'BLOCKED', 'NONE']);
  expect(isAnswer({})).toBe(false);
});
