import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Tasks } from '../../local/appfabric/tasks';
import { parseScenario, type Scenario, ScenarioError } from '../../local/scenario';
import { JsonMistake, parseJson } from '../../local/scenario/json';
import { tenantKey } from '../../local/scenario/tenant-key';

const root = join(__dirname, '..', '..');
const arn = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

/** A scenario with every field. */
const everything = {
  appBundleArn: arn,
  authorizations: [
    { app: 'SLACK', tenantId: 'T1', tenantDisplayName: 'Example Ltd', status: 'Connected' },
    { app: 'CONFLUENCE', tenantId: 'c-1', userAccess: false },
  ],
  defaultSeconds: 2,
  users: [
    {
      email: 'Ana@Example.com',
      access: [
        {
          app: 'SLACK',
          tenantId: 'T1',
          tenantDisplayName: 'Other name',
          seconds: 0,
          result: {
            resultStatus: 'COMPLETED',
            email: 'ana.diaz@example.com',
            userId: 'U1',
            userFullName: 'Ana Díaz',
            userFirstName: 'Ana',
            userLastName: 'Díaz',
            userStatus: 'ACTIVE',
            tenantDisplayName: 'Third name',
          },
          missingSeconds: 1.5,
          later: [{ afterSeconds: 60, result: { resultStatus: 'COMPLETED', userStatus: 'suspended' } }],
          changes: [{ afterSeconds: 3, result: { resultStatus: 'IN_PROGRESS' } }],
        },
        { app: 'ZOOM', tenantId: 'z-1', startError: { errorCode: 'A', errorMessage: 'b' } },
        {
          app: 'ASANA',
          tenantId: 'a-9',
          result: { resultStatus: 'ON_HOLIDAY', taskError: { errorCode: 'A', errorMessage: 'b' } },
        },
        { app: 'MIRO', tenantId: 'm-1', missing: true },
      ],
    },
  ],
  faults: {
    throttle: { first: 2, every: 3, retryAfterSeconds: 1, operations: ['StartUserAccessTasks'] },
    internalError: { every: 5 },
    deny: 'BatchGetUserAccessTasks',
    appBundleMissing: true,
    shuffle: true,
    duplicate: true,
    extra: true,
  },
};

const minimal = { appBundleArn: arn, authorizations: [], users: [] };

function parse(scenario: unknown) {
  return parseScenario(JSON.stringify(scenario), 'scenario.json');
}

function refusal(text: string, fileName = 'scenario.json'): string {
  try {
    parseScenario(text, fileName);
  } catch (error) {
    expect(error).toBeInstanceOf(ScenarioError);
    return (error as Error).message;
  }
  throw new Error('the scenario was accepted');
}

/** The message for a valid scenario in which the value at the path is replaced. With undefined, it is removed. */
function refusalWith(path: string, value: unknown): string {
  const scenario = structuredClone(everything);
  const steps = path.split('.');
  const last = steps.pop() as string;
  let target: Record<string, unknown> = scenario;
  for (const step of steps) target = target[step] as Record<string, unknown>;
  target[last] = value;
  return refusal(JSON.stringify(scenario));
}

