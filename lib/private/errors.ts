import type { IConstruct } from 'constructs';

class InvalidConfiguration extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidConfiguration';
    // Whoever runs `cdk synth` reads one line that names the construct and the fix. A trace would point into
    // this package, where there is nothing to mend.
    this.stack = `${this.name}: ${message}`;
  }
}

/** The error for a mistake in how the construct is used: where, what, and what to do instead. */
export function invalid(scope: IConstruct, message: string): Error {
  return new InvalidConfiguration(`${scope.node.path || 'App'}: ${message}`);
}
