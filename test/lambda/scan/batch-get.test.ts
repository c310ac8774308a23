import { batchGetTasks, type RoundOptions, type TaskAnswer } from '../../../lambda/scan/batch-get';
import { APP_BUNDLE_ARN } from '../../../simulator/world/scanner';
import { EXCEPTION, outcomeOf, type Services, STARTED_AT, scanSteps } from '../../support/scan-steps';

const id = (number: number) => `5f0c1a7e-3b9d-4c52-8e61-${String(number).padStart(12, '0')}`;
const ids = (count: number) => Array.from({ length: count }, (_, index) => id(index));
const asked = (input: Record<string, unknown>) => input.taskIdList as string[];
const ended = (taskId: string) => ({ taskId, resultStatus: 'COMPLETED' });
const answer = (items: unknown) => ({ json: { userAccessResultsList: items } });
const answerAll = (input: Record<string, unknown>) => answer(asked(input).map(ended));
const NOT_FOUND = EXCEPTION('ResourceNotFoundException');
/** AppFabric's answers if it does not know some of the tasks. */
const unknown =
  (...taskIds: string[]) =>
  (input: Record<string, unknown>) =>
    asked(input).some((taskId) => taskIds.includes(taskId)) ? NOT_FOUND : answerAll(input);
const internalError = (retryAfter: string) => EXCEPTION('InternalServerException', {}, { 'retry-after': retryAfter });

/** One round of requests. */
async function round(
  taskIds: readonly string[],
  batchGet: NonNullable<Services['batchGet']>,
  { secondsLeft = 600, ...options }: Partial<RoundOptions> & { secondsLeft?: number } = {},
) {
  const { world, dependencies, requests } = await scanSteps({ batchGet });
  const answers: TaskAnswer[] = [];
  const outcome = await world.run(() =>
    outcomeOf(
      batchGetTasks(taskIds, dependencies, {
        until: world.clock.now() + secondsLeft * 1000,
        bundleExists: false,
        onAnswers: async (more) => void answers.push(...more),
        ...options,
      }),
    ),
  );
  return { ...outcome, requests, answers, answered: answers.map(({ taskId }) => taskId).sort() };
}

describe('a round of requests', () => {
  it('asks for every task once, 50 at a time', async () => {
    const { requests, answered, result } = await round(ids(120), answerAll);
    expect(requests.map(({ input }) => asked(input).length).sort()).toEqual([20, 50, 50]);
    expect(requests.every(({ input }) => input.appBundleIdentifier === APP_BUNDLE_ARN)).toBe(true);
    expect(answered).toEqual(ids(120));
    expect(result).toEqual({ retryAfter: 0, notFound: [], leftOut: [], notAsked: [] });
  });

  it('sends four requests at a time', async () => {
    const { requests } = await round(ids(300), answerAll);
    const delays = requests.map(({ sentAt }) => sentAt - Date.parse(STARTED_AT));
    expect(delays.map((delay) => delay > 0)).toEqual([false, false, false, false, true, true]);
  });

  it('sends nothing without tasks', async () => {
    expect((await round([], answerAll)).requests).toEqual([]);
  });
});

