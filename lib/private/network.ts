import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { UserAccessScannerProps } from '../user-access-scanner-props';
import { acknowledgeWildcard } from './acknowledge-wildcard';
import { invalid } from './errors';

/** Where the functions run, if they run in a VPC. */
export interface Network {
  readonly vpc: ec2.IVpc;
  readonly vpcSubnets?: ec2.SubnetSelection;
  readonly securityGroups: ec2.ISecurityGroup[];
}

const CREATE = 'ec2:CreateNetworkInterface';
/** What Lambda does in the name of a function to connect it to a VPC. */
const ON_NETWORK_INTERFACES = [
  CREATE,
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
/** These actions do not support resource-level permissions. */
const ON_EVERYTHING = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];

/** The network of the functions. All of them share the security groups. */
export function network(scope: Construct, props: UserAccessScannerProps): Network | undefined {
  const { vpc, vpcSubnets, securityGroups } = props;
  for (const name of ['vpcSubnets', 'securityGroups'] as const) {
    if (props[name] !== undefined && vpc === undefined) {
      throw invalid(scope, `${name} needs a VPC. Set vpc, too, or remove ${name}.`);
    }
  }
  if (vpc === undefined) return undefined;
  if (typeof vpc?.selectSubnets !== 'function') {
    throw invalid(scope, 'vpc must be a Vpc, or an imported one, for example from Vpc.fromLookup(…).');
  }
  if (securityGroups !== undefined && !isListOfSecurityGroups(securityGroups)) {
    throw invalid(scope, 'securityGroups must be a list of at least one SecurityGroup.');
  }
  if (vpcSubnets !== undefined && (typeof vpcSubnets !== 'object' || vpcSubnets === null)) {
    throw invalid(scope, 'vpcSubnets must be an object, for example { subnetType: SubnetType.PRIVATE_WITH_EGRESS }.');
  }
  checkSubnets(scope, vpc, vpcSubnets);
  const own = () => new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, description: 'User access scanner' });
  return { vpc, vpcSubnets, securityGroups: securityGroups ?? [own()] };
}

/** Allows what Lambda does to connect a function with this role to a VPC. */
export function allowNetworkInterfaces(role: iam.Role): void {
  const arn = (resource: string, account?: string) =>
    Stack.of(role).formatArn({ service: 'ec2', account, resource, resourceName: '*' });
  const networkInterfaces = arn('network-interface');
  // The subnets of a shared VPC belong to another account.
  const subnetsAndGroups = [arn('subnet', '*'), arn('security-group', '*')];
  role.addToPolicy(new iam.PolicyStatement({ actions: ON_EVERYTHING, resources: ['*'] }));
  role.addToPolicy(new iam.PolicyStatement({ actions: ON_NETWORK_INTERFACES, resources: [networkInterfaces] }));
  role.addToPolicy(new iam.PolicyStatement({ actions: [CREATE], resources: subnetsAndGroups }));
  const reason =
    'Lambda creates and deletes the network interfaces, whose ids are not known. The code of the function is denied these actions.';
  for (const each of ['*', networkInterfaces, ...subnetsAndGroups]) {
    acknowledgeWildcard(role, each, reason);
  }
}

/**
 * Denies to the code of a function what only Lambda does for it. A policy of its own, because the role's default policy
 * can't depend on the function, which depends on it.
 */
export function denyNetworkInterfaces(scope: Construct, role: iam.IRole, functionArn: string): void {
  new iam.Policy(scope, 'DenyNetwork', {
    roles: [role],
    statements: [
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        actions: [...ON_NETWORK_INTERFACES, 'ec2:DetachNetworkInterface', ...ON_EVERYTHING],
        resources: ['*'],
        conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
      }),
    ],
  });
}

function isListOfSecurityGroups(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0 && list.every((each) => typeof each?.securityGroupId === 'string');
}

/** A function in a public subnet has no public address, so it can't reach AppFabric. */
function checkSubnets(scope: Construct, vpc: ec2.IVpc, vpcSubnets: ec2.SubnetSelection | undefined): void {
  const publicIds = new Set(vpc.publicSubnets.map(({ subnetId }) => subnetId));
  const { subnetIds, isPendingLookup } = vpc.selectSubnets(vpcSubnets);
  if (subnetIds.length === 0 && !isPendingLookup) {
    throw invalid(
      scope,
      'vpcSubnets selects no subnet of vpc. Correct it, or remove it to select the private subnets.',
    );
  }
  if (subnetIds.some((subnetId) => publicIds.has(subnetId))) {
    throw invalid(
      scope,
      'vpcSubnets has public subnets, in which a function has no access to the internet. Select private subnets, for example { subnetType: SubnetType.PRIVATE_WITH_EGRESS }.',
    );
  }
}
