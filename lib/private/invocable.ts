import type { Duration } from 'aws-cdk-lib';

/** A version or an alias of a function, as a state machine invokes it. */
export interface Invocable {
  /** The ARN in the definition of the state machine. */
  readonly arn: string;
  /** What the state machine's role may invoke. */
  readonly allowedArns: string[];
  /** The timeout of the function. */
  readonly timeout: Duration;
}
