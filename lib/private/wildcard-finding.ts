import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The id of cdk-nag's finding about an ARN with a wildcard. It contains the ARN, with references in angle brackets. */
export function wildcardFinding(scope: Construct, arn: string): string {
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
