import {
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import type { DoctorClients } from './clients';
import { unlessMissing } from './problem';

type Events = DoctorClients['events'];

/** The names of all event buses. */
export const eventBuses = (events: Events): Promise<string[]> =>
  pages(async (NextToken) => {
    const { EventBuses = [], ...page } = await events.send(new ListEventBusesCommand({ NextToken }));
    return { items: EventBuses.flatMap(({ Name }) => Name ?? []), ...page };
  });

/** The names of the rules of a bus that have one of these targets. */
export async function namesByTarget(events: Events, EventBusName: string, arns: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const TargetArn of arns) {
    const ofTarget = await pages(async (NextToken) => {
      const command = new ListRuleNamesByTargetCommand({ TargetArn, EventBusName, NextToken });
      const { RuleNames: items = [], ...page } = await events.send(command);
      return { items, ...page };
    });
    names.push(...ofTarget);
  }
  return names;
}

export const rulesOn = (events: Events, EventBusName: string): Promise<Rule[]> =>
  pages(async (NextToken) => {
    const { Rules: items = [], ...page } = await events.send(new ListRulesCommand({ EventBusName, NextToken }));
    return { items, ...page };
  });

/** The targets of a rule. None, if the rule was deleted in the meantime. */
export const targetsOf = (
  events: Events,
  { name: Rule, bus: EventBusName }: { readonly name: string; readonly bus: string },
) =>
  pages(async (NextToken) => {
    const command = new ListTargetsByRuleCommand({ Rule, EventBusName, NextToken });
    const { Targets: items = [], ...page } = (await unlessMissing(events.send(command))) ?? {};
    return { items, ...page };
  });

async function pages<T>(
  pageAfter: (token: string | undefined) => Promise<{ readonly items: readonly T[]; readonly NextToken?: string }>,
): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const page = await pageAfter(token);
    all.push(...page.items);
    token = page.NextToken;
  } while (token);
  return all;
}
