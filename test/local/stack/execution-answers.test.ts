import { statusChange } from '../../../local/stack/execution-answers';
import type { ExecutionState } from '../../../local/stack/execution-state';

/** The event of an execution that was stopped, with an input of this length as JSON. */
const eventWith = (bytes: number) =>
  statusChange({
    settings: { arn: 'arn', name: 'it', stateMachine: { arn: 'arn' }, input: 'x'.repeat(bytes - '""'.length) },
    status: 'ABORTED',
    startTime: 0,
    redriveCount: 0,
  } as unknown as ExecutionState);

test.each([
  [248 * 1024 - 'null'.length, true],
  [248 * 1024 - 'null'.length + 1, false],
])('the event of an execution that has ended has an input of %i bytes beside no output: %j', (bytes, included) => {
  const { input, inputDetails } = eventWith(bytes);
  expect({ hasInput: input !== null, inputDetails }).toEqual({ hasInput: included, inputDetails: { included } });
});
