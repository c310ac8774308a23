import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Acknowledges cdk-nag's finding about an ARN with a wildcard in the policy of a role. The reason is for auditors. */
export function acknowledgeWildcard(scope: IConstruct, arn: string, reason: string): void {
  try {
    Validations.of(scope).acknowledge({ id: wildcardFinding(scope, arn), reason });
  } catch (error) {
    // Earlier versions of CDK refuse an id that contains `::` twice. The finding is reported there.
    if (!/The '::' delimiter is reserved/.test(String(error))) throw error;
  }
}

/** The id of the finding. It contains the ARN, with references in angle brackets. */
function wildcardFinding(scope: IConstruct, arn: string): string {
  return `AwsSolutions-IAM5[Resource::${flatten(Stack.of(scope).resolve(arn))}]`;
}

/** A text, or one of the intrinsic functions that ARNs are made of. */
interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::Join'?: readonly [separator: string, parts: readonly (string | Intrinsic)[]];
}

function flatten(value: string | Intrinsic): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value;
  if (join) return join[1].map(flatten).join(join[0]);
  return `<${Ref ?? attribute?.join('.')}>`;
}
