import { Names, Stack, Stage } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { EVENT_SOURCE } from '../contract/names';
import { invalid } from './errors';
import { checkBusIsIn } from './event-buses';
import type { ScannerParts } from './scanner-parts';

/** EventBridge's limit for the id of a statement. */
const MAX_STATEMENT_ID = 64;

/** A scanner, with the functions that publish its events. */
export interface PublishingScanner extends ScannerParts {
  readonly startScanFunction: lambda.Function;
  readonly pollTasksFunction: lambda.Function;
  readonly failScanFunction: lambda.Function;
  readonly watchFunction: lambda.Function;
}

/**
 * The statement of a bus's policy that denies the source of scanners to everybody but their functions.
 *
 * @param scanners Those that publish on the event bus of the first one.
 */
export function denyOthersToPublish(
  scanners: readonly [PublishingScanner, ...PublishingScanner[]],
  isScanner: (construct: IConstruct) => construct is PublishingScanner,
): events.CfnEventBusPolicy {
  const [scanner] = scanners;
  const { eventBus } = scanner;
  const unknown = scanners.findIndex((each) => each?.startScanFunction === undefined);
  if (unknown >= 0) {
    throw invalid(
      scanner,
      `otherScanners[${unknown - 1}] must be a UserAccessScanner of this app, because the roles of its functions must be known. If a scanner of another app publishes on the event bus, add the statement in docs/security.md yourself.`,
    );
  }
  checkBusIsIn(scanner, eventBus, (ofBus) =>
    invalid(
      scanner,
      `eventBus is in ${ofBus}, so its policy is managed there. Add the statement in docs/security.md to it.`,
    ),
  );
  if (scanner.node.tryFindChild('PublishingPolicy')) {
    throw invalid(
      scanner,
      'denyOthersToPublish can be called only once. Pass it all scanners that share the event bus.',
    );
  }
  // At synthesis, because a scanner can be created later.
  scanner.node.addValidation({
    validate: () =>
      scanner.node.root.node
        .findAll()
        .filter(isScanner)
        // Stages are deployed to different places, even if their buses have the same ARN until then.
        .filter((each) => Stage.of(each) === Stage.of(scanner))
        .filter((each) => isSameBus(each.eventBus, eventBus) && !scanners.includes(each))
        .map(
          (each) =>
            `denyOthersToPublish() would deny ${each.node.path} to publish its events. Pass it this scanner, too.`,
        ),
  });
  const statementId = Names.uniqueResourceName(scanner, { maxLength: MAX_STATEMENT_ID });
  const statement = new iam.PolicyStatement({
    sid: statementId,
    effect: iam.Effect.DENY,
    principals: [new iam.StarPrincipal()],
    actions: ['events:PutEvents'],
    resources: [eventBus.eventBusArn],
    conditions: {
      // A request can have events of several sources. One of them is enough to deny it.
      'ForAnyValue:StringEquals': { 'events:source': EVENT_SOURCE },
      ArnNotEquals: { 'aws:PrincipalArn': scanners.flatMap(publishers).map(({ role }) => role?.roleArn) },
    },
  });
  return new events.CfnEventBusPolicy(scanner, 'PublishingPolicy', {
    eventBusName: eventBus.eventBusName,
    statement: statement.toStatementJson(),
    statementId,
  });
}

/** By its place and its name, because what one stack creates can be imported into another one. */
function isSameBus(one: events.IEventBus, other: events.IEventBus): boolean {
  const isHere = one.env.account === other.env.account && one.env.region === other.env.region;
  return one.eventBusArn === other.eventBusArn || (isHere && nameOf(one) === nameOf(other));
}

function nameOf(eventBus: events.IEventBus): unknown {
  const { defaultChild: resource } = eventBus.node;
  return Stack.of(eventBus).resolve(resource instanceof events.CfnEventBus ? resource.name : eventBus.eventBusName);
}

function publishers(scanner: PublishingScanner): lambda.Function[] {
  return [scanner.startScanFunction, scanner.pollTasksFunction, scanner.failScanFunction, scanner.watchFunction];
}
