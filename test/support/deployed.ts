import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { JsonObject } from '../../local/stack/json';
import { type ResolvedTemplate, resolveTemplate, resourcesOfType } from '../../local/stack/resolve-template';
import { type RuleDefinition, ruleDefinitions } from '../../local/stack/rule-definitions';
import { APP_BUNDLE_ARN } from './scanner-stack';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

/** The template of a stack as CloudFormation deploys it, in the account and Region of the tests. */
export function deployed(stack: Stack): ResolvedTemplate {
  const { stackName } = stack;
  const where = { accountId: ACCOUNT, region: REGION, stackName, appBundleArn: APP_BUNDLE_ARN };
  return resolveTemplate(Template.fromStack(stack).toJSON() as JsonObject, where);
}

/** The deployed rule whose construct has an id, in a scanner with the id 'Scanner'. */
export function deployedRule(stack: Stack, id: string): RuleDefinition {
  const template = deployed(stack);
  const resources = resourcesOfType(template, 'AWS::Events::Rule').filter(({ logicalId }) => logicalId.includes(id));
  const [rule, ...others] = ruleDefinitions({ ...template, resources });
  if (!rule || others.length > 0) throw new Error(`The stack has ${others.length + (rule ? 1 : 0)} rules '${id}'.`);
  return rule;
}

/** The ARN of the deployed table of a scanner, which its events have in `resources`. */
export function deployedTable(stack: Stack, scannerId = 'Scanner'): string {
  const table = resourcesOfType(deployed(stack), 'AWS::DynamoDB::Table').find(({ logicalId }) =>
    logicalId.startsWith(scannerId),
  );
  if (!table) throw new Error(`The stack has no table of '${scannerId}'.`);
  return table.arn;
}
