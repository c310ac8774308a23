import type { JsonObject } from './json';
import type { StateMachineDefinition } from './state-machine-definitions';

/** A state machine as ListStateMachines returns it. `createdAt` is in seconds. */
export function listedStateMachine({ arn, name }: StateMachineDefinition, createdAt: number): JsonObject {
  return { stateMachineArn: arn, name, type: 'STANDARD', creationDate: createdAt };
}

/** A state machine as DescribeStateMachine returns it. */
export function describeStateMachine(stateMachine: StateMachineDefinition, createdAt: number): JsonObject {
  const { roleArn, definition } = stateMachine;
  return {
    ...listedStateMachine(stateMachine, createdAt),
    status: 'ACTIVE',
    definition: JSON.stringify(definition),
    roleArn,
  };
}
