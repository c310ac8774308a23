import { readAssembly } from './assembly';
import { loadEngines } from './engines';
import { EventBus, type PublishedEvent } from './event-bus';
import { statusChange } from './execution-answers';
import { checkBundles, functionDefinitions } from './function-definitions';
import { Gateway, type HttpService } from './gateway';
import { type StackOutputs, stackOutputs } from './outputs';
import { contentIds } from './put-events';
import { asTexts } from './queue-attributes';
import { queuesOf } from './queues';
import { resolveTemplate } from './resolve-template';
import { busNames, ruleDefinitions } from './rule-definitions';
import { StackClock } from './stack-clock';
import { stackFunctions } from './stack-functions';
import { stackServices } from './stack-services';
import { stateMachineDefinitions } from './state-machine-definitions';
import { StepFunctions } from './step-functions';
import { tableDefinitions } from './table-definitions';
import { Tables } from './tables';
import { functionTasks } from './tasks';

export interface LocalStackOptions {
  /** Where `cdk synth` wrote to. */
  assemblyDir: string;
  /** @default 'UserAccess' */
  stackName?: string;
  /** The file that runs a function in a thread: the bundle of lambda-worker.ts. */
  workerFile: string;
  /** Where the table is kept. @default - in memory */
  dataDir?: string;
  /** @default 0, any free port */
  port?: number;
  /** AppFabric, by the time of the stack in milliseconds. */
  appFabric: (now: () => number) => HttpService;
  /** What a browser sees at the address of the stack. @default - nothing */
  page?: (stack: Pick<LocalStack, 'endpoint' | 'outputs'>) => HttpService;
  /** The ARN that the template's app bundle gets. */
  appBundleArn: string;
  /**
   * How many times faster time passes while executions run and each of them is in a Wait state. Whatever else runs takes
   * the time that it takes. @default 1
   */
  speed?: number;
  /** A line that a function wrote. */
  onLog?(functionName: string, line: string): void;
  /** An event that the bus accepted. */
  onEvent?(event: PublishedEvent): void;
}

const DEPLOYMENT = { region: 'us-east-1', accountId: '111122223333' };
const ignore = () => undefined;

/** Runs what `cdk synth` wrote on this machine, behind one endpoint. */
export class LocalStack {
  private constructor(
    readonly endpoint: string,
    readonly outputs: StackOutputs,
    /** The events that PutEvents accepted, in order. */
    readonly published: readonly PublishedEvent[],
    /** The time of the stack, in milliseconds. With a `speed`, it runs ahead of the clock on the wall. */
    readonly now: () => number,
    /** Puts an event of an AWS service on the default bus. */
    readonly takeFromService: EventBus['takeFromService'],
    /** Stops the executions and the functions, closes the table and the endpoint. */
    readonly stop: () => Promise<void>,
  ) {}

  static async start(options: LocalStackOptions): Promise<LocalStack> {
    const { stackName = 'UserAccess', appBundleArn, dataDir, onLog = ignore, onEvent = ignore } = options;
    const { template, assetFolders } = readAssembly(options.assemblyDir, stackName);
    const resolved = resolveTemplate(template, { ...DEPLOYMENT, stackName, appBundleArn });
    const definitions = functionDefinitions(resolved, assetFolders);
    checkBundles(definitions);
    const stateMachines = stateMachineDefinitions(resolved);
    const outputs = stackOutputs(resolved, definitions, stateMachines, appBundleArn);
    const engines = await loadEngines();
    const clock = new StackClock(options.speed);
    const now = () => clock.now();

    const closers: (() => Promise<void>)[] = [];
    // The endpoint closes last, so that its clients get their answers, and the tables close after their clients.
    const close = async () => {
      for (const closeOne of closers.splice(0).reverse()) await closeOne();
    };
    try {
      const gateway = await Gateway.listen(options.port ?? 0);
      const { endpoint } = gateway;
      let tables: Tables | undefined;
      closers.push(async () => {
        await gateway.close();
        await tables?.close();
      });
      const opened = await Tables.open(engines, resolved, dataDir);
      tables = opened;
      const { workerFile } = options;
      const place = { region: DEPLOYMENT.region, endpoint, workerFile, onLog, ahead: () => clock.ahead };
      const functions = stackFunctions(definitions, place);
      closers.push(async () => void (await Promise.all(functions.map((each) => each.stop()))));
      const stepFunctions = new StepFunctions({
        stateMachines,
        runTask: functionTasks(functions, clock),
        Interpreter: engines.Interpreter,
        clock,
        onEnd: (execution) =>
          eventBus.takeFromService('aws.states', 'Step Functions Execution Status Change', statusChange(execution)),
      });
      closers.push(() => stepFunctions.stopAll());
      const queues = queuesOf(resolved, clock);
      const eventBus = new EventBus({
        clock,
        deployment: resolved,
        eventId: contentIds(),
        buses: busNames(resolved),
        rules: ruleDefinitions(resolved),
        deliver: async (stateMachineArn, input, name) =>
          void stepFunctions.startExecution({ stateMachineArn, input, name }),
        onEvent,
        onUndelivered: (queueArn, event, why) =>
          queues.get(queueArn.split(':').at(-1) ?? '')?.send(event, asTexts(why)),
      });
      closers.push(() => eventBus.stop());
      await opened.create(tableDefinitions(resolved), dataDir);
      gateway.services = stackServices({
        ...{ template: resolved, endpoint, clock, tables: opened, functions: definitions },
        ...{ stepFunctions, eventBus, queues, appFabric: options.appFabric(now) },
        page: options.page?.({ endpoint, outputs }),
      });
      const takeFromService = eventBus.takeFromService.bind(eventBus);
      return new LocalStack(endpoint, outputs, eventBus.published, now, takeFromService, close);
    } catch (error) {
      await close();
      throw error;
    }
  }
}
