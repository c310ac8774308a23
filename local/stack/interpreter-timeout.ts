import type { StateMachine } from 'aws-local-stepfunctions';

const TASK = { Type: 'Task', Resource: '', TimeoutSeconds: 0.001, End: true };

/**
 * The interpreter's own error for a Task that timed out. `States.TaskFailed` matches every other error, and the
 * interpreter tells them apart by their class, which it does not export.
 */
export async function timeoutError(Interpreter: typeof StateMachine): Promise<unknown> {
  const machine = new Interpreter({ StartAt: 'Task', States: { Task: TASK } } as never, {
    validationOptions: { noValidate: true },
  });
  const taskResourceLocalHandlers = { Task: () => new Promise<never>(() => undefined) };
  try {
    return await machine.run({}, { overrides: { taskResourceLocalHandlers } }).result;
  } catch (error) {
    return (error as Error).cause;
  }
}