describe('a valid scenario', () => {
  test('every field is read', () => {
    expect(parse(everything)).toEqual(everything);
  });

  test('defaultSeconds is 1.5 and there are no faults by default', () => {
    expect(parse(minimal)).toEqual({ ...minimal, defaultSeconds: 1.5, faults: {} });
  });

  test('the longest strings, counted in characters, and 50 authorizations are accepted', () => {
    const tenants = Array.from({ length: 50 }, (_, index) => ({ app: 'SLACK', tenantId: `T${index}` }));
    const access = [{ ...tenants[0], tenantDisplayName: '🦉'.repeat(2048) }];
    const email = `${'a'.repeat(308)}@example.com`;
    expect(email).toHaveLength(320);
    const scenario = { ...minimal, authorizations: tenants, users: [{ email, access }] };
    expect(parse(scenario)).toMatchObject(scenario);
  });

  test('an app can have several tenants, and names can contain any character', () => {
    const authorizations = ['#', '%23', '","', '\u0000', '\u202e', '\ud800'].map((tenantId) => ({
      app: 'S',
      tenantId,
    }));
    expect(parse({ ...minimal, authorizations }).authorizations).toEqual(authorizations);
  });

  test('a byte order mark at the start of the file is accepted', () => {
    expect(parseScenario(`\uFEFF${JSON.stringify(minimal)}`, 'f')).toMatchObject(minimal);
  });

  describe.each([
    { status: 'PendingConnect' },
    { status: 'ConnectionValidationFailed' },
    { status: 'TokenAutoRotationFailed' },
    { userAccess: false },
  ])('an authorization with %j', (rest) => {
    const slack = { app: 'SLACK', tenantId: 'T1' };
    const started = (entry: object) => {
      const users = [{ email: 'ana@example.com', access: [{ ...slack, ...entry }] }];
      const scenario = parse({ ...minimal, authorizations: [{ ...slack, ...rest }], users });
      return new Tasks(scenario, () => 'id').start('ana@example.com', 0);
    };

    test('can keep what a person had there, and no task starts', () => {
      expect(started({ result: { resultStatus: 'COMPLETED', userId: 'U1' } })).toEqual([]);
    });

    test('can have a startError, which is the answer unless there is no user access', () => {
      const startError = { errorCode: 'A', errorMessage: 'b' };
      const expected = 'status' in rest ? [expect.objectContaining({ ...slack, error: startError })] : [];
      expect(started({ startError })).toEqual(expected);
    });
  });

  test.each(['StartUserAccessTasks', 'ListAppAuthorizations', true, false])('deny: %p', (deny) => {
    expect(parse({ ...minimal, faults: { deny } }).faults.deny).toBe(deny);
  });
});

describe('the scenario in the package', () => {
  const file = 'local/scenarios/example-company.json';
  const scenario = parseScenario(readFileSync(join(root, file), 'utf8'), file);

  test('is a company with 13 tasks a person, an app without user access, and every kind of result', () => {
    const { authorizations } = scenario;
    expect(new Set(authorizations.map(({ app }) => app)).size).toBe(13);
    expect(authorizations.filter(({ userAccess }) => userAccess === false).map(({ app }) => app)).toEqual([
      'CONFLUENCE',
    ]);
    for (const { email } of scenario.users) {
      expect(new Tasks(scenario, () => 'id').start(email, 0)).toHaveLength(13);
    }
    const [leaver] = scenario.users;
    const statuses = leaver?.access.map(({ result, startError }) =>
      startError ? 'start error' : result?.resultStatus,
    );
    expect(new Set(statuses)).toEqual(new Set(['COMPLETED', 'FAILED', 'EXPIRED', 'start error', undefined]));
  });

  /** The statuses that keep a user out, without regard to the tables that decide it in a scan. */
  const BLOCKED = ['suspended', 'deactivated', 'deprovisioned', 'inactive'];

  const factsOf = (access: Scenario['users'][number]['access']) => {
    const accounts = access.flatMap(({ result }) => (result?.userId === undefined ? [] : [`${result.userStatus}`]));
    const silent = access.filter(({ startError, result }) => {
      const error = startError ?? result?.taskError;
      return error ? error.errorMessage !== 'The user not found' : result?.resultStatus === 'EXPIRED';
    });
    const open = accounts.filter((status) => !BLOCKED.includes(status.toLowerCase()));
    return { open: open.length, blocked: accounts.length - open.length, silent: silent.length };
  };

  test('has a person for each verdict: OPEN, UNKNOWN, CLEAR, NOT_FOUND', () => {
    expect(scenario.users.map(({ email, access }) => [email, factsOf(access)])).toEqual([
      ['ana.diaz@example.com', { open: 3, blocked: 5, silent: 3 }],
      ['juergen.weiss@example.com', { open: 0, blocked: 2, silent: 1 }],
      ['mei.tanaka@example.com', { open: 0, blocked: 3, silent: 0 }],
      ['contractor.7@example.com', { open: 0, blocked: 0, silent: 0 }],
    ]);
  });

  test("uses AppFabric's names of apps and texts of errors", () => {
    const errors = scenario.users.flatMap(({ access }) =>
      access.flatMap(({ startError, result }) => startError ?? result?.taskError ?? []),
    );
    expect(errors.map(({ errorMessage }) => errorMessage)).toEqual([
      'The authorization token was revoked. Connect the app authorization for the application.',
      "We couldn't call the application API due to insufficient permissions.",
      'The application request limit was exceeded.',
      'The user not found',
    ]);
    const tenants = new Map(scenario.authorizations.map(({ app, tenantId }) => [app, tenantId]));
    expect(tenants.has('GOOGLE')).toBe(true);
    expect(tenants.get('GITHUB')).toBe('organization:example-engineering');
    // A misspelled tenant would be an authorization of this person only.
    const known = new Set(scenario.authorizations.map(tenantKey));
    expect(scenario.users.flatMap(({ access }) => access).filter((entry) => !known.has(tenantKey(entry)))).toEqual([]);
  });
});

