import { asArray, asObject, asString, isObject, type JsonObject } from './json';
import { type ResolvedTemplate, type Resource, resourcesOfType } from './resolve-template';

export interface RuleTarget {
  id: string;
  arn: string;
  input?: string;
  inputPath?: string;
  inputTransformer?: { inputPathsMap: Record<string, string>; inputTemplate: string };
}

export interface RuleDefinition {
  name: string;
  arn: string;
  eventBusName: string;
  eventPattern: JsonObject;
  targets: RuleTarget[];
}

/** The rules of a template that match events: not those on a schedule, and not disabled ones. */
export function ruleDefinitions(template: ResolvedTemplate): RuleDefinition[] {
  return resourcesOfType(template, 'AWS::Events::Rule')
    .filter(({ properties }) => properties.State !== 'DISABLED' && isObject(properties.EventPattern))
    .map(ruleDefinition);
}

/** The names of a template's event buses, and the one that every account has. */
export function eventBusNames(template: ResolvedTemplate): string[] {
  return ['default', ...resourcesOfType(template, 'AWS::Events::EventBus').map(({ name }) => name)];
}

/** The name of a bus, given its name or its ARN. */
export function busName(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn;
}

function ruleDefinition({ name, arn, properties }: Resource): RuleDefinition {
  return {
    name,
    arn,
    eventBusName: busName(asString(properties.EventBusName) ?? 'default'),
    eventPattern: asObject(properties.EventPattern),
    targets: asArray(properties.Targets).map((target) => ruleTarget(asObject(target))),
  };
}

function ruleTarget(target: JsonObject): RuleTarget {
  const transformer = target.InputTransformer;
  return {
    id: String(target.Id),
    arn: String(target.Arn),
    input: asString(target.Input),
    inputPath: asString(target.InputPath),
    inputTransformer: isObject(transformer)
      ? {
          inputPathsMap: asObject(transformer.InputPathsMap) as Record<string, string>,
          inputTemplate: String(transformer.InputTemplate),
        }
      : undefined,
  };
}
