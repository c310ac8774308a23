import { isTaskId, parseScanRequest, subjectOf } from '../../../lambda/scan/request';

const TASK = '5f0c1a7e-3b9d-4c52-8e61-9a4d2f7b6c10';
const OTHER_TASK = '0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9';
const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-11-20T08:00:00Z' };
const taskIds = (count: number) =>
  Array.from({ length: count }, (_, number) => `${TASK.slice(0, -4)}${number.toString(16).padStart(4, '0')}`);

/** The message with which an input is refused. */
function refusal(input: unknown): string {
  try {
    parseScanRequest(input);
  } catch (error) {
    expect(error).toMatchObject({ name: 'InvalidScanRequest' });
    return (error as Error).message;
  }
  throw new Error('The input was accepted.');
}

describe('an input with an email address', () => {
  it('asks for a person, whose key is the address in lower case', () => {
    expect(parseScanRequest({ email: 'Ana@Example.com' })).toEqual({
      person: { email: 'Ana@Example.com', key: 'ana@example.com' },
    });
  });

  it('can have an address of up to 320 characters', () => {
    const email = `${'a'.repeat(308)}@example.com`;
    expect(parseScanRequest({ email }).person?.email).toBe(email);
    expect(refusal({ email: `a${email}` })).toBe('email must have at most 320 characters.');
  });

  it.each([[undefined], [null], [7], [['ana@example.com']]])('is refused if the address is %j', (email) => {
    expect(refusal({ email })).toBe('email must be a string.');
  });

  it.each([[''], ['ana'], ['ana@example.com '], ["o'neil@example.com"]])('is refused if it is "%s"', (email) => {
    expect(refusal({ email })).toBe(
      'email is not an email address that AppFabric accepts: write it as person@example.com.',
    );
  });
});

describe('an input with task ids', () => {
  it('asks for these tasks, each once', () => {
    expect(parseScanRequest({ taskIds: [TASK, OTHER_TASK, TASK] })).toEqual({ taskIds: [TASK, OTHER_TASK] });
  });

  it('can have up to 2,000 ids', () => {
    expect(parseScanRequest({ taskIds: taskIds(2000) }).taskIds).toHaveLength(2000);
    expect(refusal({ taskIds: taskIds(2001) })).toBe(
      'taskIds has 2001 ids, but the maximum is 2000: start several scans.',
    );
  });

  it('is refused without a list of at least one id', () => {
    expect(refusal({ taskIds: TASK })).toBe('taskIds must be a list of task ids.');
    expect(refusal({ taskIds: [] })).toBe('taskIds is empty: list at least one task id.');
  });

  it.each([[TASK.toUpperCase()], [`${TASK}0`], ['task-1'], [null], [[TASK]]])(
    'is refused if one of them is %j, and the message has its place and not its value',
    (id) => {
      expect(refusal({ taskIds: [TASK, id] })).toBe('taskIds[1] is not a task id: it must be a UUID in lower case.');
    },
  );
});

