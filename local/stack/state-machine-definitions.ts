import { asArray, asObject, asString, isObject, type Json, type JsonObject, parseJson } from './json';
import { type ResolvedTemplate, type Resource, resourcesOfType } from './resolve-template';

export interface StateMachineDefinition {
  name: string;
  arn: string;
  roleArn: string;
  /** The states, in the Amazon States Language. */
  definition: JsonObject;
}

/** The state machines of a template, with the ARNs of what they call filled in. */
export function stateMachineDefinitions(template: ResolvedTemplate): StateMachineDefinition[] {
  return resourcesOfType(template, 'AWS::StepFunctions::StateMachine').map((resource) => ({
    name: resource.name,
    arn: resource.arn,
    roleArn: asString(resource.properties.RoleArn) ?? '',
    definition: definitionOf(resource),
  }));
}

function definitionOf({ logicalId, properties }: Resource): JsonObject {
  const text = asString(properties.DefinitionString);
  const definition = text === undefined ? properties.Definition : parseJson(text);
  if (!isObject(definition)) throw new Error(`The definition of state machine ${logicalId} is no JSON object.`);
  const substitutions = Object.entries(asObject(properties.DefinitionSubstitutions));
  if (substitutions.length === 0) return definition;
  const filled = substitutions.reduce(
    (whole, [name, value]) => whole.replaceAll(`\${${name}}`, JSON.stringify(String(value)).slice(1, -1)),
    JSON.stringify(definition),
  );
  return asObject(parseJson(filled));
}

/** Every Task state, with those inside Map and Parallel states. */
export function taskStates(definition: JsonObject): [name: string, state: JsonObject][] {
  return Object.entries(asObject(definition.States)).flatMap(([name, value]) => {
    const state = asObject(value);
    if (state.Type === 'Task') return [[name, state] as [string, JsonObject]];
    const inner: Json[] = [...asArray(state.Branches), state.Iterator ?? null, state.ItemProcessor ?? null];
    return inner.flatMap((part) => taskStates(asObject(part)));
  });
}
