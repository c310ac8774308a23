import type { ExecutionHistory } from './execution-history';
import type { JsonObject } from './json';

type Failure = { error: string; cause: string };

/** History of a Task whose resource is a function's ARN. */
export class DirectTaskHistory {
  constructor(
    private readonly history: ExecutionHistory,
    private readonly resource: string,
    private readonly state: JsonObject,
  ) {}

  scheduled(payload: string): void {
    const { TimeoutSeconds } = this.state;
    const details = {
      resource: this.resource,
      input: payload,
      ...(TimeoutSeconds !== undefined && { timeoutInSeconds: TimeoutSeconds }),
    };
    this.history.add('LambdaFunctionScheduled', Date.now(), 'lambdaFunctionScheduledEventDetails', details);
    this.history.add('LambdaFunctionStarted', Date.now());
  }

  succeeded(output: string): void {
    this.history.add('LambdaFunctionSucceeded', Date.now(), 'lambdaFunctionSucceededEventDetails', { output });
  }

  failed(failure: Failure): void {
    this.history.add('LambdaFunctionFailed', Date.now(), 'lambdaFunctionFailedEventDetails', failure);
  }
}

/** History of a Task that calls `lambda:invoke`. */
export class IntegrationTaskHistory {
  readonly #service = { resourceType: 'lambda', resource: 'invoke' };

  constructor(
    private readonly history: ExecutionHistory,
    private readonly state: JsonObject,
  ) {}

  scheduled(_payload: string, parameters: string): void {
    const { TimeoutSeconds } = this.state;
    const details = {
      ...this.#service,
      parameters,
      ...(TimeoutSeconds !== undefined && { timeoutInSeconds: TimeoutSeconds }),
    };
    this.history.add('TaskScheduled', Date.now(), 'taskScheduledEventDetails', details);
    this.history.add('TaskStarted', Date.now(), 'taskStartedEventDetails', this.#service);
  }

  succeeded(output: string): void {
    this.history.add('TaskSucceeded', Date.now(), 'taskSucceededEventDetails', { ...this.#service, output });
  }

  failed(failure: Failure): void {
    this.history.add('TaskFailed', Date.now(), 'taskFailedEventDetails', { ...this.#service, ...failure });
  }
}
