import { notAskedText, reasonText } from '../../cli/print/reasons';
import { wrap } from '../../cli/print/say';
import { type Judged, verdictSentence, withoutVerdict } from '../../cli/print/verdict-sentence';

const counts = (OPEN: number, BLOCKED: number, NONE: number, UNKNOWN: number) => ({ OPEN, BLOCKED, NONE, UNKNOWN });

/** Of a scan that asked all but `notAsked` of the tenants. */
const judged = (verdict: Judged['verdict'], accessCounts: Judged['accessCounts'], notAsked = 0): Judged => {
  const counted = Object.values(accessCounts).reduce((sum, each) => sum + each);
  const coverage = { counted, asked: counted - notAsked, answered: counted - accessCounts.UNKNOWN };
  return { verdict, coverage, accessCounts, open: Array(accessCounts.OPEN).fill({ confirmed: true }) };
};

const unconfirmed = (scan: Judged, number: number): Judged => ({
  ...scan,
  open: [...(scan.open ?? []), ...Array(number).fill({ confirmed: false })],
});

const unlisted = (scan: Judged): Judged => ({ ...scan, authorizationsError: 'AccessDeniedException, HTTP 403' });

describe('a verdict in words', () => {
  test.each<[Judged, string]>([
    [judged('OPEN', counts(4, 5, 1, 3)), '4 accounts can still be used, 3 apps gave no answer.'],
    [judged('OPEN', counts(1, 0, 2, 0)), '1 account can still be used.'],
    [judged('OPEN', counts(1, 0, 2, 1), 1), '1 account can still be used, 1 app gave no answer (1 was not asked).'],
    [judged('OPEN', counts(2, 0, 2, 4), 2), '2 accounts can still be used, 4 apps gave no answer (2 were not asked).'],
    [
      unconfirmed(judged('OPEN', counts(0, 1, 2, 1)), 1),
      '1 account can still be used by an earlier answer, not confirmed by this scan. 1 app gave no answer.',
    ],
    [
      unconfirmed(judged('OPEN', counts(2, 1, 2, 3)), 2),
      '2 accounts can still be used, and 2 more by earlier answers, not confirmed by this scan. 3 apps gave no answer.',
    ],
    [
      { ...judged('OPEN', counts(0, 1, 2, 3)), open: undefined },
      'At least one account can still be used by earlier answers, not confirmed by this scan. 3 apps gave no answer.',
    ],
    [
      unlisted(judged('OPEN', counts(1, 0, 0, 0))),
      '1 account can still be used. An app may be missing: the app authorizations could not be listed ' +
        '(AccessDeniedException, HTTP 403).',
    ],
    [judged('UNKNOWN', counts(0, 3, 8, 2)), 'No account is known to be open, but 2 of 13 apps gave no answer.'],
    [
      judged('UNKNOWN', counts(0, 0, 0, 2), 2),
      'No account is known to be open, but 2 of 2 apps gave no answer (2 were not asked).',
    ],
    [judged('UNKNOWN', counts(0, 0, 0, 0)), 'No account is known to be open, but no app was asked.'],
    [
      unlisted(judged('UNKNOWN', counts(0, 1, 2, 0))),
      'No account is known to be open, but an app may be missing: the app authorizations could not be listed ' +
        '(AccessDeniedException, HTTP 403).',
    ],
    [
      unlisted(judged('UNKNOWN', counts(0, 1, 2, 1))),
      'No account is known to be open, but 1 of 4 apps gave no answer, and an app may be missing: ' +
        'the app authorizations could not be listed (AccessDeniedException, HTTP 403).',
    ],
    [judged('CLEAR', counts(0, 5, 8, 0)), 'Nothing is open. 13 of 13 apps answered; 5 accounts are blocked.'],
    [judged('UNKNOWN', counts(0, 0, 0, 1)), 'No account is known to be open, but 1 of 1 app gave no answer.'],
    [judged('CLEAR', counts(0, 1, 0, 0)), 'Nothing is open. 1 of 1 app answered; 1 account is blocked.'],
    [judged('CLEAR', counts(0, 1, 1, 0)), 'Nothing is open. 2 of 2 apps answered; 1 account is blocked.'],
    [judged('CLEAR', counts(0, 0, 2, 0)), 'Nothing is open. 2 of 2 apps answered; what accounts there were are gone.'],
    [judged('NOT_FOUND', counts(0, 0, 13, 0)), 'Nobody by that address in any app. Is it right?'],
  ])('%j', (scan, sentence) => {
    expect(verdictSentence(scan)).toBe(sentence);
  });
});

test.each([
  [
    'RUNNING',
    true,
    'no verdict yet, because the scan runs. 1 account can still be used, 2 tasks gave no answer so far.',
  ],
  ['FAILED', true, 'no verdict, because the scan failed. 1 account can still be used, 2 tasks gave no answer so far.'],
  [
    'COMPLETED',
    false,
    'no verdict, because the scan is one of task ids. 1 account can still be used, 2 tasks gave no answer.',
  ],
] as const)('a scan that is %s says why it has no verdict', (status, isOfPerson, sentence) => {
  expect(withoutVerdict(status, isOfPerson, counts(1, 1, 1, 2))).toBe(sentence);
});

test('a scan that found nothing before it failed is not said to be clear', () => {
  expect(withoutVerdict('FAILED', true, counts(0, 1, 3, 0))).toBe(
    'no verdict, because the scan failed. No account is known to be open so far.',
  );
});

describe('why nobody knows, and what to do', () => {
  test.each([
    ['RECONNECT', 'connect the app authorization again'],
    ['PERMISSION', 'give the app authorization the permission that it lacks'],
    ['APP_UNAVAILABLE', 'scan again later, because the app failed or refused for now'],
    ['EXPIRED', 'scan again, because AppFabric no longer has the answer'],
    ['TIMED_OUT', 'scan again later, because the app did not answer in time'],
    ['NOT_STARTED', 'see below with which error AppFabric did not start the task'],
    ['OTHER', "no rule knows AppFabric's error, which is below"],
  ] as const)('%s', (reason, text) => {
    expect(reasonText({ reason, isListed: true })).toBe(`${reason}: ${text}`);
    expect(reasonText({ reason, isListed: true, lastAccess: 'BLOCKED' })).toBe(
      `${reason}: ${text}; the last answer was BLOCKED`,
    );
  });

  test('a tenant that was not asked: the authorization, and the last answer', () => {
    expect(notAskedText('PendingConnect', true)).toBe('the app authorization is PendingConnect');
    expect(notAskedText('Connected', true)).toContain('although the app authorization is Connected');
    expect(
      reasonText({ reason: 'NOT_ASKED', isListed: true, lastAccess: 'OPEN', answeredAt: '2026-11-27T10:00:00.000Z' }),
    ).toBe(
      'NOT_ASKED: the app bundle has no such app authorization any more; ' +
        'the last answer was OPEN on 2026-11-27 10:00:00Z',
    );
  });

  test('without a list of authorizations, no app authorization is said to be gone', () => {
    expect(notAskedText(undefined, false)).toBe(
      'nothing is known about the app authorization, because the list of them failed',
    );
  });
});

test('a paragraph is broken between words, or within a word that is longer than a line, and indented', () => {
  expect(wrap('one two three four', 9)).toBe('one two\n  three\n  four');
  expect(wrap('  ? one two three', 11)).toBe('  ? one two\n    three');
  expect(wrap('abcdefghijkl mn', 5)).toBe('abcde\n  fgh\n  ijk\n  l\n  mn');
  expect(wrap('', 5)).toBe('');
});