describe('the scenario of an employee who leaves', () => {
  const file = 'local/scenarios/leaving-employee.json';
  const scenario = parseScenario(readFileSync(join(root, file), 'utf8'), file);
  const HOUR = 60 * 60 * 1000;

  /** The apps whose account can be used, in tasks that start at each of these times, one after the other. */
  function openAt(...times: number[]): string[][] {
    let ids = 0;
    const tasks = new Tasks(scenario, () => String(++ids));
    const [{ email } = { email: '' }] = scenario.users;
    return times.map((time) =>
      tasks
        .start(email, time)
        .flatMap(({ taskId = '' }) => tasks.result(taskId, time + 10_000) ?? [])
        .filter(({ userStatus = '' }) => userStatus.toLowerCase() === 'active')
        .map(({ app }) => app),
    );
  }

  test('Slack is closed after 5 hours, and Zoom after 30', () => {
    expect(openAt(0, 5 * HOUR - 1, 5 * HOUR, 30 * HOUR - 1, 30 * HOUR)).toEqual([
      ['SLACK', 'ZOOM'],
      ['SLACK', 'ZOOM'],
      ['ZOOM'],
      ['ZOOM'],
      [],
    ]);
  });

  test('is about one person, whom every app answers', () => {
    expect(scenario.users).toHaveLength(1);
    const known = new Set(scenario.authorizations.map(tenantKey));
    const entries = scenario.users.flatMap(({ access }) => access);
    expect(entries.filter((entry) => !known.has(tenantKey(entry)) || entry.startError)).toEqual([]);
    const all = entries.flatMap(({ result, later = [] }) => [result, ...later.map((each) => each.result)]);
    expect(new Set(all.map((result) => result?.resultStatus))).toEqual(new Set(['COMPLETED']));
  });
});

describe('docs/scenario.md', () => {
  const page = readFileSync(join(root, 'docs/scenario.md'), 'utf8');

  const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, example = '']) => example);

  test('its examples are scenarios', () => {
    expect(examples.map((example) => parseScenario(example, 'docs/scenario.md').users.length)).toEqual([1, 1, 1]);
  });

  test('what it says of the start answers of its examples is what the endpoint returns', () => {
    const started = examples.map((example) => {
      const tasks = new Tasks(parseScenario(example, 'docs/scenario.md'), () => 'id');
      return tasks.start('ana@example.com', 0).map(({ app, error }) => (error ? `${app}: error` : app));
    });
    expect(started).toEqual([['SLACK', 'MIRO', 'ZOOM: error', 'ASANA'], ['SLACK'], ['SLACK', 'ZOOM: error']]);
  });

  test('it names every field', () => {
    const names = new Set<string>();
    JSON.stringify(everything, (name, value) => {
      if (/^[a-z]/i.test(name)) names.add(name);
      return value;
    });
    expect([...names].filter((name) => !new RegExp(`\`[^\`\n]*\\b${name}\``).test(page))).toEqual([]);
  });
});

