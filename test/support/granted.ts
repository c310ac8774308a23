import { aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import type { UserAccessScanner } from 'cdk-appfabric-user-access';
import { resourcesOfType } from '../../local/stack/resolve-template';
import { deployed } from './deployed';
import { RolePolicy } from './policy';
import { newStack, scannerIn } from './scanner-stack';

/** The role of a stack to which a scanner grants something, and where everything is. */
export function granted(grant: (scanner: UserAccessScanner, role: iam.IRole) => void, withKey = false) {
  const stack = newStack();
  const encryptionKey = withKey ? new kms.Key(stack, 'Key') : undefined;
  const role = new iam.Role(stack, 'Grantee', { assumedBy: new iam.AccountRootPrincipal() });
  grant(scannerIn(stack, { encryptionKey }), role);
  const template = deployed(stack);
  const named = (type: string, part: string) => {
    const found = resourcesOfType(template, type).find(({ name }) => name.includes(part));
    return { name: found?.name ?? '', arn: found?.arn ?? '' };
  };
  return {
    policy: new RolePolicy(template, named('AWS::IAM::Role', 'Grantee').name),
    table: named('AWS::DynamoDB::Table', 'Table'),
    scans: named('AWS::StepFunctions::StateMachine', 'ScannerWorkflow').arn,
    watches: named('AWS::StepFunctions::StateMachine', 'ScannerWatchWorkflow').arn,
    key: named('AWS::KMS::Key', 'Key').arn,
  };
}
