import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { TriggerOptions } from '../trigger-options';
import { acknowledgeInlinePolicies } from './acknowledgements';
import { DeadLetterQueue } from './dead-letter-queue';
import { delivery } from './delivery';
import { eventBridgeRole } from './event-bridge-role';
import { busNameForRule, warnOfDefaultBus } from './event-buses';
import { checkEventBus } from './prop-types';
import type { ScannerParts } from './scanner-parts';
import { checkSourceAtSynthesis, checkTrigger } from './trigger-pattern';

/** What is started, and with what in its input besides the email address and the trigger. */
export interface Started {
  readonly what: 'scan' | 'watch';
  readonly stateMachine: sfn.IStateMachine;
  readonly grantStart: (role: iam.IGrantable) => void;
  readonly input?: () => object;
}

export interface StartOnEvent {
  readonly rule: events.Rule;
  readonly deadLetterQueue: sqs.Queue;
  readonly role: iam.Role;
}

/** The rule that starts an execution for each event that it matches, in the scope of a trigger. */
export function startOnEvent(
  scope: Construct,
  scanner: ScannerParts,
  options: TriggerOptions,
  { what, stateMachine, grantStart, input }: Started,
): StartOnEvent {
  checkTrigger(scope, options?.eventPattern, options?.email, what);
  checkEventBus(scope, options.eventBus);
  const eventBus = options.eventBus ?? scanner.eventBus;
  const { account } = Stack.of(scope);
  const busName = busNameForRule(
    scope,
    scope,
    eventBus,
    (place) =>
      `Pass an event bus of this stack's account and Region as eventBus of the trigger, send it the events with a rule in ${place}, and name the account in eventPattern.account.`,
  );
  warnOfDefaultBus(scope, eventBus, what);
  const { maxEventAge, retryAttempts } = delivery(scope, options);
  const settings = input?.();

  const deadLetterQueue = new DeadLetterQueue(scope, 'DeadLetterQueue', {
    scanner,
    encryptionKey: scanner.encryptionKey,
  });
  const role = eventBridgeRole(scope);
  acknowledgeInlinePolicies(scope);
  grantStart(role);
  const rule = new events.Rule(scope, 'Rule', {
    description: options.description ?? `Starts a user access ${what} (${scanner.node.path})`,
    eventBus,
    eventPattern: { ...options.eventPattern, account: options.eventPattern.account ?? [account] },
    targets: [
      new targets.SfnStateMachine(stateMachine, {
        role,
        deadLetterQueue,
        maxEventAge,
        retryAttempts,
        // EventBridge delivers at least once. The first function recognizes a repeated delivery by the event's id.
        input: events.RuleTargetInput.fromObject({
          email: options.email,
          trigger: { id: events.EventField.eventId, source: events.EventField.source, time: events.EventField.time },
          ...settings,
        }),
      }),
    ],
  });
  (rule.node.defaultChild as events.CfnRule).eventBusName = busName;
  checkSourceAtSynthesis(rule, what);
  return { rule, deadLetterQueue, role };
}
