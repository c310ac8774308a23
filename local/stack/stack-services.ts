import { jsonService, type Operation } from './aws-json';
import { busOperations } from './buses-api';
import { type Clock, holding } from './clock';
import type { EventBus } from './event-bus';
import type { FunctionDefinition } from './function-definitions';
import type { HttpService, Services } from './gateway';
import { describeKey } from './keys-api';
import { lambdaAnswer } from './lambda-api';
import type { Queue } from './queues';
import { queueOperations } from './queues-api';
import type { ResolvedTemplate } from './resolve-template';
import { ruleOperations } from './rules-api';
import { schedulesAnswer } from './schedules-api';
import { stackOperations } from './stack-resources';
import type { StepFunctions } from './step-functions';
import { askedInstead, withTableSettings } from './table-settings';
import type { Tables } from './tables';
import { testEventPattern } from './test-event-pattern';

/** What a local stack consists of. */
export interface StackParts {
  readonly template: ResolvedTemplate;
  readonly endpoint: string;
  readonly clock: Clock;
  readonly appFabric: HttpService;
  readonly page?: HttpService;
  readonly tables: Tables;
  readonly functions: readonly FunctionDefinition[];
  readonly stepFunctions: StepFunctions;
  readonly eventBus: EventBus;
  readonly queues: ReadonlyMap<string, Queue>;
}

/** The services of a local stack, as its endpoint answers for them. */
export function stackServices(parts: StackParts): Services {
  const { template, endpoint, clock, tables, stepFunctions, eventBus, queues, functions } = parts;
  const eventOperations: Record<string, Operation> = {
    PutEvents: (request) => holding(clock, () => eventBus.handle('PutEvents', request)),
    TestEventPattern: testEventPattern,
    ...busOperations(template),
    ...ruleOperations(template),
  };
  return {
    appFabric: parts.appFabric,
    page: parts.page,
    dynamodb: async (operation, body, headers) => {
      const answered = await tables.handle(askedInstead(operation), body, headers);
      return withTableSettings(template, operation, body, answered);
    },
    json: new Map([
      // What a request begins has the time of the request.
      ['AWSStepFunctions', (operation, request) => holding(clock, () => stepFunctions.handle(operation, request))],
      ['AWSEvents', jsonService('AWSEvents', eventOperations)],
      ['AmazonSQS', jsonService('AmazonSQS', queueOperations(queues, template, endpoint))],
      ['TrentService', jsonService('TrentService', { DescribeKey: (request) => describeKey(template, request) })],
    ]),
    lambda: (method, path, qualifier) => lambdaAnswer(functions, method, path, qualifier),
    schedules: (method, path) => schedulesAnswer(template, method, path),
    query: stackOperations(template, endpoint),
  };
}