describe('the answers', () => {
  it('have a status once the task has ended, with what AppFabric returned', async () => {
    const items = [
      { taskId: id(0), resultStatus: 'IN_PROGRESS', app: 'SLACK' },
      { taskId: id(1), resultStatus: 'FAILED', tenantId: 'T1' },
      { taskId: id(2), resultStatus: 'SOMETHING_NEW' },
    ];
    expect((await round(ids(3), () => answer(items))).answers).toEqual([
      { taskId: id(0), status: undefined, answer: items[0] },
      { taskId: id(1), status: 'FAILED', answer: items[1] },
      { taskId: id(2), status: undefined, answer: items[2] },
    ]);
  });

  it('are only those to the tasks of the request', async () => {
    const items = [ended(id(7)), null, { resultStatus: 'COMPLETED' }, ended(id(0))];
    const { answered, result } = await round(ids(2), () => answer(items));
    expect(answered).toEqual([id(0)]);
    expect(result).toMatchObject({ leftOut: [id(1)] });
  });

  it('are one for each task: the final one, and the first of these if they say the same', async () => {
    const open = { taskId: id(0), resultStatus: 'IN_PROGRESS' };
    const items = [open, { ...ended(id(0)), userId: 'first' }, { ...ended(id(0)), userId: 'second' }, open];
    expect((await round(ids(1), () => answer(items))).answers).toMatchObject([
      { status: 'COMPLETED', answer: { userId: 'first' } },
    ]);
  });

  // From what needs somebody most to what needs nobody, and then what is no answer.
  const contradictory = [
    { userId: 'U-1', userStatus: 'ACTIVE' },
    { resultStatus: 'EXPIRED' },
    { userId: 'U-2', userStatus: 'inactive' },
    {},
    { resultStatus: 'IN_PROGRESS' },
  ].map((said) => ({ ...ended(id(0)), app: 'JIRA', ...said }));

  it.each(contradictory.flatMap((first, index) => contradictory.slice(index + 1).map((other) => [first, other])))(
    'do not let an answer that needs nobody hide another one for the same task: %j, %j',
    async (urgent, other) => {
      for (const items of [
        [urgent, other],
        [other, urgent],
      ]) {
        expect((await round(ids(1), () => answer(items))).answers).toMatchObject([{ answer: urgent }]);
      }
    },
  );

  it.each([[{}], [{ userAccessResultsList: null }], [{ userAccessResultsList: 'x' }]])(
    'leave out all tasks if the body is %j',
    async (json) => {
      const { answered, result } = await round(ids(2), () => ({ json }));
      expect(answered).toEqual([]);
      expect(result).toEqual({ retryAfter: 0, notFound: [], leftOut: ids(2), notAsked: [] });
    },
  );
});

describe('an error that the next round may not meet', () => {
  it('hides no other answer, and its tasks are neither left out nor lost', async () => {
    const { answered, result } = await round(ids(60), (input) =>
      asked(input).includes(id(0)) ? EXCEPTION('InternalServerException') : answerAll(input),
    );
    expect(answered).toEqual(ids(60).slice(50));
    expect(result).toEqual({ retryAfter: 0, notFound: [], leftOut: [], notAsked: [] });
  });

  it('tells how long AppFabric asks to wait, and the longest wait counts', async () => {
    for (const [first, second] of [
      ['20', '30'],
      ['30', '20'],
    ] as const) {
      const { result } = await round(ids(60), (input) => internalError(asked(input).includes(id(0)) ? first : second));
      expect(result).toMatchObject({ retryAfter: 30_000 });
    }
  });

  it.each([
    ['600', 300_000],
    ['0', 0],
    ['10000000000000', 0],
    ['soon', 0],
  ])('with a Retry-After of %s asks to wait for %i ms', async (header, retryAfter) => {
    expect((await round(ids(1), () => internalError(header))).result).toMatchObject({ retryAfter });
  });
});

