import { Annotations, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { IAppBundle } from '../app-bundle';
import { APPFABRIC_REGIONS } from '../contract/limits';
import { invalid } from './errors';

/** AppFabric is available in three Regions. An app bundle can be used only in its own account and Region. */
export function checkRegionAndAccount(scope: Construct, appBundle: IAppBundle): void {
  const { region, account } = Stack.of(scope);
  for (const [what, ofBundle, ofStack] of [
    ['Region', appBundle.env.region, region],
    ['account', appBundle.env.account, account],
  ] as const) {
    if (Token.compareStrings(ofBundle, ofStack) === TokenComparison.DIFFERENT) {
      throw invalid(
        scope,
        `appBundle is in ${what} ${ofBundle}, but the stack is in ${ofStack}. An app bundle can be used only in its own ${what}. Deploy the scanner there.`,
      );
    }
  }
  // A warning, not an error, because AppFabric can become available in more Regions before this list is updated.
  if (!Token.isUnresolved(region) && !APPFABRIC_REGIONS.includes(region)) {
    Annotations.of(scope).addWarningV2(
      'cdk-appfabric-user-access:region',
      `AppFabric is not known to be available in ${region}. It is available in ${APPFABRIC_REGIONS.join(', ')}. Scans fail where it is not available.`,
    );
  }
}