describe('a task id', () => {
  it('is a UUID in lower case', () => {
    expect([TASK, TASK.toUpperCase(), `x${TASK}`, '', undefined, [TASK]].map(isTaskId)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('an input', () => {
  it.each([[undefined], [null], ['{}'], [7], [[{ email: 'ana@example.com' }]]])('is refused if it is %j', (input) => {
    expect(refusal(input)).toBe('The input must be a JSON object.');
  });

  it('is refused without an address and task ids, and with both', () => {
    expect(refusal({ trigger })).toBe(
      'email or taskIds is required: set { "email": "person@example.com" } or { "taskIds": ["…"] }.',
    );
    expect(refusal({ email: 'ana@example.com', taskIds: [TASK] })).toBe(
      'email and taskIds are both set: remove one of them.',
    );
  });

  it('is refused with a field that is not supported, which the message names', () => {
    expect(refusal({ email: 'ana@example.com', mail: 1 })).toBe(
      'mail is not supported: the fields are email, taskIds, trigger.',
    );
    expect(refusal({ email: 'ana@example.com', trigger: { ...trigger, detail: {} } })).toBe(
      'trigger.detail is not supported: the fields are trigger.id, trigger.source, trigger.time.',
    );
  });

  it.each([['ana@example.com'], ['ana.díaz'], ['a b'], [' a'], ['7a'], [''], ['a'.repeat(41)]])(
    'is refused with a field "%s", which may be personal data, so the message does not name it',
    (field) => {
      expect(refusal({ [field]: 1 })).toBe('A field is not supported: the fields are email, taskIds, trigger.');
      expect(refusal({ email: 'ana@example.com', trigger: { ...trigger, [field]: 1 } })).toBe(
        'A field of trigger is not supported: the fields are trigger.id, trigger.source, trigger.time.',
      );
    },
  );

  it('names a field of up to 40 letters, digits and underscores', () => {
    const field = `a_7${'a'.repeat(37)}`;
    expect(refusal({ [field]: 1 })).toBe(`${field} is not supported: the fields are email, taskIds, trigger.`);
  });
});

describe('a trigger', () => {
  const parsed = (fields: object) =>
    parseScanRequest({ email: 'ana@example.com', trigger: { ...trigger, ...fields } }).trigger;
  const refused = (fields: object) => refusal({ email: 'ana@example.com', trigger: { ...trigger, ...fields } });

  it('is part of the request, for a person and for task ids', () => {
    expect(parsed({})).toEqual(trigger);
    expect(parseScanRequest({ taskIds: [TASK], trigger })).toEqual({ taskIds: [TASK], trigger });
  });

  it.each([[undefined], [null], ['event-1'], [[trigger]]])('is refused if it is %j', (value) => {
    expect(refusal({ email: 'ana@example.com', trigger: value })).toBe('trigger must be a JSON object.');
  });

  it.each(['id', 'source', 'time'])('has the field %s, of 1 to 256 characters', (field) => {
    for (const value of [undefined, '', 7, 'x'.repeat(257)]) {
      expect(refused({ [field]: value })).toBe(`trigger.${field} must be a string of 1 to 256 characters.`);
    }
  });

  it('can have an id and a source of 256 characters', () => {
    const long = 'x'.repeat(256);
    expect(parsed({ id: long, source: long })).toEqual({ ...trigger, id: long, source: long });
  });

  it.each([
    ['2026-11-20T08:00Z'],
    ['2026-11-20T08:00:00Z'],
    ['2026-11-20T08:00:00.123Z'],
    ['2026-11-20T08:00:00.1Z'],
    ['2026-11-20T08:00:00+05:30'],
    ['2026-11-20T08:00:00-0800'],
  ])('has a time in ISO 8601, with a time zone: %s', (time) => {
    expect(parsed({ time })?.time).toBe(time);
  });

  it.each([
    ['today'],
    ['2026-11-20'],
    ['2026-11-20T08:00:00'],
    ['2026-11-20 08:00:00Z'],
    ['2026-11-20T08:00:00.Z'],
    ['+002026-11-20T08:00:00Z'],
    ['(ana@example.com) 2026-11-20T08:00:00Z'],
    ['2026-11-20T08:00:00Z (ana@example.com)'],
    ['2026-11-20T08Z'],
    ['2026-13-20T08:00:00Z'],
    ['2026-11-20T25:00:00Z'],
  ])('is refused if the time is "%s"', (time) => {
    expect(refused({ time })).toBe('trigger.time is not a time: write it as 2026-01-31T12:00:00Z.');
  });
});

describe('what a request asks for', () => {
  const subject = (input: object) => subjectOf(parseScanRequest(input));

  it('is the same for a person however the address is written, and differs between people', () => {
    expect(subject({ email: 'Ana@Example.com', trigger })).toBe(subject({ email: 'ana@example.com' }));
    expect(subject({ email: 'ana@example.com' })).not.toBe(subject({ email: 'ben@example.com' }));
  });

  it('is the same for task ids in any order, and differs between lists', () => {
    const both = subject({ taskIds: [TASK, OTHER_TASK] });
    expect(subject({ taskIds: [OTHER_TASK, TASK, TASK] })).toBe(both);
    expect(subject({ taskIds: [TASK] })).not.toBe(both);
    expect(subject({ taskIds: [OTHER_TASK] })).not.toBe(subject({ taskIds: [TASK] }));
  });
});
