import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { TaskErrorMeaning } from 'cdk-appfabric-user-access';
import { accessOf } from '../../lambda/access/access';
import { Rules } from '../../lambda/access/rules';
import { readAccessRules } from '../../lambda/runtime/environment';
import { APP_BUNDLE_ARN, newStack, scannerIn } from '../support/scanner-stack';

type Variables = Record<string, string>;

/** The environment variables of the functions, by the first word of their descriptions. */
function environments(accessRules: unknown): Record<'Starts' | 'Polls' | 'Records', Variables> {
  const stack = newStack();
  scannerIn(stack, { accessRules });
  const functions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  const entries = functions.map(({ Properties }) => [
    Properties.Description.split(' ')[0],
    Properties.Environment.Variables,
  ]);
  return Object.fromEntries(entries);
}

const variable = (accessRules: unknown) => environments(accessRules).Starts.ACCESS_RULES;
const rejection = (accessRules: unknown) => () => scannerIn(newStack(), { accessRules });

const code = { errorCode: '1001', meaning: TaskErrorMeaning.NO_ACCOUNT };

describe('accessRules', () => {
  test.each([
    ['no prop', undefined],
    ['an empty object', {}],
    ['empty lists', { taskErrors: [], userStatuses: [], appsWithoutUserAccess: [] }],
  ])('as %s sets no environment variable', (_what, accessRules) => {
    for (const variables of Object.values(environments(accessRules)))
      expect(variables).not.toHaveProperty('ACCESS_RULES');
  });

  test('go to the functions that record results, as compact JSON', () => {
    const { Starts, Polls, Records } = environments({
      taskErrors: [{ meaning: TaskErrorMeaning.NO_ACCOUNT, errorCode: '1001', app: 'ZOOM' }],
      userStatuses: [{ userStatus: 'on leave' }],
      appsWithoutUserAccess: ['LOGSONLY'],
    });
    expect(Starts.ACCESS_RULES).toBe(
      '{"taskErrors":[{"app":"ZOOM","errorCode":"1001","meaning":"NO_ACCOUNT"}],"userStatuses":[{"userStatus":"on leave"}],"appsWithoutUserAccess":["LOGSONLY"]}',
    );
    expect(Polls.ACCESS_RULES).toBe(Starts.ACCESS_RULES);
    expect(Records).not.toHaveProperty('ACCESS_RULES');
  });

  test.each<[string, object]>([
    ['an error code', { taskErrors: [code] }],
    ['an error message of 1,000 characters', { taskErrors: [{ errorMessage: 'm'.repeat(1000), meaning: 'OTHER' }] }],
    ['both, in an app', { taskErrors: [{ ...code, errorMessage: 'Gone', app: 'SLACK' }] }],
    ['a code of 120 characters', { taskErrors: [{ ...code, errorCode: 'c'.repeat(120) }] }],
    ['a user status', { userStatuses: [{ userStatus: 'on leave' }] }],
    ['a user status of 256 characters, in an app', { userStatuses: [{ userStatus: 's'.repeat(256), app: 'SLACK' }] }],
    ['a user status that contains a word for use', { userStatuses: [{ userStatus: 'not active' }] }],
    ['an app with a name of 255 characters', { appsWithoutUserAccess: ['A'.repeat(255)] }],
    ['members that are left out', { taskErrors: [{ ...code, app: undefined }], userStatuses: undefined }],
    [
      'the same code with other meanings in other apps',
      { taskErrors: [code, { ...code, app: 'SLACK', meaning: 'OTHER' }] },
    ],
    ...Object.values(TaskErrorMeaning).map((meaning): [string, object] => [
      `the meaning ${meaning}`,
      { taskErrors: [{ errorCode: '1001', meaning }] },
    ]),
  ])('can have %s, which the functions read as it is', (_what, accessRules) => {
    expect(readAccessRules({ ACCESS_RULES: variable(accessRules) })).toEqual(JSON.parse(JSON.stringify(accessRules)));
  });

  test('decide in the functions', () => {
    const rules = new Rules(
      readAccessRules({
        ACCESS_RULES: variable({
          taskErrors: [{ app: 'ZOOM', errorCode: '1001', meaning: TaskErrorMeaning.NO_ACCOUNT }],
          userStatuses: [{ userStatus: 'Beurlaubt – für immer 🙂' }],
          appsWithoutUserAccess: ['LOGSONLY'],
        }),
      }),
    );
    const failed = { app: 'ZOOM', status: 'FAILED', error: { errorCode: '1001' } } as const;
    expect(accessOf(failed, rules)).toMatchObject({ access: 'NONE', accountFound: false });
    expect(accessOf({ ...failed, app: 'SLACK' }, rules)).toMatchObject({ access: 'UNKNOWN', reason: 'OTHER' });
    const account = { userStatus: 'BEURLAUBT (für immer) 🙂' };
    expect(accessOf({ app: 'SLACK', status: 'COMPLETED', account }, rules)).toMatchObject({ access: 'BLOCKED' });
    expect(rules.givesUserAccess('LOGSONLY')).toBe(false);
  });

  test('are in the template in ASCII, because CloudFormation returns other characters as question marks', () => {
    const accessRules = { userStatuses: [{ userStatus: 'für immer 🙂\u2028\u007f' }] };
    expect(variable(accessRules)).toMatch(/^[ -~]*$/);
    expect(JSON.parse(String(variable(accessRules)))).toEqual(accessRules);
  });

  test('that say the same are passed on once', () => {
    const accessRules = {
      taskErrors: [code, { ...code, errorCode: ' 10-01 ' }],
      userStatuses: [{ userStatus: 'on leave' }, { userStatus: 'ON_LEAVE' }, { userStatus: 'on leave', app: 'SLACK' }],
      appsWithoutUserAccess: ['LOGSONLY', 'LOGS ONLY'],
    };
    expect(JSON.parse(String(variable(accessRules)))).toEqual({
      taskErrors: [code],
      userStatuses: [{ userStatus: 'on leave' }, { userStatus: 'on leave', app: 'SLACK' }],
      appsWithoutUserAccess: ['LOGSONLY'],
    });
  });

  /** A rule that is as many bytes as JSON. */
  const ruleOf = (bytes: number) => {
    const empty = JSON.stringify({ errorMessage: '', meaning: 'OTHER' }).length;
    return { errorMessage: String(bytes).padEnd(bytes - empty, 'x'), meaning: 'OTHER' };
  };
  const list = JSON.stringify({ taskErrors: [] }).length;

  test('can have 2,560 bytes', () => {
    const taskErrors = [ruleOf(1000), ruleOf(900), ruleOf(2560 - list - 1900 - 2)];
    expect(variable({ taskErrors })).toHaveLength(2560);
  });

  test('that are longer are rejected, and the longest is named', () => {
    const taskErrors = [ruleOf(900), ruleOf(1000), ruleOf(2561 - list - 1900 - 2)];
    expect(rejection({ taskErrors })).toThrow(
      'Stack/Scanner: accessRules must have at most 2560 bytes as JSON (Lambda allows 4 KB for all environment variables of a function), got 2561. Use fewer or shorter rules. The longest is accessRules.taskErrors[1] with 1000 bytes.',
    );
  });

  test('fit into the environment of a function, however long the names of its resources are', () => {
    const accessRules = { taskErrors: [ruleOf(1000), ruleOf(900), ruleOf(2560 - list - 1900 - 2)] };
    const stack = newStack();
    const arn = `arn:aws-iso-b:events:us-isob-east-1:111122223333:event-bus/${'b'.repeat(256)}`;
    scannerIn(stack, { accessRules, eventBus: EventBus.fromEventBusArn(stack, 'Bus', arn) });
    const functions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    const sizes = functions.map(({ Properties }) => {
      const TABLE_NAME = 't'.repeat(255);
      const TABLE_ARN = `arn:aws-iso-b:dynamodb:us-isob-east-1:111122223333:table/${TABLE_NAME}`;
      const variables: Variables = { ...Properties.Environment.Variables, TABLE_NAME, TABLE_ARN };
      return Object.entries(variables).join('').length;
    });
    expect(Math.max(...sizes)).toBeGreaterThan(2560 + arn.length + APP_BUNDLE_ARN.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4096);
  });

  test('with the name of an app that is not in upper case cause a warning', () => {
    const stack = newStack();
    scannerIn(stack, {
      accessRules: {
        taskErrors: [code, { ...code, app: 'Zoom' }],
        userStatuses: [{ app: 'SLACK', userStatus: 'on leave' }],
        appsWithoutUserAccess: ['Logs Only'],
      },
    });
    const warnings = Annotations.fromStack(stack).findWarning('/Stack/Scanner', Match.anyValue());
    expect(warnings.map(({ entry }) => entry.data)).toEqual([
      expect.stringContaining("Is accessRules.taskErrors[1].app, 'Zoom', the name that AppFabric uses?"),
      expect.stringContaining("Is accessRules.appsWithoutUserAccess[0], 'Logs Only', the name that AppFabric uses?"),
    ]);
  });
});
