import { Annotations, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct, IConstruct } from 'constructs';
import { invalid } from './errors';

/** PutEvents takes the ARN of a bus in another account, but not in another Region. */
export function checkPublishingBus(scope: Construct, { env }: events.IEventBus): void {
  const { region } = Stack.of(scope);
  if (differ(env.region, region)) {
    throw invalid(
      scope,
      `eventBus is in Region ${env.region}, but the stack is in ${region}. The functions can publish only in their own Region. Use an event bus in ${region}, and forward its events with a rule.`,
    );
  }
}

/**
 * The name to create a rule with. Throws if the rule would not be on the bus: by its name, a bus in another account or
 * Region is a bus of the same name in the stack of the rule.
 *
 * @param owner What the error is about.
 * @param ruleScope Where the rule is created.
 * @param fix What to do if the bus is somewhere else.
 */
export function busNameForRule(
  owner: IConstruct,
  ruleScope: IConstruct,
  eventBus: events.IEventBus,
  fix: (place: string) => string,
): string {
  checkBusIsIn(ruleScope, eventBus, (ofBus, here) =>
    invalid(
      owner,
      `The event bus is in ${ofBus}, but the rule would be in ${here}, on an event bus of the same name. ${fix(ofBus)}`,
    ),
  );
  const { region, account } = Stack.of(ruleScope);
  const isHere = eventBus.env.region === region && eventBus.env.account === account;
  // Known only at deployment: by its ARN, the rule is on this bus or EventBridge rejects it.
  return isHere ? eventBus.eventBusName : eventBus.eventBusArn;
}

/** Throws if the bus is known to be in another account or Region than the stack of a construct. */
export function checkBusIsIn(
  scope: IConstruct,
  { env }: events.IEventBus,
  error: (ofBus: string, here: string) => Error,
): void {
  const { region, account } = Stack.of(scope);
  if (differ(env.account, account)) throw error(`account ${env.account}`, `account ${account}`);
  if (differ(env.region, region)) throw error(`Region ${env.region}`, `Region ${region}`);
}

/** Anybody who may put events on the bus can request scans, and on the default bus that is often the whole account. */
export function warnOfDefaultBus(scope: Construct, { eventBusName }: events.IEventBus, what: 'scan' | 'watch'): void {
  if (eventBusName !== 'default') return;
  Annotations.of(scope).addWarningV2(
    'cdk-appfabric-user-access:default-event-bus',
    `Every event with this pattern starts a ${what}, and on the default event bus every principal of the account that may call PutEvents can forge one. Use an event bus of your own as eventBus, with a policy that says who may publish (docs/security.md).`,
  );
}

function differ(one: string, other: string): boolean {
  return Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
}
