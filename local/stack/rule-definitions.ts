import { asArray, asObject, asString, isObject, type JsonObject } from './json';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';

/** What a rule starts, and how its input is made of the event. */
export interface RuleTarget {
  arn: string;
  inputPathsMap: Record<string, string>;
  inputTemplate: string;
}

export interface RuleDefinition {
  eventBusName: string;
  eventPattern: JsonObject;
  targets: RuleTarget[];
}

/** The rules of a template that match events, with the targets that transform their input, as scanOn makes them. */
export function ruleDefinitions(template: ResolvedTemplate): RuleDefinition[] {
  return resourcesOfType(template, 'AWS::Events::Rule')
    .filter(({ properties }) => properties.State !== 'DISABLED' && isObject(properties.EventPattern))
    .map(({ properties }) => ({
      eventBusName: busName(asString(properties.EventBusName) ?? 'default'),
      eventPattern: asObject(properties.EventPattern),
      targets: asArray(properties.Targets).map(asObject).filter(hasTransformer).map(ruleTarget),
    }));
}

/** The name of a bus, given its name or its ARN. */
export function busName(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn;
}

const hasTransformer = ({ InputTransformer }: JsonObject) => isObject(InputTransformer);

function ruleTarget({ Arn, InputTransformer }: JsonObject): RuleTarget {
  const { InputPathsMap, InputTemplate } = asObject(InputTransformer);
  return {
    arn: String(Arn),
    inputPathsMap: asObject(InputPathsMap) as Record<string, string>,
    inputTemplate: String(InputTemplate),
  };
}
