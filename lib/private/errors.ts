import type { IConstruct } from 'constructs';

/** Creates an error of one line: the path of the construct, and a message that names the property and the fix. */
export function invalid(scope: IConstruct, message: string): Error {
  const error = new Error(`${scope.node.path || 'App'}: ${message}`);
  error.name = 'InvalidConfiguration';
  // `cdk synth` prints the stack. A stack trace would point into this package, but the fix is in the user's code.
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
