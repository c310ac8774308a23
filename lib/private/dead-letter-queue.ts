import { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { acknowledgeDeadLetterQueue } from './acknowledgements';

type Listener = (queue: DeadLetterQueue) => void;

/** The queues of each scanner, wherever they are in the app, and who wants to know of those that are added later. */
const registry = new WeakMap<IConstruct, { queues: DeadLetterQueue[]; listeners: Listener[] }>();

export interface DeadLetterQueueProps {
  /** What the events are for. */
  readonly scanner: IConstruct;
  readonly encryptionKey?: kms.IKey;
}

/** Keeps events that EventBridge could not deliver for 14 days, the maximum of Amazon SQS. */
export class DeadLetterQueue extends sqs.Queue {
  constructor(scope: Construct, id: string, { scanner, encryptionKey }: DeadLetterQueueProps) {
    super(scope, id, {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
      encryption: encryptionKey ? sqs.QueueEncryption.KMS : sqs.QueueEncryption.SQS_MANAGED,
      encryptionMasterKey: encryptionKey,
    });
    acknowledgeDeadLetterQueue(this);
    const { queues, listeners } = registered(scanner);
    queues.push(this);
    for (const tell of listeners) tell(this);
  }

  /** The ids that lead to this queue: from the scanner on, or from the app on if it is not below the scanner. */
  public idsFrom(scanner: IConstruct): string[] {
    const { scopes } = this.node;
    return scopes
      .slice(scopes.indexOf(scanner) + 1)
      .map(({ node }) => node.id)
      .filter(Boolean);
  }
}

/** Calls `listener` for each dead-letter queue of a scanner: for those that exist, and for those that are added later. */
export function forEachDeadLetterQueue(scanner: IConstruct, listener: Listener): void {
  const { queues, listeners } = registered(scanner);
  listeners.push(listener);
  queues.forEach(listener);
}

function registered(scanner: IConstruct) {
  const found = registry.get(scanner) ?? { queues: [], listeners: [] };
  registry.set(scanner, found);
  return found;
}
