import type { IConstruct } from 'constructs';

class InvalidConfiguration extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidConfiguration';
    // `cdk synth` prints the stack. A stack trace would point into this package, but the fix is in the user's code.
    this.stack = `${this.name}: ${message}`;
  }
}

/** Creates an error of one line: the path of the construct, and a message that names the property and the fix. */
export function invalid(scope: IConstruct, message: string): Error {
  return new InvalidConfiguration(`${scope.node.path || 'App'}: ${message}`);
}
