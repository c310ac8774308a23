import { AwsError } from './aws-error';
import { asArray, asObject, isObject, type JsonObject } from './json';
import { type ResolvedTemplate, type Resource, resourcesOfType } from './resolve-template';
import { busName, busNames } from './rule-definitions';

/** What Amazon EventBridge tells of the rules of a template. */
export class RulesApi {
  readonly #rules: readonly Resource[];

  constructor(private readonly template: ResolvedTemplate) {
    this.#rules = resourcesOfType(template, 'AWS::Events::Rule');
  }

  readonly #operations: Record<string, (request: JsonObject) => JsonObject> = {
    ListRules: (request) => ({ Rules: this.#rules.filter((rule) => busOf(rule) === busIn(request)).map(described) }),
    ListEventBuses: () => ({ EventBuses: busNames(this.template).map((Name) => ({ Name })) }),
    ListRuleNamesByTarget: (request) => ({
      RuleNames: this.#rules
        .filter((rule) => busOf(rule) === busIn(request))
        .filter(({ properties }) =>
          asArray(properties.Targets).some((each) => asObject(each).Arn === request.TargetArn),
        )
        .map(({ name }) => name),
    }),
    DescribeRule: (request) => described(this.#rule(request)),
    ListTargetsByRule: (request) => ({
      Targets: asArray(this.#rule({ ...request, Name: request.Rule ?? '' }).properties.Targets),
    }),
  };

  /** Undefined if there is no such operation. */
  handle(operation: string, request: JsonObject): JsonObject | undefined {
    return Object.hasOwn(this.#operations, operation) ? this.#operations[operation]?.(request) : undefined;
  }

  #rule(request: JsonObject): Resource {
    const found = this.#rules.find((rule) => rule.name === request.Name && busOf(rule) === busIn(request));
    if (found) return found;
    throw new AwsError(
      'ResourceNotFoundException',
      `Rule ${request.Name} does not exist on EventBus ${busIn(request)}.`,
    );
  }
}

const busIn = ({ EventBusName = 'default' }: JsonObject): string => busName(String(EventBusName));
const busOf = ({ properties }: Resource): string => busIn(properties);

function described(rule: Resource): JsonObject {
  const { name, arn, properties } = rule;
  const { State = 'ENABLED', Description, EventPattern, ScheduleExpression } = properties;
  return {
    Name: name,
    Arn: arn,
    State,
    EventBusName: busOf(rule),
    ...(Description !== undefined && { Description }),
    ...(isObject(EventPattern) && { EventPattern: JSON.stringify(asObject(EventPattern)) }),
    ...(ScheduleExpression !== undefined && { ScheduleExpression }),
  };
}
