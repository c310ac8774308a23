import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alias, type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { newStack, scannerIn } from '../support/scanner-stack';

const env = { account: '111122223333', region: 'us-east-1' };
const ID = 'key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('a key that AWS would not take, or whose use it would deny, is rejected', () => {
  test.each<[string, (stack: Stack) => IKey]>([
    ['an alias', (stack) => new Alias(stack, 'Alias', { aliasName: 'hr', targetKey: new Key(stack, 'Key') })],
    ['the ARN of an alias', (stack) => Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:alias/hr')],
    ['an imported alias', (stack) => Alias.fromAliasName(stack, 'Alias', 'alias/hr')],
    [
      'an alias of an imported key',
      (stack) => {
        const aliasTargetKey = Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:111122223333:${ID}`);
        return Alias.fromAliasAttributes(stack, 'Alias', { aliasName: 'alias/hr', aliasTargetKey });
      },
    ],
  ])('%s', (_what, keyOf) => {
    const stack = newStack();
    expect(() => scannerIn(stack, { encryptionKey: keyOf(stack) })).toThrow(
      'Stack/Scanner: encryptionKey is an alias, but permissions to use a key must name the key itself. Pass the Key, or import it with Key.fromKeyArn(…) or Key.fromLookup(…).',
    );
  });

  const otherRegion =
    'Stack/Scanner: encryptionKey is in Region eu-west-1, but the stack is in us-east-1. Use a key in us-east-1. Of a multi-Region key, import the replica there.';

  test('an imported key in another Region', () => {
    const stack = newStack({ env });
    const encryptionKey = Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:111122223333:${ID}`);
    expect(() => scannerIn(stack, { encryptionKey })).toThrow(otherRegion);
  });

  test('the key of a stack in another Region', () => {
    const app = new App({ analyticsReporting: false });
    const other = new Stack(app, 'Other', { env: { ...env, region: 'eu-west-1' } });
    const stack = new Stack(app, 'Stack', { env });
    expect(() => scannerIn(stack, { encryptionKey: new Key(other, 'Key') })).toThrow(otherRegion);
  });
});

describe('an imported key', () => {
  test.each<[string, object | undefined, (stack: Stack) => string]>([
    ['of the stack’s account', env, () => `arn:aws:kms:us-east-1:111122223333:${ID}`],
    ['of another account', env, () => `arn:aws:kms:us-east-1:444455556666:${ID}`],
    ['in a stack for any Region', undefined, () => `arn:aws:kms:eu-west-1:111122223333:${ID}`],
    ['whose ARN is a parameter', env, (stack) => new CfnParameter(stack, 'KeyArn').valueAsString],
  ])('%s is used, with a warning that says what its policy needs', (_what, where, arnOf) => {
    const stack = newStack({ env: where });
    const keyArn = arnOf(stack);
    scannerIn(stack, { encryptionKey: Key.fromKeyArn(stack, 'Key', keyArn) });
    Template.fromStack(stack).hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, KMSMasterKeyId: stack.resolve(keyArn) },
    });
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Scanner',
      Match.stringLikeRegexp(
        'statements CloudWatchLogs, StateMachineLogs, EventBridgeDeadLetters .* and that it lets IAM policies of this account allow the use of the key',
      ),
    );
  });
});

test.each([
  ['in another account is used, with a warning that its policy must let this one use it', '444455556666', 1],
  ['in the account of the scanner needs no warning', env.account, 0],
])('the key of a stack %s', (_what, account, warnings) => {
  // A reference to the key of another account needs this, or a physical name, which keys don't have.
  const context = { '@aws-cdk/core:defaultCrossStackReferences': 'weak' };
  const app = new App({ analyticsReporting: false, context });
  const theirs = new Stack(app, 'Theirs', { env: { ...env, account } });
  const stack = new Stack(app, 'Stack', { env });
  scannerIn(stack, { encryptionKey: new Key(theirs, 'Key') });
  const found = Annotations.fromStack(stack).findWarning(
    '/Stack/Scanner',
    Match.stringLikeRegexp(`in account ${account}\\. Make sure that its policy lets account ${env.account}`),
  );
  expect(found).toHaveLength(warnings);
});
