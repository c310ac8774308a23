import { AwsError } from './aws-error';
import { requireBus } from './buses-api';
import { eventsPage } from './events-requests';
import { asArray, asObject, isObject, type JsonObject } from './json';
import { busName } from './physical-names';
import { type ResolvedTemplate, type Resource, resourcesOfType } from './resolve-template';

/** What Amazon EventBridge tells of the rules of a template. */
export function ruleOperations(template: ResolvedTemplate): Record<string, (request: JsonObject) => JsonObject> {
  const all = resourcesOfType(template, 'AWS::Events::Rule');
  const nameOf = ({ name }: Resource) => name;

  const rulesOn = (request: JsonObject): Resource[] => {
    const bus = requireBus(template, request.EventBusName).name;
    return all.filter((rule) => busOf(rule) === bus);
  };
  const ruleNamed = (name: unknown, request: JsonObject): Resource => {
    const found = rulesOn(request).find((rule) => rule.name === name);
    if (found) return found;
    const { name: bus } = requireBus(template, request.EventBusName);
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
  };
  const hasTarget = (rule: Resource, arn: unknown) => targetsOf(rule).some(({ Arn }) => Arn === arn);

  return {
    ListRules: (request) => {
      const { NamePrefix = '' } = request;
      const named = rulesOn(request).filter(({ name }) => name.startsWith(String(NamePrefix)));
      const { items, ...next } = eventsPage(named, request, nameOf);
      return { Rules: items.map(listed), ...next };
    },
    DescribeRule: (request) => ({ ...listed(ruleNamed(request.Name, request)), CreatedBy: template.accountId }),
    ListTargetsByRule: (request) => {
      const { items, ...next } = eventsPage(targetsOf(ruleNamed(request.Rule, request)), request, ({ Id }) =>
        String(Id),
      );
      return { Targets: items, ...next };
    },
    ListRuleNamesByTarget: (request) => {
      const aimed = rulesOn(request).filter((rule) => hasTarget(rule, request.TargetArn));
      const { items, ...next } = eventsPage(aimed, request, nameOf);
      return { RuleNames: items.map(nameOf), ...next };
    },
  };
}

const busOf = ({ properties: { EventBusName = 'default' } }: Resource): string => busName(String(EventBusName));
const targetsOf = ({ properties }: Resource): JsonObject[] => asArray(properties.Targets).map(asObject);

function listed(rule: Resource): JsonObject {
  const { name, arn, properties } = rule;
  const { State = 'ENABLED', Description, EventPattern, ScheduleExpression } = properties;
  return {
    Name: name,
    Arn: arn,
    State,
    EventBusName: busOf(rule),
    ...(Description !== undefined && { Description }),
    ...(isObject(EventPattern) && { EventPattern: JSON.stringify(EventPattern) }),
    ...(ScheduleExpression !== undefined && { ScheduleExpression }),
  };
}
