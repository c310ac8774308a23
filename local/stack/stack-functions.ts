import { randomUUID } from 'node:crypto';
import { type FunctionDefinition, lambdaEnvironment } from './function-definitions';
import { LambdaFunction } from './lambda-function';
import { WorkerInstance, type WorkerOptions } from './worker-instance';

/** Lambda scales out. A machine does not: more invocations of one function than this wait for their turn. */
const MAX_CONCURRENCY = 32;

interface Place extends Omit<WorkerOptions, 'environment'> {
  readonly region: string;
  readonly endpoint: string;
}

/** The functions of a template. Each instance is a thread, and finds AWS at the endpoint. */
export function stackFunctions(definitions: readonly FunctionDefinition[], place: Place): LambdaFunction[] {
  const { region, endpoint, ...worker } = place;
  return definitions.map((definition) => {
    const own = { ...lambdaEnvironment(definition, region), AWS_ENDPOINT_URL: endpoint };
    const environment = { ...definition.environment, ...own };
    return new LambdaFunction(definition.arns, {
      createInstance: () => new WorkerInstance(definition, { ...worker, environment }),
      requestId: randomUUID,
      maxConcurrency: MAX_CONCURRENCY,
      reservedConcurrency: definition.reservedConcurrency,
    });
  });
}
