import type { StackResourceSummary } from '@aws-sdk/client-cloudformation';

export interface ScannerResource {
  readonly logicalId: string;
  /** What CloudFormation knows the resource by: a name, an ARN or a URL. */
  readonly physicalId: string;
}

/** CDK's logical ids are the path of the construct, and a hash. */
const TABLE_ID = /Table[0-9A-F]{8}$/;
const START_SCAN_ID = /StartScanFunction[0-9A-F]{8}$/;

const FUNCTIONS = ['StartScan', 'PollTasks', 'FailScan', 'Watch'];
const STATE_MACHINES = ['Workflow', 'EndedScans', 'WatchWorkflow', 'EndedWatches'];

/** What a stack has of each of a kind. Undefined if the stack does not have it. */
export type Parts = ReadonlyMap<string, ScannerResource | undefined>;

/** The resources of one scanner, of all those in its stack. */
export class ScannerResources {
  readonly #own: readonly StackResourceSummary[];
  readonly #scanner: string;

  /** @param table the logical id of the scanner's table */
  constructor(resources: readonly StackResourceSummary[], table: string) {
    const scanners = resources
      .map(({ LogicalResourceId = '' }) => LogicalResourceId)
      .filter((id) => START_SCAN_ID.test(id))
      .map((id) => id.replace(START_SCAN_ID, ''));
    // The ids of `Scanner2` begin with `Scanner`, too. The table of a scanner whose id ends in `Table` has only the hash more.
    const [scanner = table.replace(TABLE_ID, '')] = scanners
      .filter((each) => table.startsWith(each) && /^(Table)?[0-9A-F]{8}$/.test(table.slice(each.length)))
      .sort((one, other) => one.length - other.length);
    const others = scanners.filter((each) => each !== scanner && each.startsWith(scanner));
    this.#scanner = scanner;
    this.#own = resources.filter(
      ({ LogicalResourceId: id = '' }) => id.startsWith(scanner) && !others.some((other) => id.startsWith(other)),
    );
  }

  ofType(type: string): ScannerResource[] {
    return ofType(this.#own, type);
  }

  /** The four functions of a scanner, by the names that its properties have. */
  get functions(): Parts {
    return this.#parts('AWS::Lambda::Function', FUNCTIONS, 'Function');
  }

  /** The versions of the functions that this deployment has published. */
  get versions(): Parts {
    return this.#parts('AWS::Lambda::Version', FUNCTIONS, 'FunctionCurrentVersion');
  }

  /** The four state machines of a scanner. */
  get stateMachines(): Parts {
    return this.#parts('AWS::StepFunctions::StateMachine', STATE_MACHINES, 'StateMachine');
  }

  /** The ARNs of the state machines that events and schedules start. */
  get started(): string[] {
    const all = this.stateMachines;
    return ['Workflow', 'WatchWorkflow'].flatMap((name) => all.get(name)?.physicalId ?? []);
  }

  #parts(type: string, names: readonly string[], what: string): Parts {
    const all = this.ofType(type);
    // CDK leaves out what the path so far ends with.
    const startOf = (name: string) => `${this.#scanner.endsWith(name) ? this.#scanner : this.#scanner + name}${what}`;
    return new Map(names.map((name) => [name, all.find(({ logicalId }) => logicalId.startsWith(startOf(name)))]));
  }
}

/** The resources of a type that have a physical id. One that could not be created has none. */
export const ofType = (resources: readonly StackResourceSummary[], type: string): ScannerResource[] =>
  resources.flatMap(({ ResourceType, LogicalResourceId, PhysicalResourceId }) =>
    ResourceType === type && LogicalResourceId && PhysicalResourceId
      ? { logicalId: LogicalResourceId, physicalId: PhysicalResourceId }
      : [],
  );

/** The paths that the construct of a rule, a group or a dead-letter queue can have: that of the trigger or schedule. */
export function parentsOf({ logicalId }: ScannerResource): string[] {
  const [, parent = logicalId, kind] = logicalId.match(/^(.*?)(Rule|Group|DeadLetterQueue)[0-9A-F]{8}$/) ?? [];
  // The id of the rule of `LeaverRule` does not have `Rule` twice.
  return kind === undefined || kind === 'DeadLetterQueue' ? [parent] : [parent, parent + kind];
}
