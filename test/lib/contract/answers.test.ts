import { isAnswer } from '../../../lib/contract/answers';

test.each([
  ['COMPLETED', true, true],
  ['COMPLETED', false, true],
  ['FAILED', true, true],
  ['FAILED', false, false],
  ['EXPIRED', false, false],
  ['TIMED_OUT', false, false],
  ['IN_PROGRESS', undefined, false],
] as const)('%s with accountFound %s: is an answer %s', (status, accountFound, answered) => {
  expect(isAnswer({ status, accountFound })).toBe(answered);
});
