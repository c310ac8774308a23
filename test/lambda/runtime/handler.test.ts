import { executionOf, lambdaHandler, withSafeErrors } from '../../../lambda/runtime/handler';
import { PassingError, ScanError } from '../../../lambda/scan/errors';

const PERSON = 'ana.diaz@example.com';
const context = { getRemainingTimeInMillis: () => 1000 };

/** The error that a function fails with. */
const failureOf = (thrown: unknown): Promise<Error> =>
  withSafeErrors(() => Promise.reject(thrown)).then(
    () => new Error('The function did not fail.'),
    (error) => error,
  );
const errorWith = (name: string, more: object = {}) => Object.assign(new Error(PERSON), { name, ...more });
const answered = (httpStatusCode: number) => ({ $metadata: { httpStatusCode, requestId: 'request-1' } });

describe('the work of a function', () => {
  it('returns its result', async () => {
    expect(await withSafeErrors(async () => 'done')).toBe('done');
  });

  it.each([new ScanError('AppBundleNotFound', 'Connect an app.'), new PassingError('EventsRefused', 'Later.')])(
    'can fail with one of our errors, of which only the frames are left out: $name',
    async (error) => {
      const { name, message } = error;
      expect(await failureOf(error)).toBe(error);
      expect(error).toMatchObject({ name, message, stack: `${name}: ${message}` });
    },
  );

  it('can fail with another error: the name, the status, the request and the frames are kept, and the message is not', async () => {
    const failure = await failureOf(errorWith('ValidationException', answered(400)));
    expect(failure).toMatchObject({
      name: 'ValidationException',
      message: 'The step could not be finished (ValidationException, HTTP 400, request request-1).',
    });
    const lines = failure.stack?.split('\n') ?? [];
    expect(lines[0]).toBe(`ValidationException: ${failure.message}`);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.slice(1).every((line) => line.startsWith('    at '))).toBe(true);
    expect(failure.stack).toContain('handler.test.ts');
  });

  it('has nothing that a person typed in the stack, even if the message has several lines', async () => {
    const error = new TypeError(`cannot read\n${PERSON}\nmeet me at ${PERSON}\n    at ease`);
    error.stack = `TypeError: ${error.message.replace('\n    at ease', '')}\n    at read (file.ts:1:2)\nat ${PERSON}`;
    const failure = await failureOf(error);
    expect(failure.stack).toBe('TypeError: The step could not be finished (TypeError).\n    at read (file.ts:1:2)');
  });

  it.each([[PERSON], ['Ana Díaz'], ['']])('has no name that could be a person: "%s"', async (name) => {
    expect(await failureOf(errorWith(name))).toMatchObject({
      name: 'Error',
      message: 'The step could not be finished (Error).',
    });
  });

  it.each([[PERSON], [undefined], [null], [{ name: PERSON, message: PERSON }]])(
    'can throw what is no error: %j',
    async (thrown) => {
      expect(await failureOf(thrown)).toMatchObject({
        name: 'Error',
        message: 'The step could not be finished (Error).',
      });
    },
  );

  it('can fail with an error without a stack', async () => {
    const failure = await failureOf(errorWith('TypeError', { stack: undefined }));
    expect(failure.stack).toBe('TypeError: The step could not be finished (TypeError).');
  });
});

describe('the error of a service that is away', () => {
  it.each([
    ['ThrottlingException', answered(400)],
    ['ProvisionedThroughputExceededException', answered(400)],
    ['SomeException', answered(429)],
    ['TimeoutError', {}],
    ['Error', { code: 'ECONNRESET' }],
    ['Error', { code: 'ENOTFOUND' }],
    ['InternalServerError', answered(500)],
    ['ServiceException', answered(503)],
    ['ServiceException', answered(501)],
  ])('has a name that the state machine retries for hours: %s %j', async (name, more) => {
    const failure = await failureOf(errorWith(name, more));
    expect(failure.name).toBe('ServiceUnavailable');
    expect(failure.message).toContain(`The step could not be finished (${name}`);
    expect(failure.stack).toMatch(/^ServiceUnavailable: The step could not be finished/);
  });

  it.each([
    ['ValidationException', answered(400)],
    ['AccessDeniedException', answered(403)],
    ['TypeError', {}],
    ['Error', { code: 'ERR_ASSERTION' }],
  ])('is not one of our mistakes: %s %j', async (name, more) => {
    expect((await failureOf(errorWith(name, more))).name).toBe(name);
  });
});

describe('the execution', () => {
  const execution = { Name: 'scan', StartTime: '2026-01-05T08:00:00.1Z' };

  it('has the input, and the time of its start to the millisecond', () => {
    expect(executionOf({ ...execution, Input: { email: PERSON } })).toEqual({
      input: { email: PERSON },
      scanId: 'scan',
      startedAt: '2026-01-05T08:00:00.100Z',
      redriveCount: 0,
    });
  });

  it('has the number of redrives', () => {
    expect(executionOf({ ...execution, RedriveCount: 2 }).redriveCount).toBe(2);
  });
});

describe('a handler', () => {
  const name = process.env.AWS_LAMBDA_FUNCTION_NAME;
  afterEach(() => {
    if (name === undefined) delete process.env.AWS_LAMBDA_FUNCTION_NAME;
    else process.env.AWS_LAMBDA_FUNCTION_NAME = name;
  });
  const create = jest.fn(
    () =>
      async (event: string, { getRemainingTimeInMillis }: typeof context) =>
        `${event}, ${getRemainingTimeInMillis()}`,
  );
  beforeEach(() => create.mockClear());
  beforeAll(() => {
    process.env.SCANNER = 'Stack/Scanner';
  });
  afterAll(() => {
    delete process.env.SCANNER;
  });

  it('is created while Lambda initializes the function, and once', async () => {
    process.env.AWS_LAMBDA_FUNCTION_NAME = 'StartScan';
    const handler = lambdaHandler(create);
    expect(create).toHaveBeenCalledTimes(1);
    expect(create).toHaveBeenCalledWith(expect.objectContaining({ environment: process.env, random: Math.random }));
    expect(await handler('first', context)).toBe('first, 1000');
    expect(await handler('second', context)).toBe('second, 1000');
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('is created outside of Lambda when it is needed, and once', async () => {
    delete process.env.AWS_LAMBDA_FUNCTION_NAME;
    const handler = lambdaHandler(create);
    expect(create).not.toHaveBeenCalled();
    expect(await handler('first', context)).toBe('first, 1000');
    await handler('second', context);
    expect(create).toHaveBeenCalledTimes(1);
  });
});
