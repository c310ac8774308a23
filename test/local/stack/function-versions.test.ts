import { Template } from 'aws-cdk-lib/assertions';
import { systemClock } from '../../../local/stack/clock';
import { functionDefinitions, lambdaEnvironment } from '../../../local/stack/function-definitions';
import { FunctionInstance, type Invocation } from '../../../local/stack/function-instance';
import { LambdaFunction } from '../../../local/stack/lambda-function';
import { resolveTemplate } from '../../../local/stack/resolve-template';
import { functionTasks } from '../../../local/stack/tasks';
import { newStack, scannerIn } from '../../support/scanner-stack';

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:fn';

/** Answers with its input, when a test lets it. */
class Echo extends FunctionInstance {
  constructor(private readonly until: Promise<void> = Promise.resolve()) {
    super(systemClock, 3);
  }

  protected override async run({ payload }: Invocation): Promise<string> {
    await this.until;
    return payload;
  }
}

test('each function of a template has the version 1, and an alias', () => {
  const stack = newStack();
  scannerIn(stack, { reservedConcurrentExecutions: 7 });
  const deployment = { region: 'us-east-1', accountId: '111122223333', stackName: 'Stack', appBundleArn: '' };
  const definitions = functionDefinitions(resolveTemplate(Template.fromStack(stack).toJSON(), deployment));
  expect(definitions).toHaveLength(4);
  for (const definition of definitions) {
    const { arn } = definition;
    expect(definition).toMatchObject({ arns: [arn, `${arn}:1`, `${arn}:live`], reservedConcurrency: 7 });
    expect(lambdaEnvironment(definition, 'us-east-1')).toMatchObject({ AWS_LAMBDA_FUNCTION_VERSION: '1' });
  }
});

test('a Task can invoke a function, its version and its alias, and no other version', async () => {
  const fn = new LambdaFunction([ARN, `${ARN}:1`, `${ARN}:live`], {
    createInstance: () => new Echo(),
    requestId: () => 'request',
  });
  const run = functionTasks([fn], systemClock);
  for (const Resource of [ARN, `${ARN}:1`, `${ARN}:live`]) {
    await expect(run('Task', { Resource }, { a: 1 })).resolves.toEqual({ a: 1 });
  }
  for (const Resource of [`${ARN}:2`, `${ARN}-2`, `${ARN}:li`]) {
    await expect(run('Task', { Resource }, {})).rejects.toMatchObject({ name: 'States.TaskFailed' });
  }
});

test('a function refuses what is beyond its reserved concurrency, and runs the next when one has ended', async () => {
  const { promise: until, resolve: end } = Promise.withResolvers<void>();
  let refused = 0;
  const fn = new LambdaFunction([ARN], {
    ...{ createInstance: () => new Echo(until), requestId: () => 'request' },
    reservedConcurrency: 2,
    onThrottle: () => void refused++,
  });
  const running = [fn.invoke('1'), fn.invoke('2')];
  await expect(fn.invoke('3')).rejects.toMatchObject({ name: 'Lambda.TooManyRequestsException' });
  expect(refused).toBe(1);
  end();
  await expect(Promise.all(running)).resolves.toEqual(['1', '2']);
  await expect(fn.invoke('3')).resolves.toBe('3');
});

test('those that wait for the machine have their part of the reserved concurrency', async () => {
  const { promise: until, resolve: end } = Promise.withResolvers<void>();
  const fn = new LambdaFunction([ARN], {
    ...{ createInstance: () => new Echo(until), requestId: () => 'request' },
    ...{ maxConcurrency: 1, reservedConcurrency: 2 },
  });
  const running = [fn.invoke('1'), fn.invoke('2')];
  await expect(fn.invoke('3')).rejects.toMatchObject({ name: 'Lambda.TooManyRequestsException' });
  end();
  await expect(Promise.all(running)).resolves.toEqual(['1', '2']);
});
