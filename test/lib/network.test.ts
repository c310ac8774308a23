import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, SubnetFilter, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Tracing } from 'aws-cdk-lib/aws-lambda';
import type { UserAccessScannerProps } from 'cdk-appfabric-user-access';
import { AwsSolutionsChecks } from 'cdk-nag';
import { resolveTemplate, resourcesOfType } from '../../local/stack/resolve-template';
import { RolePolicy } from '../support/policy';
import { newStack, scannerIn } from '../support/scanner-stack';

const FUNCTION = 'AWS::Lambda::Function';

/** A stack whose functions run in a VPC. */
function stackInVpc(props: (vpc: Vpc, stack: Stack) => Partial<UserAccessScannerProps> = () => ({})): Stack {
  const stack = newStack();
  const vpc = new Vpc(stack, 'Vpc', {
    maxAzs: 2,
    subnetConfiguration: [
      { name: 'Public', subnetType: SubnetType.PUBLIC },
      { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      { name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED },
    ],
  });
  scannerIn(stack, { vpc, ...props(vpc, stack) });
  return stack;
}

const subnetsOf = (template: Template) =>
  Object.values(template.findResources(FUNCTION)).map(({ Properties }) =>
    Properties.VpcConfig.SubnetIds.map(({ Ref }: { Ref: string }) => Ref.replace(/[0-9A-F]{8}$/, '')),
  );

describe('functions in a VPC', () => {
  const template = Template.fromStack(stackInVpc());

  test('run in private subnets, with one security group for all', () => {
    const subnets = ['VpcPrivateSubnet1Subnet', 'VpcPrivateSubnet2Subnet'];
    expect(subnetsOf(template)).toEqual(Array(4).fill(subnets));
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    template.allResourcesProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }],
    });
  });

  test('can run in other subnets, and with security groups of yours', () => {
    const other = Template.fromStack(
      stackInVpc((vpc, stack) => ({
        vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
        securityGroups: [new SecurityGroup(stack, 'Own', { vpc })],
      })),
    );
    expect(subnetsOf(other)).toEqual(Array(4).fill(['VpcIsolatedSubnet1Subnet', 'VpcIsolatedSubnet2Subnet']));
    other.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    other.allResourcesProperties(FUNCTION, {
      VpcConfig: { SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Own'), 'GroupId'] }] },
    });
  });

  test('are not in a selection without subnets, with which Lambda would not create them', () => {
    const nowhere = { subnetFilters: [SubnetFilter.availabilityZones(['nowhere'])] };
    expect(() => stackInVpc(() => ({ vpcSubnets: nowhere }))).toThrow(
      'Stack/Scanner: vpcSubnets selects no subnet of vpc. Correct it, or remove it to select the private subnets.',
    );
  });

  test('can be in subnets that CDK has not looked up yet', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'us-east-1' } });
    const vpc = Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-0a1b2c3d' });
    const vpcSubnets = { subnetFilters: [SubnetFilter.byIds(['subnet-0a1b2c3d'])] };
    expect(() => scannerIn(stack, { vpc, vpcSubnets })).not.toThrow();
  });

  test('have no permission for network interfaces without a VPC', () => {
    const stack = newStack();
    scannerIn(stack);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('ec2:');
  });

  test('leave cdk-nag nothing to find that is not acknowledged', () => {
    const stack = stackInVpc();
    const { violations } = new AwsSolutionsChecks(stack.node.root, { verbose: true }).validateScope(stack.node.root);
    const ofScanner = violations.filter(({ violatingResources }) =>
      JSON.stringify(violatingResources).includes('Scanner'),
    );
    expect(ofScanner.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
  });

  describe('need a role that', () => {
    const stack = newStack();
    const vpc = Vpc.fromVpcAttributes(stack, 'Shared', {
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      availabilityZones: ['us-east-1a'],
      privateSubnetIds: ['subnet-0a1b2c3d4e5f60718'],
    });
    scannerIn(stack, { vpc, tracing: Tracing.DISABLED });
    const deployment = { region: 'us-east-1', accountId: '111122223333', stackName: 'Stack', appBundleArn: '' };
    const resolved = resolveTemplate(Template.fromStack(stack).toJSON(), deployment);
    const functions = resourcesOfType(resolved, FUNCTION).map(({ name, arn, properties }) => {
      const role = new RolePolicy(resolved, String(properties.Role).split('/').at(-1) ?? '');
      return { name, arn, role };
    });
    const ec2 = (account: string, resource: string) => `arn:aws:ec2:us-east-1:${account}:${resource}`;
    const networkInterface = ec2('111122223333', 'network-interface/eni-1');
    // What Lambda's developer guide lists for functions in a VPC.
    const byLambda = [
      { action: 'ec2:DescribeNetworkInterfaces', resource: '*' },
      { action: 'ec2:DescribeSubnets', resource: '*' },
      ...[
        'CreateNetworkInterface',
        'DeleteNetworkInterface',
        'AssignPrivateIpAddresses',
        'UnassignPrivateIpAddresses',
      ].map((action) => ({ action: `ec2:${action}`, resource: networkInterface })),
      // A VPC can be shared by another account.
      { action: 'ec2:CreateNetworkInterface', resource: ec2('444455556666', 'subnet/subnet-1') },
      { action: 'ec2:CreateNetworkInterface', resource: ec2('444455556666', 'security-group/sg-1') },
    ];

    test.each(functions)('lets Lambda manage the network interfaces of $name, and nothing else', ({ role }) => {
      for (const wanted of byLambda) expect([wanted, role.allows(wanted)]).toEqual([wanted, true]);
      expect(role.unused.filter((grant) => grant.startsWith('ec2:'))).toEqual([]);
      const other = { action: 'ec2:DeleteNetworkInterface', resource: ec2('444455556666', 'network-interface/eni-1') };
      expect(role.allows(other)).toBe(false);
    });

    test.each(functions)('does not let the code of $name do so', ({ role, arn }) => {
      for (const wanted of byLambda) {
        const byCode = { ...wanted, context: { 'lambda:SourceFunctionArn': arn } };
        expect([wanted, role.allows(byCode)]).toEqual([wanted, false]);
      }
    });
  });
});

describe('tracing', () => {
  const traced = (tracing?: Tracing) => {
    const stack = newStack();
    scannerIn(stack, { tracing });
    return Template.fromStack(stack);
  };
  const modes = (template: Template) =>
    Object.values(template.findResources(FUNCTION)).map(({ Properties }) => Properties.TracingConfig?.Mode);
  const ofStateMachines = (template: Template) =>
    Object.values(template.findResources('AWS::StepFunctions::StateMachine')).map(
      ({ Properties }) => Properties.TracingConfiguration?.Enabled ?? false,
    );

  test('is active in functions and state machines', () => {
    expect(modes(traced())).toEqual(Array(4).fill('Active'));
    expect(ofStateMachines(traced())).toEqual(Array(4).fill(true));
  });

  test('can be left to the caller', () => {
    const template = traced(Tracing.PASS_THROUGH);
    expect(modes(template)).toEqual(Array(4).fill('PassThrough'));
    expect(ofStateMachines(template)).toEqual(Array(4).fill(false));
  });

  test('can be disabled, and then nothing has permission for X-Ray', () => {
    const template = traced(Tracing.DISABLED);
    expect(ofStateMachines(template)).toEqual(Array(4).fill(false));
    expect(JSON.stringify(template.toJSON())).not.toContain('xray:');
  });
});
