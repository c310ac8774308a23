import { Token, Tokenization } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import { Env } from '../contract/names';

/** The table of a scanner is never replaced. */
const CONSTANT: readonly string[] = [Env.TABLE_NAME, Env.TABLE_ARN];

/** The values in the configuration of a function that are known only at deployment, or undefined if there are none. */
export function deployedValues(
  environment: Record<string, string>,
  memorySize: number,
  eventBus: events.IEventBus,
): string | undefined {
  const variables = Object.entries(environment)
    .filter(([name]) => !CONSTANT.includes(name))
    // The ARN of every bus has values that are known only at deployment, but do not change: the account, for example.
    .map(([name, value]) => (name === Env.EVENT_BUS_ARN ? eventBus.eventBusName : value));
  const values = [...variables, stringOf(memorySize)].filter((value) => Token.isUnresolved(value));
  return values.length > 0 ? values.join(' ') : undefined;
}

/** A number as text, also if it is known only at deployment. */
export function stringOf(value: number): string {
  return Token.isUnresolved(value) ? Tokenization.stringifyNumber(value) : String(value);
}
