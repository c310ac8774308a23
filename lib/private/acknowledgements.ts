import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The rule packs of cdk-nag, as their rules' ids begin. */
type Pack = 'AwsSolutions' | 'HIPAA.Security' | 'NIST.800.53.R5' | 'PCI.DSS.321' | 'Serverless';

/** Acknowledges the findings of a rule on a construct and in it. The reason is for auditors. */
function acknowledge(scope: IConstruct, rule: string, packs: readonly Pack[], reason: string): void {
  Validations.of(scope).acknowledge(...packs.map((pack) => ({ id: `${pack}-${rule}`, reason })));
}

export function acknowledgeInlinePolicies(scope: IConstruct): void {
  acknowledge(
    scope,
    'IAMNoInlinePolicy',
    ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'],
    'Each policy is for one role, with the ARNs of the resources that this role uses. An inline policy is created and deleted with its role, and cannot be attached to another principal.',
  );
}

export function acknowledgeSynchronousFunction(fn: IConstruct): void {
  acknowledge(
    fn,
    'LambdaDLQ',
    ['HIPAA.Security', 'NIST.800.53.R5', 'Serverless'],
    'Lambda uses a dead-letter queue only for asynchronous invocations. Step Functions invokes this function synchronously, retries it, and records and publishes what fails for good.',
  );
}

export function acknowledgeDeadLetterQueue(queue: IConstruct): void {
  const reason =
    'This queue is the dead-letter queue of an EventBridge rule or schedule. It is not read by a consumer that could fail, so no message needs to be moved from it to another queue.';
  acknowledge(queue, 'SQS3', ['AwsSolutions'], reason);
  acknowledge(queue, 'SQSRedrivePolicy', ['Serverless'], reason);
}
