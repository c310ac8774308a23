import { parseWatchRequest, triggerIn } from '../../../lambda/watch/request';
import { DEFAULT_WATCH_SETTINGS, MAX_CADENCE_SCANS, MAX_WATCH_SECONDS } from '../../../lib/contract/watch-limits';

const DAY = 24 * 60 * 60;
const EMAIL = 'Ana@Example.com';
const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-11-20T08:00:00Z' };

const parsed = (fields: object = {}, retentionSeconds = 365 * DAY) =>
  parseWatchRequest({ email: EMAIL, ...fields }, retentionSeconds);
const settings = (fields?: object, retentionSeconds?: number) => parsed(fields, retentionSeconds).settings;

/** The message with which an input is refused. */
function refusal(input: unknown, retentionSeconds = 365 * DAY): string {
  try {
    parseWatchRequest(input, retentionSeconds);
  } catch (error) {
    expect(error).toMatchObject({ name: 'InvalidWatchRequest' });
    return (error as Error).message;
  }
  throw new Error('The input was accepted.');
}
const refused = (fields: object, retentionSeconds?: number) => refusal({ email: EMAIL, ...fields }, retentionSeconds);

describe('a request', () => {
  it('needs only an address, and has the defaults', () => {
    expect(parsed()).toEqual({
      person: { email: 'Ana@Example.com', key: 'ana@example.com' },
      settings: DEFAULT_WATCH_SETTINGS,
    });
  });

  it('can have a trigger and all settings', () => {
    const all = {
      cadenceSeconds: [60, 7200],
      dueInSeconds: 3600,
      giveUpAfterSeconds: DAY,
      askAgainSeconds: 120,
      askAgainTimes: 0,
      notFoundIsClear: true,
    };
    expect(parsed({ trigger, ...all })).toMatchObject({ trigger, settings: all });
  });

  it.each([[undefined], [null], ['{}'], [[{ email: EMAIL }]]])('is refused if it is %j', (input) => {
    expect(refusal(input)).toBe('The input must be a JSON object.');
  });

  it('is refused without an address, and with one that AppFabric does not accept', () => {
    expect(refusal({ trigger })).toBe('email is required: set { "email": "person@example.com" }.');
    expect(refused({ email: 7 })).toBe('email must be a string.');
    expect(refused({ email: 'ana' })).toBe(
      'email is not an email address that AppFabric accepts: write it as person@example.com.',
    );
    expect(refused({ email: `${'a'.repeat(309)}@example.com` })).toBe('email must have at most 320 characters.');
  });

  it('is refused with a field that is not supported, which is named only if it looks like a name', () => {
    const fields =
      'email, trigger, cadenceSeconds, dueInSeconds, giveUpAfterSeconds, askAgainSeconds, askAgainTimes, notFoundIsClear';
    expect(refused({ taskIds: [] })).toBe(`taskIds is not supported: the fields are ${fields}.`);
    expect(refused({ 'ana@example.com': 1 })).toBe(`A field is not supported: the fields are ${fields}.`);
  });

  it('is refused with a trigger that is not valid', () => {
    expect(refused({ trigger: 'event-1' })).toBe('trigger must be a JSON object.');
    expect(refused({ trigger: { ...trigger, time: 'today' } })).toBe(
      'trigger.time is not a time: write it as 2026-01-31T12:00:00Z.',
    );
  });

  it('names its trigger even if it is not valid', () => {
    expect(triggerIn({ email: 7, trigger: { ...trigger, detail: {} } })).toEqual(trigger);
    expect(triggerIn({ email: EMAIL })).toBeUndefined();
    expect(triggerIn(undefined)).toBeUndefined();
  });
});

describe('the cadence', () => {
  it.each([
    [undefined, false],
    [[3600], true],
    [Array(50).fill(DAY), true],
  ])('can be %j', (cadenceSeconds, isSet) => {
    expect(settings({ cadenceSeconds }).cadenceSeconds).toEqual(
      isSet ? cadenceSeconds : DEFAULT_WATCH_SETTINGS.cadenceSeconds,
    );
  });

  it.each([[[]], [Array(51).fill(DAY)], [3600], ['1h'], [null]])('is refused if it is %j', (cadenceSeconds) => {
    expect(refused({ cadenceSeconds })).toBe(
      'cadenceSeconds must be a list of 1 to 50 waits: the last one is repeated.',
    );
  });

  it.each([[59], [60.5], ['60'], [null], [MAX_WATCH_SECONDS + 1], [1e300], [-60]])(
    'is refused with a wait of %j',
    (wait) => {
      expect(refused({ cadenceSeconds: [3600, wait] })).toBe(
        `cadenceSeconds[1] must be a whole number of seconds from 60 to ${MAX_WATCH_SECONDS}.`,
      );
    },
  );

  it('must not result in more scans than fit into an execution', () => {
    const giveUpAfterSeconds = 60 * (MAX_CADENCE_SCANS - 1);
    const fits = { cadenceSeconds: [60], dueInSeconds: 60, giveUpAfterSeconds };
    expect(settings(fits)).toMatchObject(fits);
    expect(refused({ ...fits, giveUpAfterSeconds: giveUpAfterSeconds + 60 })).toBe(
      `cadenceSeconds and giveUpAfterSeconds result in ${MAX_CADENCE_SCANS + 1} scans, but the maximum is ` +
        `${MAX_CADENCE_SCANS}: set longer waits, or a smaller giveUpAfterSeconds.`,
    );
  });
});

