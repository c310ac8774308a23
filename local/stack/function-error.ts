import type { FunctionFailure } from './lambda-messages';

/** A failed invocation, named and worded as Step Functions sees it: the name is Error, the message is Cause. */
export class FunctionError extends Error {
  constructor(failure: FunctionFailure) {
    super(JSON.stringify(failure));
    this.name = failure.errorType;
  }
}
