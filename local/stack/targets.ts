import type { Deliver } from './event-bus';
import type { LocalFunction } from './local-function';
import type { StateMachineDefinition } from './state-machine-definitions';
import type { StepFunctions } from './step-functions';

/** What rules can reach here: the template's state machines and functions. Queues, topics and logs keep nothing. */
export function deliverer(
  stepFunctions: StepFunctions,
  stateMachines: StateMachineDefinition[],
  functions: LocalFunction[],
): Deliver {
  return async (targetArn, input, deliveryName) => {
    if (stateMachines.some(({ arn }) => arn === targetArn)) {
      stepFunctions.startExecution({ stateMachineArn: targetArn, input, name: deliveryName });
      return;
    }
    await functions.find(({ definition }) => definition.arn === targetArn)?.invoke(input);
  };
}
