import { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { acknowledgeDeadLetterQueue } from './acknowledgements';

type Listener = (queue: DeadLetterQueue) => void;

/** Who wants to know of the queues below a construct. */
const listeners = new WeakMap<IConstruct, Listener[]>();

/** Keeps events that EventBridge could not deliver for 14 days, the maximum of Amazon SQS. */
export class DeadLetterQueue extends sqs.Queue {
  constructor(scope: Construct, id: string, encryptionKey?: kms.IKey) {
    super(scope, id, {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
      encryption: encryptionKey ? sqs.QueueEncryption.KMS : sqs.QueueEncryption.SQS_MANAGED,
      encryptionMasterKey: encryptionKey,
    });
    acknowledgeDeadLetterQueue(this);
    for (const ancestor of scope.node.scopes) for (const tell of listeners.get(ancestor) ?? []) tell(this);
  }
}

/** Calls `listener` for each dead-letter queue below `scope`: for those that exist, and for those that are added later. */
export function forEachDeadLetterQueue(scope: IConstruct, listener: Listener): void {
  for (const each of scope.node.findAll()) if (each instanceof DeadLetterQueue) listener(each);
  listeners.set(scope, [...(listeners.get(scope) ?? []), listener]);
}
