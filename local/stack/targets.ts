import type { Deliver } from './event-bus';
import type { LambdaFunction } from './lambda-function';
import type { StateMachineDefinition } from './state-machine-definitions';
import type { StepFunctions } from './step-functions';

/** Delivers to the template's state machines and functions. Queues, topics and log groups keep nothing here. */
export function deliverer(
  stepFunctions: StepFunctions,
  stateMachines: StateMachineDefinition[],
  functions: LambdaFunction[],
): Deliver {
  return async (targetArn, input, deliveryName) => {
    if (stateMachines.some(({ arn }) => arn === targetArn)) {
      stepFunctions.startExecution({ stateMachineArn: targetArn, input, name: deliveryName });
      return;
    }
    await functions.find(({ arn }) => arn === targetArn)?.invoke(input);
  };
}