describe('a mistake is rejected with the path of its field', () => {
  const slack = { app: 'SLACK', tenantId: 'T1' };
  const long = 'x'.repeat(2049);

  const mistakes: [path: string, value: unknown, message: string][] = [
    [
      'appBundleArn',
      undefined,
      'appBundleArn is missing: it must be the ARN of an app bundle, arn:aws:appfabric:REGION',
    ],
    ['appBundleArn', 7, 'appBundleArn must be the ARN of an app bundle'],
    ['appBundleArn', arn.slice(-36), 'appBundleArn must be the ARN of an app bundle'],
    ['appBundleArn', 'arn:aws:s3:::bucket', '(found "arn:aws:s3:::bucket")'],
    ['appBundleArn', `${arn}${long}`, 'appBundleArn must be 1 to 1011 characters long (found 2136)'],
    ['authorizations', undefined, 'authorizations is missing: it must be a list'],
    ['authorizations', {}, 'authorizations must be a list (found an object)'],
    ['authorizations.0', 'SLACK', 'authorizations[0] must be an object (found "SLACK")'],
    ['authorizations.0', null, 'authorizations[0] must be an object (found null)'],
    [
      'authorizations.0.app',
      undefined,
      'authorizations[0].app is missing: it must be a string of 1 to 2048 characters',
    ],
    ['authorizations.0.app', '', 'authorizations[0].app must be 1 to 2048 characters long (found 0)'],
    ['authorizations.0.tenantId', 5, 'authorizations[0].tenantId must be a string of 1 to 1024 characters (found 5)'],
    ['authorizations.0.tenantId', long, 'authorizations[0].tenantId must be 1 to 1024 characters long (found 2049)'],
    [
      'authorizations.0.tenantDisplayName',
      long,
      'authorizations[0].tenantDisplayName must be 1 to 2048 characters long',
    ],
    [
      'authorizations.0.seconds',
      1,
      'authorizations[0].seconds is not a field of a scenario: the fields here are app, te',
    ],
    [
      'authorizations.0.status',
      'connected',
      'authorizations[0].status must be "Connected", "PendingConnect", "ConnectionValidationFailed" or ' +
        '"TokenAutoRotationFailed" (found "connected")',
    ],
    ['authorizations.0.userAccess', 'no', 'authorizations[0].userAccess must be true or false (found "no")'],
    ['authorizations.2', slack, 'authorizations[2] has the same app and tenantId as authorizations[0]: keep one'],
    [
      'authorizations',
      Array.from({ length: 51 }, (_, index) => ({ app: 'A', tenantId: `${index}` })),
      'authorizations has 51 entries: AppFabric allows 50, remove some',
    ],
    [
      'authorizations',
      Array.from({ length: 47 }, (_, index) => ({ app: 'A', tenantId: `${index}` })),
      'users[0].access and authorizations name 51 tenants together: AppFabric allows 50, remove some',
    ],
    ['defaultSeconds', -1, 'defaultSeconds must be a number of seconds, 0 or more (found -1)'],
    ['defaultSeconds', null, 'defaultSeconds must be a number of seconds, 0 or more (found null)'],
    ['defaultSecond', 1, 'defaultSecond is not a field of a scenario: did you mean "defaultSeconds"?'],
    ['users', undefined, 'users is missing: it must be a list'],
    ['users', null, 'users must be a list (found null)'],
    ['users.0.email', undefined, 'users[0].email is missing: it must be an email address that AppFabric accepts'],
    ['users.0.email', true, 'users[0].email must be an email address that AppFabric accepts, such as ana@example.com'],
    ['users.0.email', 'ana', 'users[0].email must be an email address that AppFabric accepts'],
    ['users.0.email', "o'neil@example.com", 'a plain apostrophe is not allowed'],
    ['users.0.email', 'ana@example.com\n', 'users[0].email must be an email address that AppFabric accepts'],
    ['users.0.email', `${'a'.repeat(309)}@example.com`, 'users[0].email must be 1 to 320 characters long (found 321)'],
    ['users.0.access', undefined, 'users[0].access is missing: it must be a list'],
    ['users.0.acess', [], 'users[0].acess is not a field of a scenario: did you mean "access"?'],
    ['users.0.Email', 'a@b.c', 'users[0].Email is not a field of a scenario: did you mean "email"?'],
    [
      'users.1',
      { email: 'aNA@example.COM', access: [] },
      'users[1].email is the same address as users[0].email (case does not matter): keep one',
    ],
    ['users.0.access.4', slack, 'users[0].access[4] has the same app and tenantId as users[0].access[0]: keep one'],
    [
      'users.0.access.2.seconds',
      '3s',
      'users[0].access[2].seconds must be a number of seconds, 0 or more (found "3s")',
    ],
    ['users.0.access.2.missing', 'yes', 'users[0].access[2].missing must be true or false (found "yes")'],
    ['users.0.access.2.missingSeconds', -2, 'users[0].access[2].missingSeconds must be a number of seconds, 0 or more'],
    ['users.0.access.3.missingSeconds', 2, 'users[0].access[3] has both missing and missingSeconds'],
    ['users.0.access.1.result', { resultStatus: 'FAILED' }, 'users[0].access[1] has both startError and result'],
    ['users.0.access.1.changes', [], 'users[0].access[1] has both startError and changes'],
    ['users.0.access.1.later', [], 'users[0].access[1] has both startError and later'],
    ['users.0.access.1.missing', true, 'users[0].access[1] has both startError and missing'],
    ['users.0.access.1.missingSeconds', 1, 'users[0].access[1] has both startError and missingSeconds'],
    ['users.0.access.1.startError.errorCode', 5, 'users[0].access[1].startError.errorCode must be a string (found 5)'],
    ['users.0.access.1.startError', 'no', 'users[0].access[1].startError must be an object (found "no")'],
    ['users.0.access.0.result', [], 'users[0].access[0].result must be an object (found a list)'],
    ['users.0.access.0.result', {}, 'users[0].access[0].result.resultStatus is missing: it must be a string'],
    [
      'users.0.access.0.result.userstatus',
      'X',
      'result.userstatus is not a field of a scenario: did you mean "userStatus"?',
    ],
    [
      'users.0.access.0.result.resultStatus',
      false,
      'users[0].access[0].result.resultStatus must be a string (found false)',
    ],
    ['users.0.access.0.result.email', 'ana', 'users[0].access[0].result.email must be an email address'],
    ...['userId', 'userFullName', 'userFirstName', 'userLastName', 'userStatus', 'tenantDisplayName'].flatMap(
      (name): [string, unknown, string][] => [
        [`users.0.access.0.result.${name}`, '', `result.${name} must be 1 to 2048 characters long (found 0)`],
        [`users.0.access.0.result.${name}`, long, `result.${name} must be 1 to 2048 characters long (found 2049)`],
        [`users.0.access.0.result.${name}`, 1, `result.${name} must be a string of 1 to 2048 characters`],
      ],
    ),
    ['users.0.access.2.result.taskError.code', 'X', 'taskError.code is not a field of a scenario'],
    ['users.0.access.0.changes', {}, 'users[0].access[0].changes must be a list (found an object)'],
    ['users.0.access.0.changes.0.afterSeconds', undefined, 'changes[0].afterSeconds is missing: it must be a number'],
    ['users.0.access.0.changes.0.result', undefined, 'changes[0].result is missing: it must be an object with resultS'],
    ['users.0.access.0.later', {}, 'users[0].access[0].later must be a list (found an object)'],
    ['users.0.access.0.later.0.afterSeconds', -1, 'later[0].afterSeconds must be a number of seconds, 0 or more'],
    [
      'users.0.access.0.later.0.result',
      undefined,
      'later[0].result is missing: it must be an object with resultStatus',
    ],
    [
      'users.0.access.0.later.1',
      { afterSeconds: 60, result: { resultStatus: 'COMPLETED' } },
      'users[0].access[0].later[1].afterSeconds is the same time as users[0].access[0].later[0].afterSeconds: keep one',
    ],
    ['faults', true, 'faults must be an object (found true)'],
    ['faults.throttel', {}, 'faults.throttel is not a field of a scenario: did you mean "throttle"?'],
    ['faults.throttle', {}, 'faults.throttle must have "first", "every" or both'],
    ['faults.throttle.first', 1.5, 'faults.throttle.first must be a whole number, 0 or more (found 1.5)'],
    ['faults.throttle.every', 0, 'faults.throttle.every must be a whole number, 1 or more (found 0)'],
    ['faults.throttle.retryAfterSeconds', 0.5, 'faults.throttle.retryAfterSeconds must be a whole number, 0 or more'],
    ['faults.throttle.operations', [], 'faults.throttle.operations must name an operation: leave it out for all'],
    [
      'faults.throttle.operations.0',
      'Start',
      'operations[0] must be "StartUserAccessTasks", "BatchGetUserAccessTasks" or',
    ],
    ['faults.internalError', 3, 'faults.internalError must be an object (found 3)'],
    [
      'faults.deny',
      'all',
      'faults.deny must be true, false, "StartUserAccessTasks", "BatchGetUserAccessTasks" or "ListAppAuthorizations" ' +
        '(found "all")',
    ],
    ...['appBundleMissing', 'shuffle', 'duplicate', 'extra'].map((name): [string, unknown, string] => [
      `faults.${name}`,
      1,
      `faults.${name} must be true or false (found 1)`,
    ]),
  ];

  test.each(mistakes.map(([path, value, message]) => ({ path, value, message })))(
    '$message',
    ({ path, value, message }) => {
      const refused = refusalWith(path, value);
      expect(refused).toContain(message);
      expect(refused).toMatch(/^scenario\.json: .*$/);
    },
  );

  test.each([
    ['[]', 'the scenario must be an object (found a list)'],
    ['null', 'the scenario must be an object (found null)'],
    ['"x"', 'the scenario must be an object (found "x")'],
    ['{"__proto__": {"users": []}}', '["__proto__"] is not a field of a scenario'],
    ['{"constructor": 1}', 'constructor is not a field of a scenario'],
    ['{"hasOwnProperty": 1}', 'hasOwnProperty is not a field of a scenario'],
    [`{"appBundleArn": "${arn}", "authorizations": [], "users": [{"__proto__": {}}]}`, 'users[0]["__proto__"] is not'],
    [`{"appBundleArn": "${arn}", "authorizations": [], "users": [], "defaultSeconds": 1e999}`, '(found Infinity)'],
  ])('%s', (text, message) => {
    expect(refusal(text)).toContain(`scenario.json: ${message.startsWith('(') ? '' : message}`);
    expect(refusal(text)).toContain(message);
  });

  test('a message is one short line without control characters, whatever the file contains', () => {
    const nasty = `\n\u0000\u202e\u2028${'x'.repeat(5000)}`;
    for (const scenario of [{ [nasty]: 1 }, { ...minimal, users: nasty }, nasty]) {
      const message = refusal(JSON.stringify(scenario), 'my\nfile.json');
      expect(message).toMatch(/^my\\u\{a\}file\.json: [^\p{C}\u2028]{1,250}$/u);
    }
  });

  test.each(['email', 'userId', 'userFullName', 'userFirstName', 'userLastName'])(
    'a message never repeats a person’s %s',
    (name) => {
      const message = refusalWith(`users.0.access.0.result.${name}`, `Ana Díaz ${'x'.repeat(3000)}`);
      expect(message).toContain(name);
      expect(message).not.toContain('Díaz');
      expect(refusalWith(`users.0.access.0.result.${name}`, 4711)).not.toContain('4711');
    },
  );
});

