import { readAccessRules, readNumber, readString } from '../../../lambda/runtime/environment';

describe('a variable that the template sets', () => {
  it('is read as a text', () => {
    expect(readString({ TABLE_NAME: 'user-access' }, 'TABLE_NAME')).toBe('user-access');
  });

  it.each([
    ['0', 0],
    ['1.5', 1.5],
    ['31536000', 31_536_000],
  ])('is read as a number: %s', (text, number) => {
    expect(readNumber({ BACKOFF_RATE: text }, 'BACKOFF_RATE')).toBe(number);
  });

  it.each([[undefined], ['']])('is missing if it is %j, and the error names it', (value) => {
    const message = 'The environment variable TABLE_NAME is missing. The template sets it.';
    expect(() => readString({ TABLE_NAME: value }, 'TABLE_NAME')).toThrow(message);
    expect(() => readNumber({ TABLE_NAME: value }, 'TABLE_NAME')).toThrow(message);
  });

  it.each([['soon'], ['NaN'], ['Infinity'], ['1 s']])('is no number if it is "%s", and the error names it', (text) => {
    expect(() => readNumber({ BACKOFF_RATE: text }, 'BACKOFF_RATE')).toThrow(
      'The environment variable BACKOFF_RATE is not a number. The template sets it.',
    );
  });
});

describe('the rules that the team adds', () => {
  it('are read as JSON', () => {
    const rules = { appsWithoutUserAccess: ['M365AUDITLOGS'] };
    expect(readAccessRules({ ACCESS_RULES: JSON.stringify(rules) })).toEqual(rules);
  });

  it('are none if the variable is missing', () => {
    expect(readAccessRules({})).toEqual({});
  });
});