describe('a task that AppFabric does not find', () => {
  it.each([50, 120])('does not hide the answers to the others of %i', async (count) => {
    const lost = id(17);
    const { answered, requests, result } = await round(ids(count), unknown(lost));
    expect(answered).toEqual(ids(count).filter((taskId) => taskId !== lost));
    expect(result).toEqual({ retryAfter: 0, notFound: [lost], leftOut: [], notAsked: [] });
    // Halves of 50 tasks: 25, 13, 7, 4, 2 and 1.
    expect(requests.length).toBeLessThanOrEqual(Math.ceil(count / 50) + 12);
  });

  it('can be one of several', async () => {
    const { answered, result } = await round(ids(50), unknown(id(0), id(1), id(49)));
    expect(answered).toEqual(ids(50).slice(2, 49));
    expect([...(result?.notFound ?? [])].sort()).toEqual([id(0), id(1), id(49)]);
  });

  it('is not known to AppFabric alone, if the resource has another type than the app bundle', async () => {
    const { result } = await round(ids(2), (input, call) =>
      call === 1 ? EXCEPTION('ResourceNotFoundException', { resourceType: 'UserAccessTask' }) : answerAll(input),
    );
    expect(result).toMatchObject({ notFound: [], leftOut: [] });
  });

  it('means that the app bundle does not exist, if it is so for all tasks', async () => {
    const { error, answered } = await round(ids(3), unknown(...ids(3)));
    expect(error).toMatchObject({
      name: 'AppBundleNotFound',
      message: expect.stringContaining('for BatchGetUserAccessTasks (ResourceNotFoundException, HTTP 404)'),
    });
    expect(answered).toEqual([]);
  });

  it('means nothing more, if AppFabric has answered the scan before or answers for another task', async () => {
    const before = await round(ids(3), unknown(...ids(3)), { bundleExists: true });
    expect(before.result).toMatchObject({ notFound: ids(3) });
    const elsewhere = await round(ids(60), unknown(...ids(50)));
    expect(elsewhere.result).toMatchObject({ notFound: ids(50) });
    expect(elsewhere.answered).toEqual(ids(60).slice(50));
  });

  it.each(['AppBundle', 'app-bundle', 'APPBUNDLE'])(
    'is not what an error is about that names the resource type %s: it ends the scan at once',
    async (resourceType) => {
      const { error, requests } = await round(ids(50), () => EXCEPTION('ResourceNotFoundException', { resourceType }), {
        bundleExists: true,
      });
      expect(error).toMatchObject({ name: 'AppBundleNotFound' });
      expect(requests).toHaveLength(1);
    },
  );
});

describe('the end of the time', () => {
  it('is before the first request: none is sent', async () => {
    const { requests, result } = await round(ids(60), answerAll, { secondsLeft: 0 });
    expect(requests).toEqual([]);
    expect(result).toEqual({ retryAfter: 0, notFound: [], leftOut: [], notAsked: ids(60) });
  });

  it('lets requests finish that are under way, and the others are not sent', async () => {
    const { requests, answered, result } = await round(ids(260), answerAll, { secondsLeft: 0.001 });
    expect(requests).toHaveLength(4);
    expect(answered).toEqual(ids(260).slice(0, 200));
    expect(result).toMatchObject({ notAsked: ids(260).slice(200), leftOut: [] });
  });

  it('stops a search for a task that AppFabric does not find, too', async () => {
    const { requests, result } = await round(ids(50), unknown(id(3)), { secondsLeft: 0.001, bundleExists: true });
    expect(requests).toHaveLength(1);
    expect(result).toEqual({ retryAfter: 0, notFound: [], leftOut: [], notAsked: ids(50) });
  });
});

describe('an error that no retry can fix', () => {
  it.each([
    ['AccessDeniedException', 'AppFabricAccessDenied'],
    ['ValidationException', 'AppFabricRequestRejected'],
  ])('%s is thrown, after the answers of the other requests are passed on', async (name, scanError) => {
    const { error, answered } = await round(ids(100), (input) =>
      asked(input).includes(id(0)) ? EXCEPTION(name) : answerAll(input),
    );
    expect(error).toMatchObject({ name: scanError, message: expect.stringContaining('BatchGetUserAccessTasks') });
    expect(answered).toEqual(ids(100).slice(50));
  });
});

it.each([
  ['AppFabric fails', 60],
  ['there is no time', 0.001],
])(
  'a task that is not found is no sign of a missing app bundle if the others were not asked for: %s',
  async (_, secondsLeft) => {
    const fail = (input: Record<string, unknown>, call: number) =>
      call === 1 ? unknown(id(7))(input) : EXCEPTION('InternalServerException');
    const { error } = await round(ids(50), fail, { secondsLeft, bundleExists: false });
    expect(error).toBeUndefined();
  },
);