describe('malformed JSON is rejected with its line and column', () => {
  const mistakes: [text: string, message: string][] = [
    ['', 'line 1, column 1: expected a value'],
    [
      '  \n ',
      'line 2, column 2: expected a value: a string in double quotes, a number, true, false, null, { or [ (the file en',
    ],
    ['{', 'line 1, column 2: expected a closing } (the file ends here)'],
    ['{\n  "users": [],\n}', 'line 3, column 1: expected a field name in double quotes'],
    ['{\n  users: []\n}', 'line 2, column 3: unexpected text (field names and strings need double quotes)'],
    ['{"users" []}', 'line 1, column 10: expected a colon after the field name'],
    ['{"users": [] "x": 1}', 'line 1, column 14: expected a comma'],
    ['[1, 2', 'line 1, column 6: expected a closing ] (the file ends here)'],
    ['[1,]', 'line 1, column 4: expected a value'],
    ['[01]', 'line 1, column 3: expected a comma'],
    ['[.5]', 'line 1, column 2: unexpected text'],
    ['[truth]', 'line 1, column 2: unexpected text'],
    ['[NaN]', 'line 1, column 2: unexpected text'],
    ['{} {}', 'line 1, column 4: expected the end of the file'],
    ['// hello\n{}', 'line 1, column 1: JSON has no comments'],
    ['{"users": "never closed}', 'line 1, column 11: this string has no closing double quote on its line'],
    ['["a\nb"]', 'line 1, column 2: this string has no closing double quote on its line'],
    ['["a\u0000"]', 'line 1, column 2: this string has a control character'],
    ['["\\x"]', 'line 1, column 2: this string has an unknown \\ escape'],
    ['{"users": [],\n "users": []}', 'line 2, column 2: this field appears twice in its object: keep one'],
    ['['.repeat(100_000), 'line 1, column 66: nested too deeply for a scenario'],
    [`"${'\\'.repeat(100_001)}`, 'line 1, column 1: this string has no closing double quote on its line'],
  ];

  test.each(mistakes.map(([text, message]) => ({ text, message })))('$message', ({ text, message }) => {
    expect(refusal(text)).toContain(`scenario.json: is not valid JSON, ${message}`);
  });

  test('a string of millions of characters does not use up the stack', () => {
    const value = '"'.repeat(5_000_000);
    expect(parseJson(JSON.stringify(value)) === value).toBe(true);
  });

  test('everything that JSON.parse rejects is rejected, and otherwise only repeated fields', () => {
    const piece = fc.constantFrom(
      ...'{}[],:.-+eE"\\/ \n\r\t\u0000\u00a0\u2028\uFEFF01',
      '"a":1',
      'true',
      'nul',
      '\\u00e9',
    );
    const broken = fc.tuple(fc.json(), fc.nat(), piece).map(([json, place, inserted]) => {
      const at = place % (json.length + 1);
      return json.slice(0, at) + inserted + json.slice(at);
    });
    const sequence = fc.array(piece, { maxLength: 8 }).map((pieces) => `[${pieces.join('')}]`);
    const check = (text: string) => {
      let value: unknown;
      try {
        value = parseJson(text);
      } catch (error) {
        expect(error).toBeInstanceOf(JsonMistake);
        const repeated = (error as Error).message.includes('this field appears twice');
        if (!repeated) expect(() => JSON.parse(text.replace(/^\uFEFF/, ''))).toThrow(SyntaxError);
        return;
      }
      expect(value).toEqual(JSON.parse(text.replace(/^\uFEFF/, '')));
    };
    fc.assert(fc.property(fc.oneof(sequence, broken), check), { numRuns: 5000 });
  });

  test('every kind of value and escape is read as JSON.parse reads it', () => {
    const text = ' {"a" : [ ] , "b":{ }, "c":[-0.5e-3,0,1E2,true,false,null],"d":"\\u00e9\\n\\"é\\\\"\r\n,"":""} ';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });
});
