import { Annotations, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { aws_appfabric } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { invalid } from './errors';

const APPFABRIC_REGIONS = ['us-east-1', 'ap-northeast-1', 'eu-west-1'];

/** AppFabric answers only in three Regions, and only to the account and in the Region that hold the app bundle. */
export function checkWhere(scope: Construct, appBundle: aws_appfabric.IAppBundleRef): void {
  const { region, account } = Stack.of(scope);
  for (const [what, ofBundle, ofStack] of [
    ['Region', appBundle.env.region, region],
    ['account', appBundle.env.account, account],
  ] as const) {
    if (Token.compareStrings(ofBundle, ofStack) === TokenComparison.DIFFERENT) {
      throw invalid(
        scope,
        `appBundle is in ${what} ${ofBundle} and the stack in ${ofStack}; AppFabric serves an app bundle only in its own ${what}. Deploy the scanner there.`,
      );
    }
  }
  // A warning, no error: AppFabric may come to more Regions before this list knows it.
  if (!Token.isUnresolved(region) && !APPFABRIC_REGIONS.includes(region)) {
    Annotations.of(scope).addWarningV2(
      'cdk-appfabric-user-access:region',
      `AppFabric is not known to be in ${region}; it is in ${APPFABRIC_REGIONS.join(', ')}. Scans fail where it is not.`,
    );
  }
}
