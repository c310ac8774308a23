import type { JsonObject } from './json';
import type { StateMachineDefinition } from './state-machine-definitions';

/** A state machine as ListStateMachines returns it. `createdAt` is in seconds. */
export function listedStateMachine({ arn, name }: StateMachineDefinition, createdAt: number): JsonObject {
  return { stateMachineArn: arn, name, type: 'STANDARD', creationDate: createdAt };
}

/**
 * A state machine as DescribeStateMachine returns it.
 *
 * @param includedData METADATA_ONLY leaves the definition out
 */
export function describeStateMachine(
  stateMachine: StateMachineDefinition,
  createdAt: number,
  includedData?: string,
): JsonObject {
  const { roleArn, definition, logging } = stateMachine;
  return {
    ...listedStateMachine(stateMachine, createdAt),
    status: 'ACTIVE',
    ...(includedData !== 'METADATA_ONLY' && { definition: JSON.stringify(definition) }),
    roleArn,
    ...(logging && { loggingConfiguration: logging }),
  };
}
