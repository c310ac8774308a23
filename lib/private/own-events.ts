import { Stack, Token } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { EVENT_SOURCE } from '../contract/names';
import { invalid } from './errors';
import { deployedStackOf } from './scanner-metric';
import type { ScannerParts } from './scanner-parts';

/** CloudFormation shortens a generated name to fit into DynamoDB's 255 characters, which include a random part. */
const MAX_NAME_PREFIX = 230;

/** What tells a scanner's events from those of other scanners and of other accounts. */
export function ownEvents(
  scanner: ScannerParts,
  ruleScope: Construct,
): Required<Pick<events.EventPattern, 'source' | 'account' | 'resources'>> {
  const own = Stack.of(scanner);
  const there = Stack.of(ruleScope);
  // The stack of the scanner refers to the bus, so that the stack of the bus can't refer to the table.
  const [ofRule, ofScanner, ofBus] = [ruleScope, scanner, scanner.eventBus].map(deployedStackOf);
  const wouldBeCyclic = ofRule !== ofScanner && ofRule === ofBus && !own.nested;
  const isReferable = there.environment === own.environment && !wouldBeCyclic;
  // What is imported has no resource in any stack, and an ARN that needs no reference.
  const isImported = scanner.table.node.defaultChild === undefined;
  return {
    source: [EVENT_SOURCE],
    account: [scanner.stateMachine.env.account],
    resources: isImported || isReferable ? [scanner.table.tableArn] : generatedTableArn(scanner, own, there),
  };
}

/** For a stack that can't refer to the table. All of its ARN is known, up to the random part. */
function generatedTableArn(scanner: ScannerParts, stack: Stack, there: Stack): string[] {
  // In the template of the other stack, they would be its own account and Region, and the rule would match nothing.
  if (there.environment !== stack.environment && Token.isUnresolved(stack.account + stack.region)) {
    throw invalid(
      scanner,
      "The account and Region of the scanner's stack are not known at synthesis, so a rule in a stack with an env of its own cannot tell the events of this scanner. Set env of the scanner's stack, too.",
    );
  }
  const table = scanner.table.node.defaultChild as dynamodb.CfnTable;
  const arn = (resourceName: string) => stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName });
  if (stack.resolve(table.tableName) !== undefined) return [arn(table.tableName as string)];
  const prefix = `${stack.stackName}-${stack.resolve(table.logicalId)}-`;
  if (Token.isUnresolved(stack.stackName) || prefix.length > MAX_NAME_PREFIX) {
    throw invalid(
      scanner,
      'The name of the table is not known at synthesis, so a rule in this other stack cannot tell the events of this scanner. Create the scanner in a stack that is not nested, with a shorter name.',
    );
  }
  return events.Match.prefix(arn(prefix));
}
