import { BatchGetUserAccessTasksCommand } from '../../../lambda/appfabric';
import {
  codeOf,
  describe as described,
  isErrorName,
  PassingError,
  ScanRedriven,
  scanErrorOf,
} from '../../../lambda/scan/errors';
import { EXCEPTION, scanSteps } from '../../support/scan-steps';

const PERSON = 'ana.diaz@example.com';

/** The error that the client makes of AppFabric's answer. */
async function failureOf(answer: object): Promise<Error> {
  const { world, dependencies } = await scanSteps({ batchGet: () => answer });
  const { appFabric, appBundleArn: appBundleIdentifier } = dependencies;
  return world.run(() =>
    appFabric.send(new BatchGetUserAccessTasksCommand({ appBundleIdentifier, taskIdList: [] })).then(
      () => new Error('AppFabric did not fail.'),
      (error) => error,
    ),
  );
}
const scanErrorAfter = async (answer: object) => scanErrorOf(await failureOf(answer), 'BatchGetUserAccessTasks');

describe('an error of AppFabric', () => {
  it.each([
    ['AccessDeniedException', 403, 'AppFabricAccessDenied', 'policy of the function'],
    ['UnrecognizedClientException', 401, 'AppFabricAccessDenied', 'policy of the function'],
    ['InvalidSignatureException', 403, 'AppFabricAccessDenied', 'policy of the function'],
    ['ResourceNotFoundException', 404, 'AppBundleNotFound', 'that task ids in the input belong to it'],
    ['ValidationException', 400, 'AppFabricRequestRejected', 'Correct the input and start a new scan'],
    ['ConflictException', 409, 'AppFabricRequestRejected', "See the error in AppFabric's API reference"],
    ['UnknownException', 400, 'AppFabricRequestRejected', "See the error in AppFabric's API reference"],
    ['UnknownException', 499, 'AppFabricRequestRejected', "See the error in AppFabric's API reference"],
  ])('%s with status %i ends the scan as %s, and says what to do', async (name, status, scanError, advice) => {
    const error = await scanErrorAfter({ ...EXCEPTION(name), status });
    expect(error).toMatchObject({ name: scanError, message: expect.stringContaining(advice) });
    expect(error?.message).toContain(`BatchGetUserAccessTasks (${name}, HTTP ${status}`);
    expect(error?.message).not.toContain('Ana');
  });

  it('that denies access names the action to allow', async () => {
    const error = await scanErrorAfter(EXCEPTION('AccessDeniedException'));
    expect(error?.message).toContain('Allow appfabric:BatchGetUserAccessTasks on the app bundle');
  });

  it.each([
    ['ThrottlingException', 429],
    ['ThrottlingException', 400],
    ['InternalServerException', 500],
    ['InternalServerException', 400],
    ['UnknownException', 408],
    ['UnknownException', 429],
    ['UnknownException', 500],
    ['UnknownException', 503],
  ])('%s with status %i does not end the scan', async (name, status) => {
    expect(await scanErrorAfter({ ...EXCEPTION(name), status })).toBeUndefined();
  });

  it('is not what an answer is that cannot be read: it does not end the scan', async () => {
    expect(await scanErrorAfter({ status: 200, body: '{' })).toBeUndefined();
  });

  it('without a response does not end the scan', () => {
    expect(scanErrorOf(new Error('socket hang up'), 'BatchGetUserAccessTasks')).toBeUndefined();
    expect(scanErrorOf(Object.assign(new Error(), { $metadata: {} }), 'BatchGetUserAccessTasks')).toBeUndefined();
  });
});

describe('a request that AppFabric finds not valid', () => {
  const messageAfter = async (members: object) =>
    (await scanErrorAfter(EXCEPTION('ValidationException', members)))?.message;

  it('is told with the reason and the fields of the API', async () => {
    const fieldList = ['email', 'taskIdList', 'email'].map((name) => ({ name, message: `${PERSON} is not valid` }));
    expect(await messageAfter({ reason: 'fieldValidationFailed', fieldList })).toBe(
      'AppFabric rejected BatchGetUserAccessTasks (ValidationException, HTTP 400, reason fieldValidationFailed, fields ' +
        'email, taskIdList). Correct the input and start a new scan.',
    );
  });

  it.each(['unknownOperation', 'cannotParse', 'fieldValidationFailed', 'other'])(
    'can be so because of %s',
    async (reason) => {
      expect(await messageAfter({ reason })).toContain(`HTTP 400, reason ${reason}).`);
    },
  );

  it('can be so because of the app bundle', async () => {
    const fieldList = [{ name: 'appBundleIdentifier', message: 'x' }];
    expect(await messageAfter({ reason: 'other', fieldList })).toContain('reason other, fields appBundleIdentifier).');
  });

  it.each([
    [{ reason: PERSON }],
    [{ reason: `other ${PERSON}` }],
    [{ fieldList: [{ name: PERSON, message: PERSON }] }],
    [{ fieldList: [{ name: `email ${PERSON}` }, {}] }],
    [{ reason: null, fieldList: null }],
  ])('is told without what a person typed: %j', async (members) => {
    expect(await messageAfter(members)).toBe(
      'AppFabric rejected BatchGetUserAccessTasks (ValidationException, HTTP 400, reason not given). Correct the input ' +
        'and start a new scan.',
    );
  });
});

