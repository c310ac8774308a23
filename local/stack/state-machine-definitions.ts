import { asObject, asString, isObject, type JsonObject, parseJson } from './json';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';

export interface StateMachineDefinition {
  name: string;
  arn: string;
  roleArn: string;
  /** The states, in the Amazon States Language. */
  definition: JsonObject;
  /** What it logs, as DescribeStateMachine answers it. */
  logging?: JsonObject;
}

/** The state machines of a template. */
export function stateMachineDefinitions(template: ResolvedTemplate): StateMachineDefinition[] {
  return resourcesOfType(template, 'AWS::StepFunctions::StateMachine').map(({ logicalId, name, arn, properties }) => {
    const definition = parseJson(asString(properties.DefinitionString) ?? '');
    if (!isObject(definition)) throw new Error(`The DefinitionString of ${logicalId} is not a JSON object.`);
    return { name, arn, roleArn: asString(properties.RoleArn) ?? '', definition, logging: logging(properties) };
  });
}

/** Every Task state, with those inside Map states. */
export function taskStates(definition: JsonObject): [name: string, state: JsonObject][] {
  return Object.entries(asObject(definition.States)).flatMap(([name, value]) => {
    const state = asObject(value);
    return state.Type === 'Task' ? [[name, state]] : taskStates(asObject(state.ItemProcessor));
  });
}

function logging({ LoggingConfiguration }: JsonObject): JsonObject {
  const { Level = 'OFF', IncludeExecutionData = false } = asObject(LoggingConfiguration);
  return { level: Level, includeExecutionData: IncludeExecutionData };
}