describe('the times at which a watch is due and gives up', () => {
  it('can be the same, and any from a minute to a year', () => {
    expect(settings({ dueInSeconds: 60, giveUpAfterSeconds: 60 })).toMatchObject({
      dueInSeconds: 60,
      giveUpAfterSeconds: 60,
    });
    expect(settings({ giveUpAfterSeconds: MAX_WATCH_SECONDS }).giveUpAfterSeconds).toBe(MAX_WATCH_SECONDS);
  });

  it.each(['dueInSeconds', 'giveUpAfterSeconds'])('are whole seconds: %s', (field) => {
    for (const value of [59, 60.5, '86400', null, MAX_WATCH_SECONDS + 1, Number.NaN]) {
      expect(refused({ [field]: value }, 10 * MAX_WATCH_SECONDS)).toBe(
        `${field} must be a whole number of seconds from 60 to ${MAX_WATCH_SECONDS}.`,
      );
    }
  });

  it('are in this order', () => {
    expect(refused({ dueInSeconds: 7200, giveUpAfterSeconds: 3600 })).toBe(
      'dueInSeconds must be at most giveUpAfterSeconds, which is 3600: set a smaller value, or a greater ' +
        'giveUpAfterSeconds.',
    );
    expect(refused({ dueInSeconds: 31 * DAY })).toMatch(
      /^dueInSeconds must be at most giveUpAfterSeconds, which is 2592000/,
    );
  });

  it('are the same if a watch gives up before the usual due time', () => {
    expect(settings({ giveUpAfterSeconds: 3600 })).toMatchObject({ dueInSeconds: 3600, giveUpAfterSeconds: 3600 });
  });

  it('are not later than the time for which changes are kept', () => {
    expect(settings({}, 7 * DAY)).toMatchObject({ dueInSeconds: DAY, giveUpAfterSeconds: 7 * DAY });
    expect(settings({ giveUpAfterSeconds: 7 * DAY }, 7 * DAY).giveUpAfterSeconds).toBe(7 * DAY);
    expect(refused({ giveUpAfterSeconds: 7 * DAY + 1 }, 7 * DAY)).toBe(
      `giveUpAfterSeconds must be at most ${7 * DAY}, because results are not kept for longer: set a smaller value, or a ` +
        'longer resultRetention.',
    );
  });
});

describe('asking again', () => {
  it.each([0, 20])('can be %d times', (askAgainTimes) => {
    expect(settings({ askAgainTimes }).askAgainTimes).toBe(askAgainTimes);
  });

  it.each([[-1], [21], [1.5], ['4'], [null]])('cannot be %j times', (askAgainTimes) => {
    expect(refused({ askAgainTimes })).toBe('askAgainTimes must be a whole number from 0 to 20.');
  });

  it.each([[59], ['900'], [MAX_WATCH_SECONDS + 1]])('cannot be after %j seconds', (askAgainSeconds) => {
    expect(refused({ askAgainSeconds })).toBe(
      `askAgainSeconds must be a whole number of seconds from 60 to ${MAX_WATCH_SECONDS}.`,
    );
  });
});

it.each([['yes'], [1], [null]])('whether NOT_FOUND is clear cannot be %j', (notFoundIsClear) => {
  expect(refused({ notFoundIsClear })).toBe('notFoundIsClear must be true or false.');
});

it('no refusal contains the address or the trigger', () => {
  const values = { email: 'ana@example.com', id: 'personal-id', source: 'personal-source' };
  const bad = [
    { email: `${values.email} ` },
    { email: values.email, trigger: { id: values.id, source: values.source, time: values.email } },
    { email: values.email, trigger: { ...trigger, id: values.id.repeat(100) } },
    { email: values.email, cadenceSeconds: values.email },
    { email: values.email, cadenceSeconds: [values.email] },
    { email: values.email, dueInSeconds: values.email },
    { email: values.email, giveUpAfterSeconds: values.email },
    { email: values.email, askAgainSeconds: values.email },
    { email: values.email, askAgainTimes: values.email },
    { email: values.email, notFoundIsClear: values.email },
  ];
  for (const input of bad) {
    for (const value of Object.values(values)) expect(refusal(input)).not.toContain(value);
  }
});
