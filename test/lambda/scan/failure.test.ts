import { identityOf, scanErrorIn } from '../../../lambda/scan/failure';

const PERSON = 'ana.diaz@example.com';
const causeOf = (errorMessage: unknown) => JSON.stringify({ errorMessage, errorType: 'x', trace: [] });

describe('the error that a scan fails with', () => {
  it('is our own error with its message, which says what to do', () => {
    expect(scanErrorIn({ error: 'AppBundleNotFound', cause: causeOf('Check the bundle.') })).toMatchObject({
      name: 'AppBundleNotFound',
      message: 'Check the bundle.',
    });
  });

  it('has the cause as it is if the state machine itself fails with our error', () => {
    expect(scanErrorIn({ error: 'ScanExpired', cause: 'Too late.' })).toMatchObject({
      name: 'ScanExpired',
      message: 'Too late.',
    });
  });

  it('says what did not pass, if an error that passes did not', () => {
    expect(
      scanErrorIn({ error: 'AppFabricUnavailable', cause: causeOf('AppFabric did not accept it.') }),
    ).toMatchObject({
      name: 'ScanInterrupted',
      message:
        'The scan could not continue because its function kept failing with AppFabricUnavailable: AppFabric did not ' +
        'accept it. Recorded results are kept. Check the logs of the functions, fix the cause, and redrive the ' +
        'execution or start a new scan.',
    });
  });

  it.each(['Lambda.TooManyRequestsException', 'States.Timeout', 'TypeError', 'Sandbox.Timedout'])(
    'has only the name of another error, such as %s: its message could be about a person',
    (error) => {
      expect(scanErrorIn({ error, cause: causeOf(PERSON) })).toMatchObject({
        name: 'ScanInterrupted',
        message: expect.stringMatching(
          `^The scan could not continue because its function kept failing with ${error}\\. Recorded results are kept\\.`,
        ),
      });
    },
  );

  it.each([PERSON, '', 'Ana Díaz'])('does not even have the name "%s"', (error) => {
    expect(scanErrorIn({ error, cause: causeOf(PERSON) }).message).toContain(
      'kept failing with an unnamed error. Recorded results are kept.',
    );
  });
});

describe('the identity of a scan that failed', () => {
  const execution = { scanId: 'scan', startedAt: '2026-01-05T08:00:00.000Z', redriveCount: 3 };
  const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T07:59:00Z' };
  const taskIds = ['5f0c1a7e-3b9d-4c52-8e61-9a4d2f7b6c10'];

  it('has the person and the trigger of the request', () => {
    expect(identityOf({ ...execution, input: { email: 'Ana.Diaz@example.com', trigger } })).toEqual({
      scanId: 'scan',
      startedAt: execution.startedAt,
      email: PERSON,
      trigger,
    });
    expect(identityOf({ ...execution, input: { taskIds, trigger } })).toEqual({
      scanId: 'scan',
      startedAt: execution.startedAt,
      trigger,
    });
  });

  it.each([[undefined], [null], ['x'], [[]], [{}], [{ email: 'x', trigger: { ...trigger, id: '' } }]])(
    'is that of the execution alone if the input %j is not valid',
    (input) => {
      expect(identityOf({ ...execution, input })).toEqual({ scanId: 'scan', startedAt: execution.startedAt });
    },
  );

  it.each([
    [{ email: 'not an address', trigger }],
    [{ trigger }],
    [{ email: null, taskIds: 1, trigger }],
    [{ trigger: { ...trigger, more: 1 } }],
  ])('has the trigger of the input %j, so that the malformed event can be found', (input) => {
    const identity = { scanId: 'scan', startedAt: execution.startedAt, trigger };
    expect(identityOf({ ...execution, input })).toEqual(identity);
  });
});
