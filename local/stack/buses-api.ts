import { AwsError } from './aws-error';
import { eventsPage } from './events-requests';
import { asObject, type Json, type JsonObject } from './json';
import { busName, DEPLOYED_AT } from './physical-names';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';
import { busNames } from './rule-definitions';

interface Bus {
  readonly name: string;
  readonly described: JsonObject;
}

/** What Amazon EventBridge tells of the event buses: the default one, and those of a template. */
export function busOperations(template: ResolvedTemplate): Record<string, (request: JsonObject) => JsonObject> {
  return {
    DescribeEventBus: ({ Name }) => requireBus(template, Name).described,
    ListEventBuses: (request) => {
      const { NamePrefix = '' } = request;
      const named = busesOf(template).filter(({ name }) => name.startsWith(String(NamePrefix)));
      const { items, ...next } = eventsPage(named, request, ({ name }) => name);
      return { EventBuses: items.map(({ described }) => described), ...next };
    },
  };
}

/**
 * The bus with a name or an ARN.
 *
 * @param nameOrArn undefined is the default bus
 */
export function requireBus(template: ResolvedTemplate, nameOrArn: Json | undefined = 'default'): Bus {
  const wanted = busName(String(nameOrArn));
  const found = busesOf(template).find(({ name }) => name === wanted);
  if (!found) throw new AwsError('ResourceNotFoundException', `Event bus ${wanted} does not exist.`);
  return found;
}

function busesOf(template: ResolvedTemplate): Bus[] {
  const { region, accountId } = template;
  return busNames(template).map((name) => {
    const Arn = `arn:aws:events:${region}:${accountId}:event-bus/${name}`;
    const times = { CreationTime: DEPLOYED_AT / 1000, LastModifiedTime: DEPLOYED_AT / 1000 };
    return { name, described: { Name: name, Arn, ...policyOf(template, name), ...times } };
  });
}

/** The policy that the statements of the template make. */
function policyOf(template: ResolvedTemplate, bus: string): JsonObject {
  const Statement = resourcesOfType(template, 'AWS::Events::EventBusPolicy')
    .filter(({ properties: { EventBusName = 'default' } }) => busName(String(EventBusName)) === bus)
    .map(({ properties }) => ({ Sid: properties.StatementId ?? '', ...asObject(properties.Statement) }));
  return Statement.length === 0 ? {} : { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) };
}
