import { asArray, asObject, asString, isObject, type JsonObject } from './json';
import { busName } from './physical-names';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';

/** The state machine that a rule starts, and how its input is made of the event. */
export interface RuleTarget {
  arn: string;
  /** @default - the event */
  transformer?: InputTransformer;
  /** The queue for events that could not be delivered. */
  deadLetterArn?: string;
}

export interface InputTransformer {
  inputPathsMap: Record<string, string>;
  inputTemplate: string;
}

export interface RuleDefinition {
  arn: string;
  eventBusName: string;
  eventPattern: JsonObject;
  targets: RuleTarget[];
}

/** The rules of a template that match events, with the state machines among their targets. */
export function ruleDefinitions(template: ResolvedTemplate): RuleDefinition[] {
  return resourcesOfType(template, 'AWS::Events::Rule')
    .filter(({ properties }) => properties.State !== 'DISABLED' && isObject(properties.EventPattern))
    .map(({ arn, properties }) => ({
      arn,
      eventBusName: busName(asString(properties.EventBusName) ?? 'default'),
      eventPattern: asObject(properties.EventPattern),
      targets: asArray(properties.Targets).map(asObject).filter(isStateMachine).map(ruleTarget),
    }));
}

/** The names of the event buses: the default one, and those of the template. */
export function busNames(template: ResolvedTemplate): string[] {
  return ['default', ...resourcesOfType(template, 'AWS::Events::EventBus').map(({ name }) => name)];
}

const isStateMachine = ({ Arn }: JsonObject) => String(Arn).includes(':stateMachine:');

function ruleTarget({ Arn, InputTransformer, DeadLetterConfig }: JsonObject): RuleTarget {
  const deadLetterArn = asString(asObject(DeadLetterConfig).Arn);
  const target = { arn: String(Arn), ...(deadLetterArn !== undefined && { deadLetterArn }) };
  if (!isObject(InputTransformer)) return target;
  const { InputPathsMap, InputTemplate } = InputTransformer;
  return {
    ...target,
    transformer: {
      inputPathsMap: asObject(InputPathsMap) as Record<string, string>,
      inputTemplate: String(InputTemplate),
    },
  };
}