describe('the description of an error', () => {
  const failure = (name: string, httpStatusCode?: number, requestId?: string) => ({
    name,
    $metadata: { httpStatusCode, requestId },
  });

  it('has the name, the status and the id of the request', () => {
    expect(described(failure('ThrottlingException', 429, 'a1-B2_c3'))).toBe(
      'ThrottlingException, HTTP 429, request a1-B2_c3',
    );
    expect(described({ name: 'TimeoutError' })).toBe('TimeoutError');
    expect(described({})).toBe('Error');
  });

  it.each([[PERSON], ['Ana Díaz'], ['a'.repeat(65)], [''], [`id\n${PERSON}`], ['(x)']])(
    'leaves out the id of the request if it is "%s"',
    (requestId) => {
      expect(described(failure('TimeoutError', 500, requestId))).toBe('TimeoutError, HTTP 500');
    },
  );

  it('takes the longest id of a request', () => {
    expect(described(failure('TimeoutError', 500, 'a'.repeat(64)))).toContain('a'.repeat(64));
  });

  it('has the id of the request in the message that ends a scan', async () => {
    const error = await scanErrorAfter(EXCEPTION('AccessDeniedException', {}, { 'x-amzn-requestid': 'request-1' }));
    expect(error?.message).toContain('(AccessDeniedException, HTTP 400, request request-1)');
    const other = await scanErrorAfter(EXCEPTION('AccessDeniedException', {}, { 'x-amzn-requestid': PERSON }));
    expect(other?.message).toContain('(AccessDeniedException, HTTP 400)');
  });

  it('has no name of which a person is a part', async () => {
    const error = await scanErrorAfter({ ...EXCEPTION(PERSON), status: 400 });
    expect(error?.message).toContain('BatchGetUserAccessTasks (Error, HTTP 400)');
  });
});

describe('why EventBridge did not accept events', () => {
  it.each([
    [undefined, 'not in time'],
    ['ThrottlingException', 'ThrottlingException'],
    [PERSON, 'Error'],
  ])('is named without anything that a person typed: %s', (code, expected) => expect(codeOf(code)).toBe(expected));
});

describe('the name of an error', () => {
  it.each([
    'TimeoutError',
    'Error',
    'ConditionalCheckFailedException',
    'InternalFailure',
    'Lambda.Unknown',
    'Lambda.EC2ThrottledException',
    'States.Timeout',
    'StepFunctions.ExecutionLimitExceeded',
    'Sandbox.Timedout',
    'Runtime.ExitError',
    'ServiceUnavailable',
    'EventsRefused',
    'TriggerPending',
    'AppFabricUnavailable',
    `${'a'.repeat(60)}Exception`,
    `Lambda.${'a'.repeat(60)}`,
  ])('can be %s', (name) => {
    expect(isErrorName(name)).toBe(true);
  });

  it.each([
    [undefined],
    [''],
    [PERSON],
    ['Ana Díaz'],
    ['AnaDiaz'],
    ['Ana DíazException'],
    [`${PERSON} TimeoutError`],
    [`TimeoutError ${PERSON}`],
    [`TimeoutError\n${PERSON}`],
    [`${PERSON} Lambda.Unknown`],
    [`Lambda.Unknown ${PERSON}`],
    ['Lambda.'],
    ['Lambda.X'],
    ['LambdaXUnknown'],
    ['Ana.Diaz'],
    [`${'a'.repeat(61)}Exception`],
    [`Lambda.${'a'.repeat(61)}`],
  ])('cannot be "%s"', (name) => {
    expect(isErrorName(name)).toBe(false);
  });
});

test('the errors of a scan have the names that the state machine knows', () => {
  expect(new ScanRedriven()).toMatchObject({
    name: 'ScanRedriven',
    message: 'The execution was redriven. FailScan reopens the scan.',
  });
  expect(new PassingError('EventsRefused', 'Later.')).toMatchObject({ name: 'EventsRefused', message: 'Later.' });
});
